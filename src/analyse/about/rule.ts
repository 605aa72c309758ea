import { describeRule, itemName, itemsOf } from '../../explain/rule-words.js'
import { kindOf } from '../../kinds/index.js'
import type { Library } from '../../load/project/known.js'
import type { Guid } from '../../model/catalog.js'
import { namesFrom } from '../../model/names.js'
import type { Project } from '../../model/project.js'
import type { Item, Rule } from '../../model/rule.js'
import { hasItem, usersWho } from './counts.js'

/** What a rule means in this project. */
export interface AboutRule {
  readonly about: 'rule'
  readonly ruleId: string
  readonly kind: string
  readonly pack: string
  /** After overrides. */
  readonly severity: string
  /** Graph's code that a violation records; null: it blocks nothing and only reports. */
  readonly blocks: string | null
  /** False: switched off, or not in force at the project's day. */
  readonly judged: boolean
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly says: readonly string[]
  readonly reason: string
  readonly source: string | null
  readonly certainty: string | null
  readonly file: string
  readonly line: number
  readonly column: number
  /** What the rule names, with the users who have it today; null: there is no tenant to count in. */
  readonly names: readonly { readonly id: Guid; readonly name: string; readonly users: number | null }[]
  /** Products that the rule names, or that carry a plan it names: the tenant's own first. */
  readonly products: readonly { readonly skuId: Guid; readonly skuPartNumber: string; readonly owned: boolean | null }[]
}

export function aboutRule(rule: Rule, project: Project | Library): AboutRule {
  const { catalog, rules, tenant } = project
  const names = namesFrom(catalog, tenant?.groups ?? new Map())
  const { validFrom = null, validTo = null, source = null, certainty = null } = rule
  return {
    about: 'rule', ruleId: rule.id, kind: rule.kind, pack: rule.pack, severity: rule.severity,
    blocks: rule.severity === 'error' ? kindOf(rule).error : null,
    judged: rules.rules.includes(rule),
    validFrom, validTo,
    says: describeRule(rule, names),
    reason: rule.reason, source, certainty,
    file: rule.place.file, line: rule.place.line, column: rule.place.column,
    names: distinct(itemsOf(rule)).map(item => ({
      id: item.id,
      name: itemName(item, names),
      users: tenant === undefined ? null : usersWho(tenant, state => hasItem(state, item, catalog)),
    })),
    products: productsOf(rule, project),
  }
}

function productsOf(rule: Rule, { catalog, tenant }: Project | Library): AboutRule['products'] {
  const items = itemsOf(rule)
  const plans = new Set(items.filter(({ type }) => type === 'plan').map(({ id }) => id))
  const products = new Set(items.filter(({ type }) => type === 'product').map(({ id }) => id))
  const touched = [...catalog.products.values()]
    .filter(({ skuId, servicePlans }) => products.has(skuId) || servicePlans.some(({ servicePlanId }) => plans.has(servicePlanId)))
    .map(({ skuId, skuPartNumber }) => ({ skuId, skuPartNumber, owned: tenant?.subscribedSkus.has(skuId) ?? null }))
    .sort((one, other) => (one.skuPartNumber < other.skuPartNumber ? -1 : 1))
  return [...touched.filter(({ owned }) => owned), ...touched.filter(({ owned }) => !owned)]
}

/** Ids of the rules that name one of these plans or products, sorted. */
export function rulesNaming(ids: readonly Guid[], { rules }: Pick<Project, 'rules'>): readonly string[] {
  return rules.rules.filter(rule => itemsOf(rule).some(({ id }) => ids.includes(id))).map(({ id }) => id).sort()
}

function distinct(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map(item => [`${item.type} ${item.id}`, item])).values()]
}
