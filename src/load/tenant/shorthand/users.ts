import type { Guid } from '../../../model/catalog.js'
import type { GroupInGraph } from './groups.js'
import { licenseOf, licensesOf } from './licenses.js'
import { each, findGroup, type Fields, type Reading, type Where } from './reading.js'

export interface UserInGraph {
  readonly graph: Fields
  readonly id: Guid
  readonly memberOf: readonly Guid[]
}

export function userOf(user: Fields, where: Where, groups: readonly GroupInGraph[], reading: Reading): UserInGraph {
  const { upn, licenses, memberOf, states, licenseAssignmentStates, assignedLicenses: _, ...graph } = user
  const name = String(upn ?? graph['userPrincipalName'])
  const id = typeof graph['id'] === 'string' ? graph['id'].toLowerCase() : reading.derivedId('user', name)
  const named = ((memberOf ?? []) as readonly string[]).flatMap((handle, at) => findGroup(handle, [...where, 'memberOf', at], reading) ?? [])
  const listing = reading.lists.filter(list => list.members.has(name.toLowerCase()) || list.members.has(id)).map(list => list.group)
  const joined = [...new Set([...named, ...listing])]
  const rows = licenseAssignmentStates === undefined
    ? rowsOf({ licenses, states, where }, groups.filter(group => joined.includes(group.id)), reading)
    : recordedRows(licenseAssignmentStates, [...where, 'licenseAssignmentStates'], reading)
  return {
    graph: { usageLocation: null, accountEnabled: true, userType: 'Member', proxyAddresses: [], ...graph, id, userPrincipalName: name, licenseAssignmentStates: rows },
    id,
    memberOf: joined,
  }
}

/** Recorded rows stand for their whole source; every other source is in step. */
function rowsOf(user: { licenses: unknown; states: unknown; where: Where }, joined: readonly GroupInGraph[], reading: Reading): readonly Fields[] {
  const recorded = recordedRows(user.states, [...user.where, 'states'], reading)
  const direct = licensesOf(user.licenses, [...user.where, 'licenses'], reading).map(license => activeRow(license, null))
  const inherited = joined
    .filter(group => group['securityEnabled'] !== false)
    .flatMap(group => (group['assignedLicenses'] as readonly Fields[]).map(license => activeRow(license, group.id)))
  const spoken = new Set(recorded.map(row => row['assignedByGroup']))
  return [...[...direct, ...inherited].filter(row => !spoken.has(row['assignedByGroup'])), ...recorded]
}

function activeRow(license: Fields, assignedByGroup: Guid | null): Fields {
  return { ...license, assignedByGroup, state: 'Active', error: 'None' }
}

function recordedRows(list: unknown, where: Where, reading: Reading): readonly Fields[] {
  return each(list, (row, at) => recordedRow(row, [...where, at], reading)).filter(row => row !== undefined)
}

function recordedRow(row: Fields, where: Where, reading: Reading): Fields | undefined {
  const license = licenseOf(row, where, reading)
  const by = row['by'] ?? row['assignedByGroup'] ?? 'direct'
  const source = by === 'direct' ? null : formerGroup(by, [...where, 'by'], reading)
  if (license === undefined || source === undefined) return undefined
  return { ...license, assignedByGroup: source, state: row['state'] ?? 'Active', error: row['error'] ?? 'None' }
}

/** A row may name a group that the tenant no longer has, by its id. */
function formerGroup(handle: unknown, where: Where, reading: Reading): Guid | undefined {
  const text = String(handle).toLowerCase()
  return /^[0-9a-f]{8}-/.test(text) ? text : findGroup(handle, where, reading)
}
