import type { ColumnType, Database } from '../../../src/load/database.js'
import type { Relation } from '../../../src/load/tenant/lake/relation.js'

const text: ColumnType = { typeId: 17 }
const texts: ColumnType = { typeId: 24, valueType: text }
const structs = (...entryNames: readonly string[]): ColumnType => ({ typeId: 24, valueType: { typeId: 25, entryNames } })

function table(from: string, columns: Readonly<Record<string, ColumnType>>): Relation {
  const named = Object.entries(columns).map(([columnName, columnType]) => [columnName.toLowerCase(), { columnName, columnType }] as const)
  return { database: {} as Database, file: from, from, located: from, fileOf: () => from, columns: new Map(named) }
}

/** Tables as docs/lake.md describes them. */
export const standard = {
  users: table('users', {
    id: text,
    userPrincipalName: text,
    displayName: text,
    usageLocation: text,
    accountEnabled: { typeId: 1 },
    userType: text,
    onPremisesSyncEnabled: { typeId: 1 },
    proxyAddresses: texts,
    assignedLicenses: structs('skuId', 'disabledPlans'),
    licenseAssignmentStates: structs('skuId', 'disabledPlans', 'assignedByGroup', 'state', 'error', 'lastUpdatedDateTime'),
  }),
  members: table('groupMembers', { groupId: text, id: text, '@odata.type': text }),
}
