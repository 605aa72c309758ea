import type { Catalog, Guid } from '../../model/catalog.js'
import { namesFrom } from '../../model/names.js'
import type { Project } from '../../model/project.js'
import type { Group, License, UserState } from '../../model/tenant.js'
import { byName, type GroupRef } from './product.js'
import { errorCounts, usersWho, type ErrorCount } from './counts.js'
import { rowsOf } from './rows.js'

/** A product that a group assigns, with what it leaves off. */
export interface LicenseWords {
  readonly skuId: Guid
  readonly skuPartNumber: string
  readonly disabledPlans: readonly string[]
}

/** What a group means for licences. */
export interface AboutGroup extends GroupRef {
  readonly about: 'group'
  /** null: the snapshot does not say. */
  readonly licenses: readonly LicenseWords[] | null
  readonly securityEnabled: boolean
  readonly mailEnabled: boolean
  /** Members are found by a rule. */
  readonly dynamic: boolean
  readonly onPremisesSyncEnabled: boolean
  readonly isAssignableToRole: boolean
  /** Members who are users; `inferred`: read off the licences that they have from it. */
  readonly members: { readonly count: number; readonly known: 'listed' | 'inferred'; readonly others: number }
  readonly usersInError: { readonly count: number; readonly codes: readonly ErrorCount[] }
  /** Users who still have something from the group without being its members. */
  readonly leftBehind: number
}

export function aboutGroup(group: Group, project: Project): AboutGroup {
  const { tenant, catalog } = project
  const { id, displayName, securityEnabled, mailEnabled, onPremisesSyncEnabled, isAssignableToRole } = group
  const isMember = (state: UserState): boolean => state.memberOf.includes(id)
  return {
    about: 'group', id, displayName,
    licenses: group.assignedLicenses === undefined ? null : group.assignedLicenses.map(license => licenseWords(license, catalog)),
    securityEnabled, mailEnabled, dynamic: group.groupTypes.includes('DynamicMembership'), onPremisesSyncEnabled, isAssignableToRole,
    members: { count: usersWho(tenant, isMember), known: group.members, others: group.otherMembers },
    usersInError: { count: usersWho(tenant, state => isFailedBy(state, id)), codes: errorCounts(project, row => row.assignedByGroup === id) },
    leftBehind: usersWho(tenant, state => !isMember(state) && state.paths.some(({ source, effective }) => source === id && effective.length > 0)),
  }
}

export interface RowWords extends LicenseWords {
  readonly assignedByGroup: Guid | null
  /** The group's displayName. */
  readonly group: string | null
  readonly state: string
  readonly error: string | null
}

/** What the snapshot says of a user. */
export interface AboutUser {
  readonly about: 'user'
  readonly id: Guid
  readonly userPrincipalName: string
  readonly usageLocation: string | null
  readonly accountEnabled: boolean
  readonly userType: string | null
  readonly onPremisesSyncEnabled: boolean
  readonly addressClash: boolean
  /** How many users are alike in all that licensing sees, this one among them. */
  readonly alike: number
  readonly memberOf: readonly GroupRef[]
  readonly rows: readonly RowWords[]
}

export function aboutUser(ordinal: number, project: Project): AboutUser | undefined {
  const { tenant } = project
  const cohort = tenant.cohorts.find(({ members }) => members.includes(ordinal))
  if (cohort === undefined) return undefined
  const { state } = cohort
  const { usageLocation, accountEnabled, userType, onPremisesSyncEnabled, addressClash } = state
  const { id, userPrincipalName } = tenant.nameOf(ordinal)
  return {
    about: 'user', id, userPrincipalName, usageLocation, accountEnabled, userType, onPremisesSyncEnabled, addressClash,
    alike: cohort.members.length,
    memberOf: state.memberOf.map(group => ({ id: group, displayName: tenant.groups.get(group)?.displayName ?? group })).sort(byName),
    rows: rowWords(state, project),
  }
}

/** A user's rows in words, direct ones first. */
export function rowWords(state: UserState, project: Project): readonly RowWords[] {
  const { catalog, tenant } = project
  const names = namesFrom(catalog, tenant.groups)
  return rowsOf(state, project).map(row => ({
    ...licenseWords(row, catalog),
    assignedByGroup: row.assignedByGroup,
    group: row.assignedByGroup === null ? null : names.group(row.assignedByGroup),
    state: row.state,
    error: row.error,
  }))
}

export function isFailedBy({ paths }: UserState, group: Guid): boolean {
  return paths.some(({ source, errors }) => source === group && Object.keys(errors).length > 0)
}

function licenseWords({ skuId, disabledPlans }: License, catalog: Catalog): LicenseWords {
  return {
    skuId,
    skuPartNumber: catalog.products.get(skuId)?.skuPartNumber ?? skuId,
    disabledPlans: disabledPlans.map(plan => catalog.plans.get(plan)?.servicePlanName ?? plan).sort(),
  }
}
