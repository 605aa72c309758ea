import type { Guid } from '../../model/catalog.js'
import type { Group, Tenant } from '../../model/tenant.js'
import type { Scratch } from '../files.js'
import type { Folded } from './fold.js'
import type { GroupRead } from './graph/groups.js'
import type { Unseen } from './hidden-plans.js'
import type { Remarks } from '../text/remarks.js'
import type { MemberList } from './memberships.js'
import type { Sources } from './resource.js'
import type { KeptSituations } from './situations.js'
import type { ColumnLimits } from './user-columns.js'

/** What a check asks of single users. */
export type Lookups = Pick<Tenant, 'find' | 'findByName' | 'nameOf' | 'holdersOf' | 'addressesOf'>

/** Users and memberships of a snapshot, folded: what every way of reading them comes to. */
export interface UsersRead {
  readonly count: number
  readonly folded: Folded
  /** What each list of members says, by group; only groups with a list. */
  readonly lists: ReadonlyMap<Guid, MemberList>
  /** Keys that no user has. */
  readonly missing: readonly string[]
  /** The last page of users names another one. */
  readonly stopsEarly: boolean
  readonly lookups: Lookups
}

/** Bytes and users read so far, and bytes that there are; undefined: nobody knows. */
export type ReadingProgress = (bytes: number, users: number, all: number | undefined) => void

/** What is read, and what of it matters. */
export interface UsersWanted {
  readonly sources: Sources
  readonly groups: ReadonlyMap<Guid, Group>
  /** Groups whose members matter. */
  readonly relevant: readonly GroupRead[]
  /** User attributes that conditions name. */
  readonly attributes: readonly string[]
  readonly remarks: Remarks
  /** What no rule looks at; undefined: everything counts. */
  readonly unseen?: Unseen | undefined
  readonly progress: ReadingProgress
  /** What users came to before. */
  readonly situations?: KeptSituations | undefined
  /** For what is too much for memory, and how much that is. */
  readonly scratch?: (() => Scratch) | undefined
  readonly limits?: ColumnLimits
}
