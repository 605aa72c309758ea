import { createJudge } from '../../engine/judge.js'
import { itemsOf } from '../../explain/rule-words.js'
import type { Guid, Product } from '../../model/catalog.js'
import type { Rule } from '../../model/rule.js'
import type { AttemptSubject, Subject } from '../../model/subject.js'
import { plansOfCatalog } from '../../simulate/world.js'
import { forbidden } from '../rule-logic.js'
import { ruleOf, type Side } from './side.js'

/** A product of which a rule says something else in the new set. */
export interface ChangedProduct {
  readonly skuId: Guid
  readonly skuPartNumber: string
  /** Given alone. */
  readonly alone: boolean
  /** Part numbers of the products beside which the verdict differs, where it does not differ alone. */
  readonly beside: readonly string[]
}

/** Every product that a rule decides otherwise about, alone or beside one other. */
export async function changedProducts(ruleId: string, old: Side, now: Side): Promise<readonly ChangedProduct[]> {
  const rules = [ruleOf(old, ruleId), ruleOf(now, ruleId)]
  const touched = touchedBy(rules.filter((rule) => rule !== undefined), old, now)
  const kinds = new Set(rules.map((rule) => rule?.kind))
  const asked = variantsOf(rules)
  const alone = await compared(touched.map(({ skuId }) => asked.flatMap((variant) => variant([skuId]))), rules, old, now)
  const changed = touched.filter((_, index) => alone[index])
  const isOfPairs = kinds.has('mutually-exclusive') || kinds.has('prerequisite')
  const beside = isOfPairs ? await changedPairs(touched.filter((one) => !changed.includes(one)), rules, old, now) : new Map<Guid, readonly string[]>()
  return touched.flatMap((product) => {
    const isAlone = changed.includes(product)
    const partners = beside.get(product.skuId) ?? []
    return isAlone || partners.length > 0 ? [{ skuId: product.skuId, skuPartNumber: product.skuPartNumber, alone: isAlone, beside: partners }] : []
  })
}

/** Products of both catalogs that carry something that one of the rules names; of a rule that names nothing, all. */
function touchedBy(rules: readonly Rule[], old: Side, now: Side): readonly Product[] {
  const ids = new Set(rules.flatMap((rule) => itemsOf(rule).map(({ id }) => id)))
  const isTouched = ({ skuId, servicePlans }: Product): boolean => ids.size === 0 || ids.has(skuId) || servicePlans.some(({ servicePlanId }) => ids.has(servicePlanId))
  const all = new Map([...old.catalog.products, ...now.catalog.products])
  return [...all.values()].filter(({ skuId }) => [old, now].some(({ catalog }) => catalog.products.has(skuId) && isTouched(catalog.products.get(skuId)!))).sort((a, b) => (a.skuPartNumber < b.skuPartNumber ? -1 : a.skuPartNumber > b.skuPartNumber ? 1 : a.skuId < b.skuId ? -1 : 1))
}

type Variant = (skuIds: readonly Guid[]) => readonly Subject[]

/** How a rule is asked about somebody who gets some products: in the countries, with the counts that may matter to it. */
function variantsOf(rules: readonly (Rule | undefined)[]): readonly Variant[] {
  const countries = rules.flatMap((rule) => (rule?.kind === 'usage-location' ? forbidden(rule) : []))
  const [first = [], second = []] = rules.map((rule) => (rule?.kind === 'usage-location' ? forbidden(rule) : []))
  const differing = countries.filter((code) => first.includes(code) !== second.includes(code))
  const places: readonly (string | null)[] = ['US', ...new Set([...differing, ...countries.slice(0, 1)]), ...(rules.some((rule) => rule?.kind === 'usage-location' && 'requiredFor' in rule.condition) ? [null] : [])]
  const spare = [...new Set([0, ...rules.flatMap((rule) => (rule?.kind === 'seats' ? [rule.keepFree, rule.keepFree + 1] : []))])]
  return [
    ...places.map((place): Variant => (skuIds) => someone(skuIds, place)),
    (skuIds) => skuIds.slice(0, 1).flatMap((skuId) => spare.flatMap((free) => stock(skuId, free))),
  ]
}

