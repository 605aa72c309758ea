import type { Found } from '../explain/found.js'
import type { Guid } from '../model/catalog.js'
import type { Change } from '../model/change.js'
import type { Holding } from '../model/subject.js'
import type { Deed, Move } from './move.js'
import { rivalsOf } from './rivals.js'
import { usersOf, type Scene } from './scene.js'

/** What a finding rests on: its users and their groups, who shares an address with them, its own group, the seats of its products. */
export interface Scope {
  readonly users: ReadonlySet<number>
  readonly groups: ReadonlySet<Guid>
  /** Products whose seats decide; empty where seats are not the matter. */
  readonly seats: ReadonlySet<Guid>
  /** Groups that give one of them. */
  readonly givers: ReadonlySet<Guid>
}

/** `joined`: groups that the users come into by what is done before. */
export function scopeOf(found: Found, scene: Scene, joined: readonly Guid[] = []): Scope {
  const users = usersOf(found)
  const rivals = found.cause.evidence.kind === 'unique-proxy' ? rivalsOf(scene, users) : []
  const memberships = users.flatMap((ordinal) => scene.stateOf(ordinal)?.memberOf ?? [])
  const isAboutUnits = found.cause.error === 'CountViolation' || found.cause.reason === 'unitsBelowZero'
  const seats = new Set(isAboutUnits ? found.skus.map((sku) => sku.skuId) : [])
  const givers = [...scene.groups.values()].filter((group) => group.assignedLicenses?.some((license) => seats.has(license.skuId)))
  return {
    users: new Set([...users, ...rivals]),
    groups: new Set([...memberships, ...joined, ...groupsShown(found)]),
    seats,
    givers: new Set(givers.map((group) => group.id)),
  }
}

export const holdingsIn = (evidence: Found['cause']['evidence']): readonly Holding[] => ('holdings' in evidence ? (evidence.holdings as readonly Holding[]) : [])

/** Its own group, and those by which what it is about is held. */
const groupsShown = ({ cause: { source, evidence } }: Found): readonly Guid[] =>
  [source ?? null, ...holdingsIn(evidence).map(({ assignedByGroup }) => assignedByGroup)].filter((group) => group !== null)

/** Groups into which the plan puts any of these users. */
export function groupsJoined({ plan, situation }: Scene, users: readonly number[]): readonly Guid[] {
  const ids = new Set(users.map((ordinal) => situation.person(ordinal).id))
  const calls = (plan?.steps ?? []).map(({ change }) => change)
  return calls.flatMap((change) => ((change.op === 'addMembers' || change.op === 'setMembers') && change.users.some((id) => ids.has(id)) ? [change.group] : []))
}

/** What a move changes. */
export interface Touched {
  /** The step's own call as a whole, which may change anything. */
  readonly isCall: boolean
  readonly users: ReadonlySet<number>
  readonly groups: ReadonlySet<Guid>
  readonly skus: ReadonlySet<Guid>
}

export function touchedBy({ kind, deeds }: Move, { step, plan, situation }: Scene): Touched {
  const { tenant } = situation.project
  const moved = deeds.some(({ type }) => type === 'postpone' || type === 'merge') ? plan?.steps[step - 1]?.change : undefined
  const people = moved ? usersOfCall(moved).flatMap((id) => tenant.find(id) ?? []) : []
  return {
    isCall: kind === 'changeCall',
    users: new Set([...deeds.flatMap(usersIn), ...people]),
    groups: new Set([...deeds.flatMap(groupsIn), ...(moved ? groupsOfCall(moved) : [])]),
    skus: new Set([...deeds.flatMap(skusIn), ...(moved ? skusOfCall(moved) : [])]),
  }
}

export function usersOfCall(change: Change): readonly Guid[] {
  if ('users' in change) return change.users
  if (change.op === 'assignLicense') return 'users' in change.to ? change.to.users : []
  if (change.op === 'createUser') return [change.user.id]
  return 'user' in change ? [change.user] : []
}

export function groupsOfCall(change: Change): readonly Guid[] {
  if (change.op === 'assignLicense') return 'group' in change.to ? [change.to.group] : []
  if (change.op === 'createGroup') return [change.group.id]
  return 'group' in change ? [change.group] : []
}

export function skusOfCall(change: Change): readonly Guid[] {
  if (change.op === 'assignLicense') return [...change.addLicenses.map(({ skuId }) => skuId), ...change.removeLicenses]
  return change.op === 'changeUnits' ? [change.sku] : []
}

/** Whether what is touched can change anything that a finding rests on. */
export const bearsOn = (touched: Touched, { users, groups, seats, givers }: Scope): boolean =>
  touched.isCall || some(touched.users, users) || some(touched.groups, groups) || some(touched.skus, seats) || some(touched.groups, givers)

const some = <T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean => {
  if (b.size < a.size) return some(b, a)
  for (const one of a) if (b.has(one)) return true
  return false
}

export function usersIn(deed: Deed): readonly number[] {
  if ('users' in deed) return deed.users
  return 'target' in deed && 'users' in deed.target ? deed.target.users : []
}

export function groupsIn(deed: Deed): readonly Guid[] {
  if ('group' in deed) return [deed.group]
  return 'target' in deed && 'group' in deed.target ? [deed.target.group] : []
}

export function skusIn(deed: Deed): readonly Guid[] {
  if ('license' in deed) return [deed.license.skuId]
  return 'skuId' in deed ? [deed.skuId] : []
}
