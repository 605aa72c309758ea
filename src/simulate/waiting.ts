import type { Guid } from '../model/catalog.js'
import type { Violation } from '../model/violation.js'

/** A crowd that nothing blocks but seats, and the products it needs one of. */
export interface Waiting {
  readonly index: number
  readonly needs: readonly Guid[]
}

/** What the judge says of a product that is waited for. */
export interface Shortage {
  readonly free: number
  readonly violations: readonly Violation[]
}
export type Shortages = ReadonlyMap<Guid, Shortage>

/** The users of a crowd who share a fate: the products that they failed for; none: served. */
export type Fates = ReadonlyMap<string, number[]>
