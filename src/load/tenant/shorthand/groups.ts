import type { Guid } from '../../../model/catalog.js'
import { licensesOf } from './licenses.js'
import { groupId, type Fields, type Reading, type Where } from './reading.js'

export interface GroupInGraph extends Fields {
  readonly id: Guid
}

export function groupOf(group: Fields, where: Where, reading: Reading): GroupInGraph {
  const { licenses, dynamic, members: _, memberOf: __, otherMembers: ___, ...graph } = group
  const given = graph['assignedLicenses'] === undefined ? { list: licenses, key: 'licenses' } : { list: graph['assignedLicenses'], key: 'assignedLicenses' }
  return {
    securityEnabled: true,
    mailEnabled: false,
    groupTypes: dynamic === true ? ['DynamicMembership'] : [],
    ...graph,
    id: groupId(group, reading),
    assignedLicenses: licensesOf(given.list, [...where, given.key], reading),
  }
}
