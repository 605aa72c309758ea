import type { Guid } from './catalog.js'
import type { Change } from './change.js'
import type { CountRange, Finding, Impact, Remedy, SeatLine, WayOut } from './report.js'
import type { License, Source } from './tenant.js'

/** Why a call asks before it is made, whatever else is agreed: services with data that users lose, or an object that goes. */
export type Grave = 'Exchange' | 'OneDrive' | 'deletes'

/** One request to Graph, or what only a person can do. GUIDs only; words are for people. */
export type Call = { readonly grave: readonly Grave[] } & (
  | { readonly op: 'licenseGroup'; readonly group: Guid; readonly addLicenses: readonly License[]; readonly removeLicenses: readonly Guid[] }
  | { readonly op: 'licenseUser'; readonly user: Guid; readonly addLicenses: readonly License[]; readonly removeLicenses: readonly Guid[] }
  | { readonly op: 'addMember' | 'removeMember'; readonly group: Guid; readonly user: Guid }
  | { readonly op: 'setLocation'; readonly user: Guid; readonly usageLocation: string | null }
  | { readonly op: 'setEnabled'; readonly user: Guid; readonly accountEnabled: boolean }
  | { readonly op: 'setSecurity'; readonly group: Guid; readonly securityEnabled: boolean }
  | { readonly op: 'deleteUser' | 'restoreUser' | 'reprocess'; readonly user: Guid }
  | { readonly op: 'deleteGroup'; readonly group: Guid }
  | { readonly op: 'byHand'; readonly what: string }
)

/** A row of `licenseAssignmentStates` as it is expected. */
export interface ExpectedRow {
  readonly skuId: Guid
  readonly assignedByGroup: Source
  readonly disabledPlans: readonly Guid[]
  readonly state: string
  /** Null also where the code does not matter (`Other`). */
  readonly error: string | null
}

/** Users who go through a stage alike: their rows before and after it. */
export interface Passage {
  readonly users: readonly Guid[]
  readonly before: readonly ExpectedRow[]
  readonly after: readonly ExpectedRow[]
}

/** One step of the plan as calls, with what must hold before and what is waited for after. */
export interface Stage {
  /** Of the plan. */
  readonly step: number
  readonly what: string
  /** Why nothing is done: the step would be refused. Else null. */
  readonly refused: string | null
  readonly calls: readonly Call[]
  /** Whether the service goes on working after the calls are answered. */
  readonly isBackground: boolean
  readonly takesAway: boolean
  readonly passages: readonly Passage[]
  /** Users whose outcome nobody can know (seats run short). */
  readonly notDetermined: number
  /** Units that must be free before. */
  readonly seats: readonly { readonly skuId: Guid; readonly free: number }[]
  /** Units that must be there after. */
  readonly units: readonly { readonly skuId: Guid; readonly enabled: number }[]
  readonly locations: readonly { readonly user: Guid; readonly usageLocation: string | null }[]
  /** Services with data that users lose by it. */
  readonly losses: readonly { readonly service: Grave; readonly users: number }[]
  /** What takes it back, in order. */
  readonly undo: readonly Change[]
}

/** What must be as in the snapshot before anything is done. */
export interface Start {
  readonly groups: readonly { readonly group: Guid; readonly licenses: readonly License[] }[]
  /** All users who are direct members, of groups whose licences change. */
  readonly members: readonly { readonly group: Guid; readonly users: readonly Guid[] }[]
  readonly rows: readonly { readonly users: readonly Guid[]; readonly rows: readonly ExpectedRow[] }[]
  readonly seats: readonly { readonly skuId: Guid; readonly free: number }[]
}

/** An object that the plan makes: it has no id yet. */
export interface Made {
  /** The id that the plan knows it by. */
  readonly id: Guid
  readonly type: 'group' | 'user'
  readonly name: string
  readonly facts: readonly string[]
}

/** A plan ready to hand over: to a script, to request batches, to people. */
export interface Handover {
  readonly title: string
  readonly now: string
  /** Whether units in their grace period count. */
  readonly countsWarning: boolean
  readonly made: readonly Made[]
  readonly start: Start
  readonly stages: readonly Stage[]
  /** Findings that the plan would leave, by title. */
  readonly remaining: readonly { readonly what: string; readonly users: CountRange }[]
  readonly cures: readonly { readonly finding: Finding; readonly remedy: WayOut }[]
  readonly impact: readonly Impact[]
  readonly seats: readonly SeatLine[]
  /** What all bought units cost; null where nothing is bought or a price is not known. */
  readonly cost: Remedy['money']
  /** What comes of taking everything back: users who have again what they had, and who have not. */
  readonly rollback: { readonly restored: number; readonly notRestored: number }
  /** What people call an id. */
  readonly names: ReadonlyMap<Guid, string>
}
