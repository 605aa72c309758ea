import type { Place } from './problem.js'

/** What a waiver covers: one finding, or all findings of a rule, a group, a user. */
export type WaiverBy = 'fingerprint' | 'rule' | 'group' | 'user'

/** Findings that somebody accepts, for a time. */
export interface Waiver {
  readonly by: WaiverBy
  /** As it is written. */
  readonly text: string
  /** A fingerprint, the id of a rule, the GUID of a group or user; null: this tenant has none of that name. */
  readonly id: string | null
  readonly reason: string
  /** The last day, `YYYY-MM-DD`; null: it stands in a baseline, which has none. */
  readonly expires: string | null
  readonly owner: string | null
  readonly ticket: string | null
  readonly place: Place
}
