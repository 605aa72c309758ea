import type { Guid } from '../../model/catalog.js'
import type { Progress, Reading, TakeBytes, TakeValue } from './elements.js'
import type { Files } from '../files.js'
import type { Relation } from './lake/relation.js'

/** Elements of one resource, wherever they are. */
export interface Elements {
  /** As problems name it. */
  readonly name: string
  read(take: TakeValue, progress?: Progress, takeBytes?: TakeBytes): Promise<Reading>
  /** Bytes that will be read; undefined where nobody knows before. */
  size?(): Promise<number | undefined>
  /** Where they are a table that SQL can read. */
  readonly relation?: Relation
  /** The same, read through other eyes: those that note what they see (`load/kept.ts`). */
  through?(files: Files): Elements
}

/** What a snapshot consists of. */
export interface Sources {
  readonly users: Elements | undefined
  readonly groups: Elements | undefined
  readonly subscribedSkus: Elements | undefined
  readonly organization: Elements | undefined
  readonly subscriptions: Elements | undefined
  readonly groupMembers: Elements | undefined
  readonly members: ReadonlyMap<Guid, Elements>
  /** Names under `members/` that are no group's id. */
  readonly strangeMembers: readonly string[]
  /** What was made of them before, where files are kept (`load/kept.ts`). `what` says all that it depends on beside them. */
  remember?<T>(what: string, make: (sources: Sources) => Promise<T>): Promise<T>
}

export const resourceNames = ['users', 'groups', 'subscribedSkus', 'organization', 'subscriptions', 'groupMembers'] as const
export type ResourceName = (typeof resourceNames)[number]
