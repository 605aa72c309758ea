import { namesFrom } from '../../model/names.js'
import type { Place } from '../../model/problem.js'
import type { Rule } from '../../model/rule.js'
import type { Probe } from '../examples/probe.js'
import { vocabularyOf } from '../examples/words.js'
import { changedKeys, meanTheSame, sayTheSame } from './meaning.js'
import { changedProducts, type ChangedProduct } from './products.js'
import { changedScenarios, type PairedScenario } from './scenarios.js'
import { ruleOf, type Side } from './side.js'
import { witnessOf, type Witness } from './witness.js'

/** A rule that decides something else in the new set. */
export interface RuleDifference {
  readonly ruleId: string
  /** `same`: the rule is, but the products of the catalog are not. */
  readonly change: 'added' | 'removed' | 'changed' | 'same'
  /** Where it stands: in the new set, else in the old one. */
  readonly place: Place
  /** What is written otherwise. */
  readonly keys: readonly string[]
  /** null: no case was found that comes out otherwise. */
  readonly witness: Witness | null
  readonly scenarios: readonly string[]
  readonly products: readonly ChangedProduct[]
}

export interface RulesDiff {
  readonly rules: readonly RuleDifference[]
  /** Rules that decide alike and say something else of themselves. */
  readonly reworded: readonly string[]
  /** How many scenarios were compared. */
  readonly scenarios: number
}

/** What changes in meaning between two sets of rules, or under two catalogs. */
export async function diffRules(old: Side, now: Side, scenarios: readonly PairedScenario[], today: string): Promise<RulesDiff> {
  const played = await changedScenarios(scenarios, old, now)
  const ids = [...new Set([...old.rules, ...now.rules].map(({ id }) => id))].sort()
  const compared = await Promise.all(ids.map((id) => differenceOf(id, old, now, played.get(id) ?? [], today)))
  return { rules: compared.filter((one) => one !== undefined), reworded: ids.filter((id) => isReworded(old.rules.find((rule) => rule.id === id), now.rules.find((rule) => rule.id === id))), scenarios: scenarios.length }
}

function isReworded(one: Rule | undefined, other: Rule | undefined): boolean {
  return one !== undefined && other !== undefined && (meanTheSame(one, other) || (one.severity === 'off' && other.severity === 'off')) && !sayTheSame(one, other)
}

async function differenceOf(ruleId: string, old: Side, now: Side, scenarios: readonly string[], today: string): Promise<RuleDifference | undefined> {
  const [before, after] = [ruleOf(old, ruleId), ruleOf(now, ruleId)]
  const change = changeOf(before, after)
  if (change === undefined || (change === 'same' && old.catalog === now.catalog && scenarios.length === 0)) return undefined
  const products = await changedProducts(ruleId, old, now)
  if (change === 'same' && products.length === 0 && scenarios.length === 0) return undefined
  const witness = (await witnessOf(ruleId, old, now, today, change === 'same' ? products.map((product) => given(product, now)) : [])) ?? null
  const keys = change === 'changed' ? changedKeys(before!, after!, namesFrom(now.catalog, new Map())) : []
  return { ruleId, change, place: (after ?? before)!.place, keys, witness, scenarios, products }
}

function changeOf(before: Rule | undefined, after: Rule | undefined): RuleDifference['change'] | undefined {
  if (before === undefined || after === undefined) return before === after ? undefined : before === undefined ? 'added' : 'removed'
  return meanTheSame(before, after) ? 'same' : 'changed'
}

/** Alone, or beside the first product beside which it is decided otherwise. */
function given({ skuId, alone, beside }: ChangedProduct, { catalog }: Side): Probe {
  const other = [...catalog.products.values()].find(({ skuPartNumber }) => !alone && skuPartNumber === beside[0])
  const names = [skuId, ...(other === undefined ? [] : [other.skuId])].map((id) => vocabularyOf(catalog).product(id))
  return { sketch: { products: Object.fromEntries(names.map((name) => [name, name])), users: { ada: {} } }, row: 'ada', column: names.join(' + ') }
}
