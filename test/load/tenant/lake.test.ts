import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { disk } from '../../../src/load/disk.js'
import type { Files } from '../../../src/load/files.js'
import { DatabaseError, type Database } from '../../../src/load/database.js'
import { addressesOf, clash, groupsOfUsers, kinds } from '../../../src/load/tenant/lake/sql.js'
import { openKeptTenant } from '../../../src/load/tenant/kept-tenant.js'
import { keptFiles } from '../../../src/load/project/kept.js'
import { memory } from '../../../src/load/memory.js'
import { openTenant, readTenant, type Needs } from '../../../src/load/tenant/tenant.js'
import type { Tenant } from '../../../src/model/tenant.js'
import { inFolder, world, type World } from './odd-tenants.js'
import { openDatabase, scratchFolder, writeDuckDb, writeEntries, writeParquet, type Tables } from './lake.js'
import { ada, boris, e3, envelope, group, guid, load, member, noNeeds, plain, row, sales, shown, staff, tenantIn, user } from './snapshot.js'
import { standard } from './standard-tables.js'

let database: Database
beforeAll(async () => void (database = await openDatabase()))

type Data = Record<string, unknown>
const lines = (items: readonly unknown[]): string => items.map((item) => `${JSON.stringify(item)}\n`).join('')
const memberships = Object.entries(plain.members).flatMap(([groupId, list]) => list.map((item) => ({ groupId, ...(item as object) })))
const { users, groups, subscribedSkus, organization } = plain
const nowhere = { id: 'VARCHAR', displayName: 'VARCHAR', countryLetterCode: 'VARCHAR', defaultUsageLocation: 'VARCHAR' }

/** The plain snapshot as tables. */
const tables: Tables = {
  users: { rows: users },
  groups: { rows: groups },
  subscribedSkus: { rows: subscribedSkus },
  organization: { rows: organization },
  groupMembers: { rows: memberships, columns: { groupId: 'VARCHAR', id: 'VARCHAR', '@odata.type': 'VARCHAR' } },
}
const all = (list: readonly Data[]): Tables => ({ ...tables, users: { rows: list } })

/** The same as files of JSON. */
const json = (changed: Tables = tables) =>
  memory(Object.fromEntries(Object.entries(changed).map(([name, { rows }]) => (name === 'groupMembers' ? ['t/groupMembers.ndjson', lines(rows)] : [`t/${name}.json`, envelope(rows)]))))

async function parquet(changed: Tables): Promise<Files> {
  const folder = scratchFolder()
  await writeParquet(database, folder, changed)
  return disk(folder)
}

/** Everything that one can see of a tenant, and everything that one can ask of it. */
function asked(tenant: Tenant): unknown {
  const people = Array.from({ length: tenant.users }, (_, ordinal) => tenant.nameOf(ordinal))
  const names = people.flatMap(({ userPrincipalName }) => [userPrincipalName, userPrincipalName.toUpperCase(), userPrincipalName.split('@')[0]!])
  const addresses = Array.from({ length: tenant.users }, (_, ordinal) => tenant.addressesOf(ordinal)).flat()
  return {
    shown: shown(tenant),
    found: [...people.map(({ id }) => tenant.find(id)), tenant.find(guid('z', 1)), tenant.find('nobody')],
    named: [...names, 'nobody'].map((name) => [name, tenant.findByName(name)]),
    holders: [...addresses, 'nobody@contoso.com'].map((address) => [address, tenant.holdersOf(address)]),
  }
}

const expectSame = async (files: Files, other: Files, needs: Needs = noNeeds, path = 't'): Promise<void> => expect(asked(await tenantIn(files, needs, path))).toEqual(asked(await tenantIn(other, needs)))

const odd = (more: Data, id = ada): Tables => all(users.map((one) => (one['id'] === id ? { ...one, ...more } : one)))

