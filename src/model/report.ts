/** The machine-readable report, schemaVersion 1. Its names are a contract: see docs/report.md and schemas/report.schema.json. */

export interface CountRange {
  readonly count: number
  readonly min: number
  readonly max: number
}

export interface UsersConcerned extends CountRange {
  /** False where nobody can know which users. */
  readonly determined: boolean
  /** A few userPrincipalNames, sorted. */
  readonly sample: readonly string[]
}

export interface GroupName {
  readonly id: string
  readonly displayName: string
}
export interface SkuName {
  readonly skuId: string
  readonly skuPartNumber: string
}
export interface PlanName {
  readonly servicePlanId: string
  readonly servicePlanName: string
}

export type Scope = 'change' | 'group' | 'sku' | 'user' | 'waiver'
export type Origin = 'introduced' | 'existing' | 'resolved'

/** A change as a plan file writes it: plain data, GUIDs and Graph's words. */
export type ChangeBody = Readonly<Record<string, unknown>>

export interface Edit {
  readonly at: 'before' | 'instead' | 'after'
  /** Counts in the original plan; 0 is the snapshot (only with `after`). */
  readonly step: number
  /** `null` with `instead` leaves the step out. */
  readonly change: ChangeBody | null
}

export interface Consequence {
  readonly ruleId: string | null
  readonly error: string | null
  readonly scope: Scope
  readonly group: GroupName | null
  readonly skus: readonly SkuName[]
  readonly users: CountRange
  /** False: the finding was there before and grew. */
  readonly new: boolean
}

export interface Remedy {
  readonly id: string
  readonly title: string
  readonly clean: boolean
  readonly minimal: boolean
  readonly changes: readonly Edit[]
  readonly cures: number
  readonly leaves: number
  readonly causes: readonly Consequence[]
  readonly affects: { readonly users: number; readonly groups: number; readonly calls: number }
  /** Units by part number: what the remedy uses (+) or frees (-) beside the plan as it stands. */
  readonly seats: Readonly<Record<string, number>>
  /** Names of service plans that users lose by it. */
  readonly losesPlans: readonly string[]
  readonly safety: 'safe' | 'needs-purchase' | 'needs-decision' | 'on-premises'
  /** What the units that it buys cost, where prices are known for all of them. */
  readonly money: { readonly currency: string; readonly amount: number; readonly per: string } | null
  /** Ids of other findings that go with it. */
  readonly alsoCures: readonly string[]
  /** Where it stands for many of one form: from each list one move is chosen. Null: it stands for itself. */
  readonly form: RemedyForm | null
}

/** So many remedies that differ only in which move of each list they make. */
export interface RemedyForm {
  readonly count: number
  readonly dimensions: readonly (readonly string[])[]
}

/** What taking a way out needs to know of it: of one finding, or of all at once. */
export type WayOut = Pick<Remedy, 'id' | 'title' | 'changes' | 'safety'>

/** The waiver that covers a finding, and where it stands. */
export interface Waived {
  readonly reason: string
  /** The last day; null: it stands in a baseline, which has none. */
  readonly expires: string | null
  readonly owner: string | null
  readonly ticket: string | null
  readonly file: string
  readonly line: number
  readonly column: number
  /** Waivers of other users that it takes as well; this one is the first of them to run out. */
  readonly with?: readonly { readonly file: string; readonly line: number; readonly column: number }[]
}

export interface Finding {
  readonly id: string
  readonly fingerprint: string
  readonly ruleId: string | null
  readonly kind: string
  readonly severity: 'error' | 'warning' | 'info'
  readonly error: string | null
  /** Why the service refused a change, where no licence code says it (`unknownSku`, `inherited`, ...). */
  readonly reason: string | null
  readonly scope: Scope
  readonly origin: Origin
  readonly step: number
  readonly transient: boolean
  readonly lastStep: number | null
  readonly users: UsersConcerned
  readonly group: GroupName | null
  readonly skus: readonly SkuName[]
  readonly servicePlans: readonly PlanName[]
  readonly because: readonly string[]
  readonly evidence: Readonly<Record<string, unknown>>
  readonly assumptions: readonly string[]
  readonly waived: Waived | null
  readonly rule: {
    readonly file: string
    readonly line: number
    readonly column: number
    readonly source: string | null
    /** Why the rule is, in one sentence. */
    readonly reason: string
    /** How sure it is, where the rule says so. */
    readonly certainty?: string
  } | null
  readonly remedies: readonly Remedy[]
  readonly remediesComplete: boolean
  /** Where the search ended before it had tried everything; null: it is complete, or nothing was searched. */
  readonly remediesCut: string | null
}

export interface Impact {
  readonly users: { readonly count: number; readonly sample: readonly string[] }
  readonly step: number
  readonly gains: readonly string[]
  readonly loses: readonly string[]
  readonly gapAtSteps: readonly number[]
  /** What it rests on: `A-SEAT-ORDER`, `A-MEMBERS-INFERRED`. */
  readonly assumptions: readonly string[]
}

export interface SeatLine extends SkuName {
  readonly enabled: number
  readonly warning: number
  readonly consumed: { readonly before: number; readonly after: number }
  readonly free: { readonly before: number; readonly after: number }
  readonly short: { readonly min: number; readonly max: number }
  /** Users whose intent waits in the snapshot without a recorded error. */
  readonly pending: number
}

export interface GroupLine extends GroupName {
  readonly licenses: readonly string[]
  readonly members: number
  readonly usersInError: { readonly before: number; readonly after: number }
}

export interface StateRow {
  readonly userPrincipalName: string
  readonly userId: string
  readonly skuId: string
  readonly skuPartNumber: string
  readonly assignedByGroup: string | null
  readonly disabledPlans: readonly string[]
  readonly state: string
  readonly error: string | null
  /** Only with state `NotDetermined`. */
  readonly oneOf?: readonly { readonly state: string; readonly error: string | null }[]
}

/** An array, or, of many users, something that makes rows anew whenever it is gone through: they are more than memory should hold. */
export interface StateRows extends Iterable<StateRow> {
  readonly length: number
}

export interface StepLine {
  readonly step: number
  readonly op: string
  readonly outcome: 'accepted' | 'refused' | 'partly'
  readonly reason: string | null
  readonly file: string
  readonly line: number
  readonly column: number
}

export interface NoticeLine {
  readonly id: string
  readonly text: string
  readonly count: number
}

export interface Summary {
  readonly errors: number
  readonly warnings: number
  readonly existing: number
  readonly resolved: number
  readonly waived: number
  readonly affectedUsers: number
  readonly exitCode: number
}

export interface Report {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'seatplan'; readonly version: string }
  readonly now: string
  readonly plan: {
    readonly file: string
    readonly title: string
    /** How the file lists its changes, for who inserts some; null: no file was read. */
    readonly list: { readonly style: 'block' | 'flow'; readonly column: number } | null
  } | null
  readonly rules: { readonly packs: readonly string[]; readonly count: number; readonly digest: string }
  readonly tenant: {
    readonly users: number
    readonly cohorts: number
    readonly groups: number
    readonly subscribedSkus: number
  }
  readonly steps: readonly StepLine[]
  readonly summary: Summary
  readonly findings: readonly Finding[]
  readonly impact: readonly Impact[]
  readonly seats: readonly SeatLine[]
  readonly groups: readonly GroupLine[]
  readonly notices: readonly NoticeLine[]
  readonly states?: StateRows
}
