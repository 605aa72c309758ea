import type { Guid } from '../model/catalog.js'
import type { Item } from '../model/rule.js'
import type { Holding, PlansOf, Subject } from '../model/subject.js'
import { after, before, byHolding, held, on, plansOn, without } from './holdings.js'
import type { License } from '../model/tenant.js'

/** Parameters of a fact, as they stand in the conditions of a kind. */
export type Params = Readonly<Record<string, unknown>>

/** Computes a fact of a subject. */
export type Fact = (subject: Subject, params: Params, plansOf: PlansOf) => unknown

/** Holdings as they stand, and how the subject's move changed them. */
export interface Moved {
  readonly now: readonly Holding[]
  readonly added: readonly Holding[]
  readonly taken: readonly Holding[]
}

/** A product's seats, and how many are missing. */
export interface Seats {
  readonly skuId: Guid
  readonly enabled: number
  readonly warning: number
  readonly consumed: number
  readonly wanted: number
  readonly short: number
}

/** Facts that the kinds ask for; what they return is evidence, never an opinion. */
export const witnessFacts: Readonly<Record<string, Fact>> = {
  /** The items that are given to the user. */
  held: (subject, params, plansOf) => held(itemsOf(params), after(subject), plansOf),
  /** The items that are on for the user. */
  on: (subject, params, plansOf) => on(itemsOf(params), after(subject), plansOf),
  /** The same, and what the move changed. */
  dependent: (subject, params, plansOf) => moved(subject, itemsOf(params), plansOf, held),
  /** What can satisfy a requirement, and what the move changed. */
  supply: (subject, params, plansOf) => moved(subject, itemsOf(params), plansOf, on),
  /** The country that a location rule goes by; null where nobody says. */
  location: (subject) => locationOf(subject),
  /** The user's own country. */
  ownLocation: (subject) => (isPlaced(subject) ? subject.usageLocation : null),
  /** Items on the paths that go by `location`. */
  onThere: (subject, params, plansOf) => onThere(subject, itemsOf(params), plansOf),
  /** Items on direct paths, or on all of them; without items whatever the path gives. */
  onUnplaced: (subject, params, plansOf) =>
    onUnplaced(subject, itemsOf(params), params['requiredFor'] as 'direct' | 'any', plansOf),
  /** Another object has one of the user's addresses. */
  addressClash: (subject) => isPlaced(subject) && subject.addressClash,
  skuId: (subject) => (subject.type === 'seats' || subject.type === 'product' ? subject.skuId : null),
  /** Seats that are missing for those who wait, or below what is to be kept free. */
  missingSeats: (subject, params) => seatsOf(subject, params['keepFree'] as number).short,
}

/**
 * What each of these looks at beside licences, as a text; undefined: at nothing else. Users who are alike in that and in their
 * licences are judged alike.
 */
export const besideLicences: Readonly<Record<string, ((subject: Placed) => string) | undefined>> = {
  held: undefined,
  on: undefined,
  dependent: undefined,
  supply: undefined,
  location: ({ usageLocation, effectiveLocation }) => `${usageLocation} ${effectiveLocation}`,
  ownLocation: ({ usageLocation }) => `${usageLocation}`,
  onThere: ({ usageLocation }) => `${usageLocation}`,
  onUnplaced: undefined,
  addressClash: ({ addressClash }) => `${addressClash}`,
}

function itemsOf(params: Params): readonly Item[] {
  return params['items'] as readonly Item[]
}

function moved(subject: Subject, items: readonly Item[], plansOf: PlansOf, find: typeof held): Moved {
  const now = find(items, after(subject), plansOf)
  const then = find(items, before(subject), plansOf)
  return { now, added: without(now, then), taken: without(then, now) }
}

export type Placed = Extract<Subject, { readonly usageLocation: string | null }>

/** Users have a place and addresses; groups and products have none. */
export function isPlaced(subject: Subject): subject is Placed {
  return subject.type === 'attempt' || subject.type === 'user'
}

/** A direct path goes by the user's own value; a group's path by that, else by the tenant's. */
export function locationOf(subject: Subject): string | null {
  if (!isPlaced(subject)) return null
  if (subject.type === 'attempt' && subject.source === null) return subject.usageLocation
  return subject.usageLocation ?? subject.effectiveLocation ?? null
}

function onThere(subject: Subject, items: readonly Item[], plansOf: PlansOf): readonly Holding[] {
  const found = ofMovedPath(subject, on(items, after(subject), plansOf))
  const isInherited = isPlaced(subject) && subject.usageLocation === null
  return isInherited ? found.filter((one) => one.assignedByGroup !== null) : found
}

function onUnplaced(
  subject: Subject,
  items: readonly Item[],
  requiredFor: 'direct' | 'any',
  plansOf: PlansOf,
): readonly Holding[] {
  const found = items.length > 0 ? on(items, after(subject), plansOf) : given(subject, plansOf)
  const here = ofMovedPath(subject, found)
  return requiredFor === 'direct' ? here.filter((one) => one.assignedByGroup === null) : here
}

/** An attempt answers for its own source; a user for all. */
function ofMovedPath(subject: Subject, holdings: readonly Holding[]): readonly Holding[] {
  if (subject.type !== 'attempt') return holdings
  return holdings.filter((one) => one.assignedByGroup === subject.source)
}

/** Every product on every path, and the plans that the move switches on in a product that was there already. */
function given(subject: Subject, plansOf: PlansOf): readonly Holding[] {
  return after(subject)
    .flatMap(({ source, licenses }) => {
      const earlier = before(subject).find((grant) => grant.source === source)?.licenses ?? []
      return licenses.flatMap((license) => givenBy(license, source, earlier, plansOf))
    })
    .sort(byHolding)
}

function givenBy(
  license: License,
  assignedByGroup: Holding['assignedByGroup'],
  earlier: readonly License[],
  plansOf: PlansOf,
): readonly Holding[] {
  const { skuId } = license
  const product = { planId: null, skuId, assignedByGroup }
  const old = earlier.find((one) => one.skuId === skuId)
  if (old === undefined) return [product]
  const wasOn = new Set(plansOn(old, plansOf))
  const gained = plansOn(license, plansOf).filter((planId) => !wasOn.has(planId))
  return [product, ...gained.map((planId) => ({ planId, skuId, assignedByGroup }))]
}

/** The arithmetic of seats: who waits can lack at most a seat each; who has one keeps it. */
export function seatsOf(subject: Subject, keepFree: number): Seats {
  if (subject.type !== 'seats' && subject.type !== 'product') throw new Error(`${subject.type} has no seats`)
  const { skuId, enabled, warning, consumed } = subject
  const free = (subject.units ?? enabled + warning) - consumed - keepFree
  const wanted = subject.type === 'seats' ? subject.wanted : 0
  const short = subject.type === 'seats' ? wanted - Math.min(wanted, Math.max(0, free)) : Math.max(0, -free)
  return { skuId, enabled, warning, consumed, wanted, short }
}
