import { lookedAt } from '../../kinds/looked-at.js'
import type { Catalog, Guid } from '../../model/catalog.js'
import type { Rule } from '../../model/rule.js'
import type { Group } from '../../model/tenant.js'
import { alikeGroups } from './alike-groups.js'
import { hiddenFacts, mostHidden } from './hidden-plans.js'
import type { Unseen } from './hidden-plans.js'

/** What of users no rule looks at. `named`: groups by which users are told apart anyway. */
export function unseenBy(rules: readonly Rule[], catalog: Catalog, groups: Iterable<Group> = [], named: ReadonlySet<Guid> = new Set()): Unseen {
  const { words, everyPlan } = lookedAt(rules)
  const facts = hiddenFacts.filter((fact) => !words.has(fact))
  const plans = everyPlan ? [] : [...catalog.plans.keys()].filter((id) => !words.has(id)).sort()
  const skus = [...catalog.products.keys()].sort()
  const fits = plans.length < mostHidden && skus.length < mostHidden
  const others = words.has('groups') || countsMembers(rules) ? [] : [...groups].filter(({ id }) => !named.has(id) && !words.has(id))
  return { skus: fits ? skus : [], plans: fits ? plans : [], facts, groups: alikeGroups(others) }
}

/** Whether a rule asks how many members groups have. */
const countsMembers = (rules: readonly Rule[]): boolean =>
  rules.some((rule) => rule.severity !== 'off' && rule.kind === 'condition' && rule.subject === 'group' && JSON.stringify(rule.when).includes('"memberCount"'))
