import type { Guid } from '../model/catalog.js'
import type { Change, GroupUpdate, UserUpdate } from '../model/change.js'
import type { Remedy } from '../model/report.js'
import type { License } from '../model/tenant.js'

/** Whom a deed concerns: a group's own licences, or the direct ones of these users (ordinals, ascending). */
export type Target = { readonly group: Guid } | { readonly users: readonly number[] }

/** One thing done to licences, memberships, users or units. Deeds on one call are merged into that call. */
export type Deed =
  | { readonly type: 'disable'; readonly target: Target; readonly skuId: Guid; readonly plans: readonly Guid[] }
  | { readonly type: 'enable'; readonly target: Target; readonly skuId: Guid; readonly plans: readonly Guid[] }
  | { readonly type: 'add'; readonly target: Target; readonly license: License }
  | { readonly type: 'remove'; readonly target: Target; readonly skuId: Guid }
  | { readonly type: 'leave'; readonly group: Guid; readonly users: readonly number[] }
  | { readonly type: 'join'; readonly group: Guid; readonly users: readonly number[] }
  | { readonly type: 'update'; readonly users: readonly number[]; readonly set: UserUpdate }
  | { readonly type: 'updateGroup'; readonly group: Guid; readonly set: GroupUpdate }
  | { readonly type: 'buy'; readonly skuId: Guid; readonly count: number }
  | { readonly type: 'reprocess'; readonly users: readonly number[] }
  | { readonly type: 'replace'; readonly change: Change }
  /** A new group that gives only this licence, with these members. */
  | { readonly type: 'newGroup'; readonly displayName: string; readonly license: License; readonly users: readonly number[] }
  /** The step itself, done after a later one. */
  | { readonly type: 'postpone'; readonly after: number }
  /** The step itself and a later one on the same target, in one call. */
  | { readonly type: 'merge'; readonly with: number }

export const moveKinds = [
  'disablePlan',
  'enablePlan',
  'addLicense',
  'removeLicense',
  'leaveGroup',
  'joinGroup',
  'newGroup',
  'updateUser',
  'buySeats',
  'freeSeats',
  'reprocess',
  'reorder',
  'oneCall',
  'changeCall',
] as const
export type MoveKind = (typeof moveKinds)[number]

/** A single move: what it does, in words and as deeds at one place of the plan. */
export interface Move {
  /** Canonical: equal moves have equal ids. */
  readonly id: string
  readonly kind: MoveKind
  readonly title: string
  /** The step before which it is done; 0: right after the snapshot; one more than there are: after the last. */
  readonly step: number
  readonly deeds: readonly Deed[]
  /** What it asks of the administrator beside a call. */
  readonly asks: readonly Exclude<Remedy['safety'], 'safe'>[]
  /** Only of moves on seats: how many units is settled when the set in which it stands is tried. */
  readonly counted?: Counted
}

/** Units of a product, bought, or taken from these holders, the first ones first; so many of them have their account disabled. */
export interface Counted {
  readonly skuId: Guid
  readonly holders: readonly number[] | undefined
  readonly disabled: number
}

/** A move with its canonical id. */
export function move(parts: Omit<Move, 'id'>): Move {
  return { ...parts, id: `${parts.kind} @${parts.step} ${JSON.stringify(parts.deeds)}` }
}
