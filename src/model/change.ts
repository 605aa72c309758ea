import type { Guid } from './catalog.js'
import type { Place } from './problem.js'
import type { License, Notice } from './tenant.js'

/** A user that the plan creates. Its id is derived from its name. */
export interface NewUser {
  readonly id: Guid
  readonly userPrincipalName: string
  readonly usageLocation: string | null
  readonly accountEnabled: boolean
  readonly userType: string | null
  readonly onPremisesSyncEnabled: boolean
  readonly proxyAddresses: readonly string[]
  readonly attributes: Readonly<Record<string, string | boolean | null>>
}

/** A group that the plan creates. Its id is derived from its name. */
export interface NewGroup {
  readonly id: Guid
  readonly displayName: string
  readonly assignedLicenses: readonly License[]
  readonly securityEnabled: boolean
  readonly mailEnabled: boolean
  readonly groupTypes: readonly string[]
}

/** Who an `assignLicense` call goes to: one group, or one call for each user, in this order. */
export type Assignee = { readonly group: Guid } | { readonly users: readonly Guid[] }

/** One change of a plan, every name already a GUID. */
export type Change =
  | {
      readonly op: 'assignLicense'
      readonly to: Assignee
      readonly addLicenses: readonly License[]
      readonly removeLicenses: readonly Guid[]
    }
  | { readonly op: 'addMembers'; readonly group: Guid; readonly users: readonly Guid[] }
  | { readonly op: 'removeMembers'; readonly group: Guid; readonly users: readonly Guid[] }
  | { readonly op: 'setMembers'; readonly group: Guid; readonly users: readonly Guid[] }
  | { readonly op: 'updateUser'; readonly user: Guid; readonly set: UserUpdate }
  | { readonly op: 'updateGroup'; readonly group: Guid; readonly set: GroupUpdate }
  | { readonly op: 'createGroup'; readonly group: NewGroup }
  | { readonly op: 'deleteGroup'; readonly group: Guid }
  | { readonly op: 'createUser'; readonly user: NewUser }
  | { readonly op: 'deleteUser'; readonly user: Guid }
  | { readonly op: 'restoreUser'; readonly user: Guid }
  | { readonly op: 'changeUnits'; readonly sku: Guid; readonly add: number }
  | { readonly op: 'changeUnits'; readonly sku: Guid; readonly set: number }
  | { readonly op: 'reprocess'; readonly users: readonly Guid[] }
  | { readonly op: 'reprocess'; readonly group: Guid }

export interface UserUpdate {
  readonly usageLocation?: string | null
  readonly accountEnabled?: boolean
  readonly userType?: string | null
  readonly onPremisesSyncEnabled?: boolean
  readonly proxyAddresses?: readonly string[]
  readonly attributes?: Readonly<Record<string, string | boolean | null>>
}

export interface GroupUpdate {
  readonly displayName?: string
  readonly securityEnabled?: boolean
  readonly mailEnabled?: boolean
  readonly groupTypes?: readonly string[]
}

export interface Step {
  readonly change: Change
  /** Where it stands in the plan. */
  readonly place: Place
}

/** How a file lists its changes: after dashes in a column, or between brackets. */
export interface ListStyle {
  readonly style: 'block' | 'flow'
  /** Of the dashes, or of the opening bracket; from 1. */
  readonly column: number
}

export interface Plan {
  readonly title: string
  readonly file: string
  /** Absent: not read from a file. */
  readonly list?: ListStyle
  readonly steps: readonly Step[]
  /** What reading it had to remark: `disabledPlans` omitted, and what that switches on. */
  readonly notices: readonly Notice[]
}
