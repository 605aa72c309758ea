import { rowsOf, type Row } from '../../explain/states.js'
import type { Guid } from '../../model/catalog.js'
import type { Project } from '../../model/project.js'
import type { Group, License } from '../../model/tenant.js'
import type { UserState } from '../../model/tenant.js'
import type { Fields } from './data.js'

/** A user in the words of a scenario. */
export function userBody(project: Project, ordinal: number, state: UserState, nameOf: (id: Guid) => string): Fields {
  const { id, userPrincipalName } = project.tenant.nameOf(ordinal)
  const { usageLocation, accountEnabled, userType, onPremisesSyncEnabled, attributes, memberOf } = state
  const proxyAddresses = project.tenant.addressesOf(ordinal)
  return {
    upn: userPrincipalName,
    id,
    ...(usageLocation !== null && { usageLocation }),
    ...(!accountEnabled && { accountEnabled }),
    ...(userType !== 'Member' && { userType }),
    ...(onPremisesSyncEnabled && { onPremisesSyncEnabled }),
    ...(proxyAddresses.length > 0 && { proxyAddresses }),
    ...Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)),
    ...(memberOf.length > 0 && { memberOf: memberOf.map(nameOf) }),
    ...rowKeys(project, state, nameOf),
  }
}

/** Sources in step need no rows: direct licences are `licenses`, a group's follow from the membership. */
function rowKeys(project: Project, state: UserState, nameOf: (id: Guid) => string): Fields {
  const rows = rowsOf({ project }, state)
  const [direct, others] = [rows.filter(row => row.assignedByGroup === null), rows.filter(row => row.assignedByGroup !== null)]
  const sources = [...new Set([...state.memberOf, ...others.map(row => row.assignedByGroup!)])]
  const outOfStep = sources.filter(source => !isInStep(source, others, state, project.tenant.groups.get(source)))
  const isSilent = outOfStep.some(source => !others.some(row => row.assignedByGroup === source))
  if (isSilent) return { licenseAssignmentStates: rows.map(row => rowBody(row, nameOf)) }
  const isPlain = direct.every(({ state: word }) => word === 'Active')
  const recorded = [...(isPlain ? [] : direct), ...others.filter(row => outOfStep.includes(row.assignedByGroup!))]
  return {
    ...(isPlain && direct.length > 0 && { licenses: direct.map(row => licenseBody(row, nameOf)) }),
    ...(recorded.length > 0 && { states: recorded.map(row => rowBody(row, nameOf)) }),
  }
}

/** The rows by a group are those that a scenario would make of the membership. */
function isInStep(source: Guid, rows: readonly Row[], { memberOf }: UserState, group: Group | undefined): boolean {
  const given = memberOf.includes(source) && group?.securityEnabled === true ? (group.assignedLicenses ?? []) : []
  const has = rows.filter(row => row.assignedByGroup === source)
  const text = ({ skuId, disabledPlans }: License): string => `${skuId} ${[...disabledPlans].sort().join()}`
  return has.every(row => row.state === 'Active') && given.map(text).sort().join('|') === has.map(text).sort().join('|')
}

function rowBody(row: Row, nameOf: (id: Guid) => string): Fields {
  const { assignedByGroup, state, error } = row
  return { ...asObject(licenseBody(row, nameOf)), by: assignedByGroup === null ? 'direct' : nameOf(assignedByGroup), state, ...(error !== null && { error }) }
}

const asObject = (license: string | Fields): Fields => (typeof license === 'string' ? { sku: license } : license)

export function licenseBody({ skuId, disabledPlans }: License, nameOf: (id: Guid) => string): string | Fields {
  return disabledPlans.length === 0 ? nameOf(skuId) : { sku: nameOf(skuId), disabledPlans: disabledPlans.map(nameOf) }
}
