import type { Guid } from '../model/catalog.js'
import type { Item } from '../model/rule.js'
import type { Grant, Holding, PlansOf, Subject } from '../model/subject.js'
import type { License } from '../model/tenant.js'
import { onceFor } from '../once.js'

/** What was on, or asked for, before the subject's move. Products have nobody's paths. */
export function before(subject: Subject): readonly Grant[] {
  switch (subject.type) {
    case 'attempt':
    case 'user':
      return subject.before
    case 'group':
      return [{ source: subject.groupId, licenses: subject.before }]
    case 'groupState':
      return [{ source: subject.groupId, licenses: subject.licenses }]
    case 'product':
    case 'seats':
      return []
    default:
      return subject satisfies never
  }
}

/** What is on, or asked for, after the subject's move. */
export function after(subject: Subject): readonly Grant[] {
  switch (subject.type) {
    case 'attempt':
    case 'user':
      return subject.after
    case 'group':
      return [{ source: subject.groupId, licenses: subject.after }]
    case 'groupState':
      return [{ source: subject.groupId, licenses: subject.licenses }]
    case 'product':
    case 'seats':
      return []
    default:
      return subject satisfies never
  }
}

/** A way in which an item can be there through one licence. */
type Through = (item: Item, license: License, plansOf: PlansOf) => boolean

/** The item is given to the user: `Company` plans belong to the tenant and are given to nobody. */
const given: Through = (item, license, plansOf) => {
  if (item.type === 'product') return license.skuId === item.id
  return appliesTo(license.skuId, plansOf).get(item.id) === 'User' && !license.disabledPlans.includes(item.id)
}

/** The item is on for the user: `Company` plans are, and cannot be switched off. */
const works: Through = (item, license, plansOf) =>
  given(item, license, plansOf) ||
  (item.type === 'plan' && appliesTo(license.skuId, plansOf).get(item.id) === 'Company')

/** Holdings of the items that are given to the user, sorted. */
export function held(items: readonly Item[], grants: readonly Grant[], plansOf: PlansOf): readonly Holding[] {
  return find(items, grants, plansOf, given)
}

/** Holdings of the items that are on for the user, sorted. */
export function on(items: readonly Item[], grants: readonly Grant[], plansOf: PlansOf): readonly Holding[] {
  return find(items, grants, plansOf, works)
}

function find(items: readonly Item[], grants: readonly Grant[], plansOf: PlansOf, through: Through): readonly Holding[] {
  const found: Holding[] = []
  for (const { source, licenses } of grants) {
    for (const license of licenses) {
      for (const item of items) {
        if (through(item, license, plansOf)) found.push(holding(item, license.skuId, source))
      }
    }
  }
  return found.length < 2 ? found : found.sort(byHolding)
}

function holding(item: Item, skuId: Guid, assignedByGroup: Holding['assignedByGroup']): Holding {
  return { planId: item.type === 'plan' ? item.id : null, skuId, assignedByGroup }
}

/** All plans that are on through a licence, `Company` plans among them. */
export function plansOn(license: License, plansOf: PlansOf): readonly Guid[] {
  return plansOf(license.skuId)
    .filter((plan) => plan.appliesTo === 'Company' || !license.disabledPlans.includes(plan.servicePlanId))
    .map((plan) => plan.servicePlanId)
}

/** Plan, product, source; products as such and direct paths first. */
export function byHolding(a: Holding, b: Holding): number {
  return (
    compare(a.planId ?? '', b.planId ?? '') ||
    compare(a.skuId, b.skuId) ||
    compare(a.assignedByGroup ?? '', b.assignedByGroup ?? '')
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a holding is of: a plan, or a product as such. */
export function heldId(of: Holding): Guid {
  return of.planId ?? of.skuId
}

/** One text per holding. */
export function holdingKey(of: Holding): string {
  return `${of.planId ?? ''}|${of.skuId}|${of.assignedByGroup ?? ''}`
}

/** Holdings of several lists, each once, sorted. */
export function union(lists: readonly (readonly Holding[])[]): readonly Holding[] {
  const all = new Map(lists.flat().map((one) => [holdingKey(one), one]))
  return [...all.values()].sort(byHolding)
}

/** Holdings that the second list lacks. */
export function without(holdings: readonly Holding[], others: readonly Holding[]): readonly Holding[] {
  if (holdings.length === 0 || others.length === 0) return holdings
  const keys = new Set(others.map(holdingKey))
  return holdings.filter((one) => !keys.has(holdingKey(one)))
}

/** A product's plans by id. */
const appliesTo = (skuId: Guid, plansOf: PlansOf): ReadonlyMap<Guid, 'User' | 'Company'> => indexed(plansOf(skuId))

const indexed = onceFor((shipped: ReturnType<PlansOf>) => new Map(shipped.map((plan) => [plan.servicePlanId, plan.appliesTo])))
