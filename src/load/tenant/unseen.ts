import { lookedAt } from '../../kinds/looked-at.js'
import type { Catalog } from '../../model/catalog.js'
import type { Rule } from '../../model/rule.js'
import { hiddenFacts, mostHidden } from './hidden-plans.js'
import type { Unseen } from './hidden-plans.js'

/** What of users no rule looks at. */
export function unseenBy(rules: readonly Rule[], catalog: Catalog): Unseen {
  const { words, everyPlan } = lookedAt(rules)
  const facts = hiddenFacts.filter((fact) => !words.has(fact))
  const plans = everyPlan ? [] : [...catalog.plans.keys()].filter((id) => !words.has(id)).sort()
  const skus = [...catalog.products.keys()].sort()
  const fits = plans.length < mostHidden && skus.length < mostHidden
  return { skus: fits ? skus : [], plans: fits ? plans : [], facts }
}