describe('a tenant in Parquet is the tenant in JSON', () => {
  test.each<readonly [string, Tables]>([
    ['the plain one', tables],
    ['GUIDs in upper case', JSON.parse(JSON.stringify(tables).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => id.toUpperCase())) as Tables],
    ['users in another order', all(users.toReversed())],
    ['no users at all', { ...tables, users: { rows: [], columns: { id: 'VARCHAR', userPrincipalName: 'VARCHAR' } } }],
    ['members of every type, strangers, and a group that is nested without saying so', { ...tables, groupMembers: { rows: [...memberships, { groupId: sales, ...member(guid('d', 1), 'device') }, { groupId: sales, ...member(staff, 'group') }, { groupId: sales, id: staff }, { groupId: sales, ...member(guid('u', 99)) }, { groupId: sales, id: guid('x', 1) }, { groupId: guid('g', 77), id: ada }, { groupId: sales, id: ada }] } }],
    ['no organization', { ...tables, organization: { rows: [], columns: nowhere } }],
    ['subscriptions', { ...tables, subscriptions: { rows: [{ skuId: e3, skuPartNumber: 'ENTERPRISEPACK', status: 'Enabled', totalLicenses: 25, isTrial: false, nextLifecycleDateTime: '2027-01-31T00:00:00Z' }] } }],
    ['a country that is none, and one in lower case', odd({ usageLocation: 'UK' }, boris)],
    ['a name that is missing', odd({ userPrincipalName: null })],
    ['an address that another user has, and one that a group has', { ...odd({ proxyAddresses: ['smtp:ADA@contoso.com', 'smtp:boris@CONTOSO.com', 'sip:ada@contoso.com'] }), groups: { rows: [...groups, group(guid('g', 9), 'Shared', { proxyAddresses: ['smtp:ada@contoso.com'] })] } }],
    ['addresses that only JavaScript makes normal', odd({ proxyAddresses: [' ada@contoso.com ', 'SMTP:ÉCOLE@contoso.com', 'x500:/o=Ada', '', 'ΟΔΟΣ@contoso.com', 'İ@contoso.com', 'a\nb@contoso.com'] })],
    ['names that only JavaScript puts in lower case', all(['İstanbul', 'ΟΔΟΣ', 'Kelvin', 'ÉCOLE', '東京', '𐵐𐵑', 'ß'].map((name, i) => user(guid('u', i), name)))],
    ['states that nobody knows', odd({ licenseAssignmentStates: [row(e3, sales, { state: 'Sleeping' })] })],
    ['no rows at all', all(users.map(({ licenseAssignmentStates: _, ...rest }) => rest))],
    ['no rows where there are licences', odd({ licenseAssignmentStates: [] })],
    ['no addresses, types and places', all(users.map(({ proxyAddresses: _, userType: __, usageLocation: ___, ...rest }) => rest))],
    ['lists written as texts of JSON', { ...tables, users: { rows: users, columns: { licenseAssignmentStates: 'VARCHAR', assignedLicenses: 'VARCHAR', proxyAddresses: 'VARCHAR' } }, groups: { rows: groups, columns: { assignedLicenses: 'VARCHAR', licenseProcessingState: 'VARCHAR' } } }],
    ['lists of the type JSON', { ...tables, users: { rows: users, columns: { licenseAssignmentStates: 'JSON', assignedLicenses: 'JSON', proxyAddresses: 'JSON' } } }],
    ['ids of the type UUID', { ...tables, users: { rows: users, columns: { id: 'UUID' } }, groupMembers: { rows: memberships, columns: { groupId: 'UUID', id: 'UUID' } } }],
  ])('%s', async (_, changed) => {
    await expectSame(await parquet(changed), json(changed))
  })

  test('with attributes that conditions read, and with groups that a plan names', async () => {
    const changed: Tables = { ...all(users.map((one, i) => ({ ...one, department: i === 0 ? null : 'Sales & more' }))), groups: { rows: [...groups, group(guid('g', 5), 'Cyclists')] }, groupMembers: { rows: [...memberships, { groupId: guid('g', 5), ...member(ada) }] } }
    const files = await parquet(changed)
    await expectSame(files, json(changed), { attributes: ['department', 'jobTitle'], groups: new Set([guid('g', 5)]) })
    await expectSame(files, json(changed), { attributes: ['department'], groups: new Set() })
  })

  test('in a DuckDB file', async () => {
    const folder = scratchFolder()
    await writeDuckDb(database, folder, tables)
    await expectSame(disk(folder), json(), noNeeds, 't.duckdb')
  })

  test('in several files of a folder, columns in another order', async () => {
    const { users: _, ...rest } = tables
    const [first, ...others] = users
    const parts = { ...rest, 'users/part-0': { rows: others }, 'users/part-1': { rows: [Object.fromEntries(Object.entries(first!).toReversed())] } }
    await expectSame(await parquet(parts), json())
  })

  test('beside JSON, whichever is which', async () => {
    const names = Object.keys(tables)
    for (const name of names) {
      const folder = scratchFolder()
      const { [name]: one, ...rest } = tables
      await writeParquet(database, folder, rest)
      writeEntries(folder, name === 'groupMembers' ? { 't/groupMembers.ndjson': lines(one!.rows) } : { [`t/${name}.json`]: envelope(one!.rows) })
      await expectSame(disk(folder), json())
    }
  })

  test('beside lists of members, one for each group', async () => {
    const folder = scratchFolder()
    const { groupMembers: _, ...rest } = tables
    await writeParquet(database, folder, rest)
    writeEntries(folder, Object.fromEntries(Object.entries(plain.members).map(([id, list]) => [`t/members/${id}.json`, envelope(list)])))
    await expectSame(disk(folder), json())
  })

  test('without members', async () => {
    const { groupMembers: _, ...rest } = tables
    await expectSame(await parquet(rest), json(rest))
  })

  test('whatever the tenant', async () => {
    await fc.assert(
      fc.asyncProperty(world, async (one) => {
        const { [`t/groupMembers.ndjson`]: __, ...entries } = inFolder(one)
        const lists = Object.fromEntries(Object.entries(entries).filter(([name]) => !name.startsWith('t/members/')))
        await expectSame(await parquet(tablesOf(one)), memory({ ...lists, 't/groupMembers.ndjson': lines(pairsOf(one)) }))
      }),
      { seed: 31, numRuns: process.env['SEATPLAN_LONG'] ? 300 : 15 },
    )
  })
})