/** The same person as a call would make it, and as it would stand afterwards. */
function someone(skuIds: readonly Guid[], usageLocation: string | null): readonly Subject[] {
  const after = [{ source: null, licenses: [...skuIds].sort().map((skuId) => ({ skuId, disabledPlans: [] })) }]
  const attempt: AttemptSubject = { type: 'attempt', source: null, before: [], after, usageLocation, effectiveLocation: usageLocation ?? 'US', addressClash: true }
  return [attempt, { ...attempt, type: 'user', initial: false, accountEnabled: true, userType: 'Member', onPremisesSyncEnabled: false, memberOf: [], attributes: {}, tenantCountry: 'US' }]
}

function stock(skuId: Guid, free: number): readonly Subject[] {
  return [
    { type: 'seats', skuId, enabled: free, warning: 0, units: free, consumed: 0, wanted: 1 },
    { type: 'product', skuId, enabled: free, warning: 0, units: free, suspended: 0, lockedOut: 0, consumed: 1, capabilityStatus: 'Enabled', tenantCountry: 'US' },
  ]
}

/** For each list of subjects whether the rules answer one of them otherwise. */
async function compared(lists: readonly (readonly Subject[])[], [before, after]: readonly (Rule | undefined)[], old: Side, now: Side): Promise<readonly boolean[]> {
  const answer = async (rule: Rule | undefined, side: Side): Promise<readonly string[]> => {
    if (rule === undefined) return lists.flat().map(() => '')
    const answers = await createJudge([rule], plansOfCatalog(side.catalog)).judge(lists.flat())
    return answers.map((violations) => (violations.length === 0 ? '' : rule.severity))
  }
  const [one, other] = [await answer(before, old), await answer(after, now)]
  let at = 0
  return lists.map((subjects) => subjects.map(() => at++).some((index) => one[index] !== other[index]))
}

/**
 * Products that one catalog alone has, or that are decided otherwise by themselves, are told of already. Products in which a rule sees
 * the same are alike to it: one pair stands for all pairs of such products.
 */
async function changedPairs(some: readonly Product[], rules: readonly (Rule | undefined)[], old: Side, now: Side): Promise<ReadonlyMap<Guid, readonly string[]>> {
  const looks = some.map((product) => lookOf(product, rules, old, now))
  const pairs = new Map(some.flatMap((one, i) => some.slice(i + 1).map((other, after) => [pairKey(looks[i]!, looks[i + 1 + after]!), [one, other] as const])))
  const differ = await compared([...pairs.values()].map(([one, other]) => someone([one.skuId, other.skuId], 'US')), rules, old, now)
  const changed = new Set([...pairs.keys()].filter((_, index) => differ[index]))
  const partners = (i: number): readonly string[] => some.flatMap(({ skuPartNumber }, j) => (i !== j && changed.has(pairKey(looks[i]!, looks[j]!)) ? [skuPartNumber] : []))
  return changed.size === 0 ? new Map() : new Map(some.map(({ skuId }, i) => [skuId, partners(i)]))
}

/** What the rules see in a product, in either catalog. */
function lookOf({ skuId }: Product, rules: readonly (Rule | undefined)[], old: Side, now: Side): string {
  const ids = new Set(rules.flatMap((rule) => (rule === undefined ? [] : itemsOf(rule).map(({ id }) => id))))
  const plans = ({ catalog }: Side) => (catalog.products.get(skuId)?.servicePlans ?? []).filter(({ servicePlanId }) => ids.has(servicePlanId)).map(({ servicePlanId, appliesTo }) => `${servicePlanId} ${appliesTo}`).sort()
  return JSON.stringify([ids.has(skuId) && skuId, plans(old), plans(now)])
}

const pairKey = (one: string, other: string): string => (one < other ? `${one} ${other}` : `${other} ${one}`)