const pairsOf = ({ members }: World) => members.map(([groupId, id]) => ({ groupId, ...member(id) }))

function tablesOf(one: World): Tables {
  const skuRows = JSON.parse(inFolder(one)['t/subscribedSkus.json'] as string) as { value: object[] }
  return {
    users: { rows: one.users },
    groups: { rows: one.groups },
    subscribedSkus: { rows: skuRows.value },
    organization: { rows: [], columns: nowhere },
    groupMembers: { rows: pairsOf(one), columns: { groupId: 'VARCHAR', id: 'VARCHAR' } },
  }
}

describe('files that are kept', () => {
  test('are opened once, until a table changes', async () => {
    const folder = scratchFolder()
    await writeParquet(database, folder, tables)
    const files = keptFiles(disk(folder))
    const first = await openKeptTenant(files, 't')
    expect(await files.changed()).toEqual([])
    expect((await openKeptTenant(files, 't')).value).toBe(first.value)
    await writeParquet(database, folder, odd({ usageLocation: 'US' }))
    expect(await files.changed()).toContain('t/users.parquet')
    const second = await openKeptTenant(files, 't')
    expect((await readTenant(second.value!, noNeeds)).value!.cohorts.map(({ state }) => state.usageLocation)).toContain('US')
  })

  test('are read for different needs at the same time', async () => {
    const opened = (await openTenant(await parquet(odd({ department: 'Sales' })), 't')).value!
    const [plainly, byDepartment] = await Promise.all([[], ['department']].map((attributes) => readTenant(opened, { ...noNeeds, attributes })))
    expect(asked(plainly!.value!)).toEqual(asked(await tenantIn(json(odd({ department: 'Sales' })))))
    expect(asked(byDepartment!.value!)).toEqual(asked(await tenantIn(json(odd({ department: 'Sales' })), { ...noNeeds, attributes: ['department'] })))
  })
})

describe('wrong tables', () => {
  const wrong = async (changed: Tables) => (await load(await parquet(changed))).problems.map(({ file, line, code, message, hint }) => `${file}${line === undefined ? '' : `:${line}`} ${code}: ${message} / ${hint}`)

  test.each<readonly [string, Tables, readonly string[]]>([
    ['an id that is none', odd({ id: 'ada' }), ['t/users.parquet:1 bad-guid: `id` of the user `ada@contoso.com` is no GUID: `ada` / Microsoft Graph does not write it so: export again, or mend the file by hand']],
    ['an id in braces, which SQL would take', odd({ id: `{${boris}}` }, boris), [`t/users.parquet:2 bad-guid: \`id\` of the user \`boris@contoso.com\` is no GUID: \`{${boris}}\` / Microsoft Graph does not write it so: export again, or mend the file by hand`]],
    ['no id', odd({ id: null }), ['t/users.parquet:1 missing-key: the user `ada@contoso.com` has no `id` / export it with `id` in `$select`']],
    ['a user twice', all([...users, users[0]!]), [`t/users.parquet:4 duplicate-user: the user \`${ada}\` is there twice / files that overlap, or two exports in one table`]],
    ['an address that is null', odd({ proxyAddresses: ['SMTP:ada@contoso.com', null] }), ['t/users.parquet:1 wrong-type: `proxyAddresses` of the user `ada@contoso.com` holds `null`, not a text / Microsoft Graph does not write it so: export again, or mend the file by hand']],
    ['a licence that is no GUID', odd({ licenseAssignmentStates: [row('E3', sales)] }, boris), ['t/users.parquet:2 bad-guid: `skuId` of the user `boris@contoso.com` is no GUID: `E3` / Microsoft Graph does not write it so: export again, or mend the file by hand']],
    ['a row twice', odd({ licenseAssignmentStates: [row(e3, sales), row(e3, sales)] }), [`t/users.parquet:1 duplicate-row: the user \`ada@contoso.com\` has two rows of \`${e3}\` by \`${sales}\` / Microsoft Graph does not write it so: export again, or mend the file by hand`]],
    ['a member that is none', { ...tables, groupMembers: { rows: [...memberships, { groupId: sales, id: 'ada' }] } }, ['t/groupMembers.parquet:3 bad-guid: `id` of a membership `ada` is no GUID: `ada` / Microsoft Graph does not write it so: export again, or mend the file by hand']],
    ['a table of users without ids', { ...tables, users: { rows: users.map((one) => ({ upn: one['userPrincipalName'] })) } }, ['t/users.parquet missing-key: the table has no column `id` / its columns are `upn`; docs/lake.md says what a table looks like']],
    ['names that are numbers', { ...tables, users: { rows: users.map((one) => ({ ...one, displayName: 7 })), columns: { displayName: 'INTEGER' } } }, ['t/users.parquet wrong-type: the column `displayName` holds no texts / write it as text; docs/lake.md says what a table looks like']],
    ['a group that is none', { ...tables, groups: { rows: [...groups, group('sales', 'Sales 2')] } }, ['t/groups.parquet:3 bad-guid: `id` of the group `Sales 2` is no GUID: `sales` / Microsoft Graph does not write it so: export again, or mend the file by hand']],
  ])('%s', async (_, changed, expected) => {
    expect(await wrong(changed)).toEqual(expected)
  })

  test('a name in two forms', async () => {
    const folder = scratchFolder()
    await writeParquet(database, folder, tables)
    writeEntries(folder, { 't/users.json': envelope(users), 't/groups/a.json': envelope(groups) })
    expect((await load(disk(folder))).problems.map(({ code, message }) => `${code}: ${message}`)).toEqual(['two-forms: `groups` is there twice: as `groups` and as `groups.parquet`', 'two-forms: `users` is there twice: as `users.json` and as `users.parquet`'])
  })

  test('a file that is no Parquet', async () => {
    const folder = scratchFolder()
    await writeParquet(database, folder, tables)
    writeFileSync(join(folder, 't/users.parquet'), 'id,name\n')
    expect((await load(disk(folder))).problems).toEqual([expect.objectContaining({ file: 't/users.parquet', code: 'unreadable', message: "the file cannot be read (Invalid Input Error: File `users.parquet` too small to be a Parquet file)" })])
    expect((await load(disk(folder), noNeeds, 't/users.parquet')).problems).toEqual([expect.objectContaining({ code: 'no-snapshot', message: 'a tenant in Parquet is a folder of tables, not one of them' })])
  })

  test('a file that is no DuckDB', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 't.duckdb'), 'not a database, but long enough to be looked at\n'.repeat(400))
    expect((await load(disk(folder), noNeeds, 't.duckdb')).problems).toEqual([expect.objectContaining({ file: 't.duckdb', code: 'unreadable' })])
  })

  test.each([['t'], ['t.duckdb']])('the package is not there: %s', async (path) => {
    const entries = { 't/users.parquet': 'x', 't/groups.parquet': 'x', 't/subscribedSkus.parquet': 'x', 't.duckdb': 'x' }
    const missing = { file: path, severity: 'error', code: 'no-duckdb', message: 'Parquet and DuckDB files are read by the package `@duckdb/node-api`, which is not installed', hint: 'install it beside seatplan (`npm install @duckdb/node-api`), or export JSON: docs/snapshot.md' }
    expect((await load(memory(entries), noNeeds, path)).problems).toEqual([missing])
    const refusing = { ...memory(entries), lake: { open: () => Promise.reject(new DatabaseError('Cannot find package', true)), at: async (path: string) => path } }
    expect((await load(refusing, noNeeds, path)).problems).toEqual([missing])
  })
})

test('docs/lake.md shows what the database is asked', () => {
  const { users: table, members } = standard
  const shown = readFileSync(join(import.meta.dirname, '../../../docs/lake.md'), 'utf8')
  for (const sql of [groupsOfUsers(members), clash(addressesOf(table)!), kinds(table, [])]) expect(dense(shown)).toContain(dense(sql))
})

const dense = (sql: string): string => sql.replace(/\s+/g, '')
