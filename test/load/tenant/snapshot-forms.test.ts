import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { memory } from '../../../src/load/memory.js'
import { openTenantDocument, readTenant } from '../../../src/load/tenant/tenant.js'
import { envelope, folder, load, member, noNeeds, plain, sales, shown, staff, tenantIn } from './snapshot.js'
import type { Entries } from './snapshot.js'

const { users, groups, members, subscribedSkus, organization } = plain
const without = (entries: Entries, ...names: string[]): Entries => Object.fromEntries(Object.entries(entries).filter(([name]) => !names.includes(name)))
const usersAs = (more: Entries): Entries => ({ ...without(folder(), 't/users.json'), ...more })
const lines = (items: readonly unknown[], end = '\n'): string => items.map((item) => JSON.stringify(item) + end).join('')
const utf16 = (text: string, big = false): Uint8Array => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return big ? bytes.swap16() : bytes
}

/** As PowerShell's SDK writes it: PascalCase, and what Graph marks with `@` inside `AdditionalProperties`. */
function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const plainKeys = entries.filter(([key]) => !key.startsWith('@')).map(([key, inner]) => [key[0]!.toUpperCase() + key.slice(1), pascal(inner)])
  return { ...Object.fromEntries(plainKeys), AdditionalProperties: Object.fromEntries(entries.filter(([key]) => key.startsWith('@'))) }
}
const upper = (value: unknown): string => JSON.stringify(value).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (guid) => guid.toUpperCase())

const membersWithout = without(folder(), ...[sales, staff].map((id) => `t/members/${id}.json`))
const flat = Object.entries(members).flatMap(([groupId, list]) => list.map((item) => ({ groupId, ...(item as object) })))

test.each<readonly [string, Entries]>([
  ['a bare array', usersAs({ 't/users.json': JSON.stringify(users) })],
  ['indented', usersAs({ 't/users.json': JSON.stringify({ value: users }, null, 2) })],
  ['several pages, one after the other', usersAs({ 't/users.json': `${envelope(users.slice(0, 1), { '@odata.nextLink': 'x' })}\n${envelope(users.slice(1))}` })],
  ['a page that names the next one before its list', usersAs({ 't/users.json': `{"@odata.nextLink":"x","value":${JSON.stringify(users.slice(0, 2))}}${envelope(users.slice(2))}` })],
  ['an array of pages', usersAs({ 't/users.json': `[${envelope(users.slice(0, 2), { '@odata.nextLink': 'x' })}, ${envelope(users.slice(2))}]` })],
  ['an array of arrays', usersAs({ 't/users.json': JSON.stringify([users.slice(0, 2), users.slice(2)]) })],
  ['a page whose list comes after other keys', usersAs({ 't/users.json': JSON.stringify({ Count: 3, value: users }) })],
  ['a list with its count, as Windows PowerShell writes it', usersAs({ 't/users.json': JSON.stringify({ value: users, Count: 3 }) })],
  ['NDJSON', usersAs({ 't/users.ndjson': lines(users) })],
  ['JSONL with CRLF and no last line break', usersAs({ 't/users.jsonl': lines(users, '\r\n').trimEnd() })],
  ['NDJSON, compressed', usersAs({ 't/users.ndjson.gz': gzipSync(lines(users)) })],
  ['JSON, compressed', usersAs({ 't/users.json.gz': gzipSync(envelope(users)) })],
  ['two compressed files put together', usersAs({ 't/users.json.gz': Buffer.concat(users.map((user) => gzipSync(JSON.stringify(user)))) })],
  ['compressed without saying so', usersAs({ 't/users.json': gzipSync(envelope(users)) })],
  ['a folder of files of several forms', usersAs({ 't/users/2.json': envelope(users.slice(1, 2)), 't/users/1.ndjson': lines(users.slice(0, 1)), 't/users/10.json.gz': gzipSync(envelope(users.slice(2))) })],
  ['a byte order mark', usersAs({ 't/users.json': `\uFEFF${envelope(users)}` })],
  ['files with byte order marks put together', usersAs({ 't/users.json': users.map((user) => `\uFEFF${envelope([user])}\r\n`).join('') })],
  ['UTF-16, as `>` of Windows PowerShell writes it', usersAs({ 't/users.json': utf16(envelope(users)) })],
  ['UTF-16, the other way round', usersAs({ 't/users.json': utf16(envelope(users), true) })],
  ['UTF-16 without a mark', usersAs({ 't/users.json': utf16(envelope(users)).subarray(2) })],
  ['other keys, which are not read', usersAs({ 't/users.json': envelope(users.map((user) => ({ '@odata.id': 'x', ...user, memberOf: [staff], jobTitle: 7 }))), 't/readme.txt': 'no JSON', 't/devices.json': 'no JSON' })],
  ['GUIDs in upper case', usersAs({ 't/users.json': upper({ value: users }) })],
  ['PowerShell', Object.fromEntries(Object.entries({ users, groups, subscribedSkus, organization }).map(([name, list]) => [`t/${name}.json`, JSON.stringify(pascal(list))]).concat(Object.entries(members).map(([id, list]) => [`t/members/${id}.json`, JSON.stringify(pascal(list))]))) as Entries],
  ['the organization alone, not as a collection', { ...folder(), 't/organization.json': JSON.stringify(organization[0]) }],
  ['a group wrapped in `value`', { ...folder(), 't/groups.json': groups.map((one) => JSON.stringify({ value: one })).join('\n') }],
  ['a processing state that is a text', { ...folder(), 't/groups.json': envelope(groups.map((one) => ({ ...one, licenseProcessingState: 'ProcessingComplete' }))) }],
  ['licences with more keys', { ...folder(), 't/groups.json': upper(groups.map((one) => ({ ...one, assignedLicenses: (one['assignedLicenses'] as object[]).map((license) => ({ accountId: 'x', ...license })) }))) }],
  ['a list of one, written as its item', { ...folder(), 't/groups.json': envelope(groups.map((one) => ({ ...one, assignedLicenses: (one['assignedLicenses'] as object[])[0] }))) }],
  ['one file of memberships', { ...membersWithout, 't/groupMembers.ndjson': lines(flat) }],
  ['members without a type', folder({ members: { [sales]: members[sales]!.map((item) => ({ id: (item as { id: string }).id })), [staff]: [] } })],
  ['members that are only ids', folder({ members: { [sales]: members[sales]!.map((item) => (item as { id: string }).id), [staff]: [] } })],
  ['a list of members in pages', { ...without(folder(), `t/members/${sales}.json`), [`t/members/${sales.toUpperCase()}/1.json`]: envelope([member('00000075-0000-4000-8000-000000000001')], { '@odata.nextLink': 'x' }), [`t/members/${sales.toUpperCase()}/2.json`]: envelope([member('00000075-0000-4000-8000-000000000002')]) }],
  ['members inside their groups', { ...membersWithout, 't/groups.json': envelope(groups.map((one) => ({ ...one, members: members[one['id'] as string] }))) }],
  ['names of files in another case', Object.fromEntries(Object.entries(folder()).map(([name, text]) => [name.replace('users', 'Users').replace('members/', 'Members/').replace('subscribedSkus', 'subscribedskus'), text]))],
])('%s gives the same tenant', async (_, entries) => {
  expect(shown(await tenantIn(entries))).toEqual(shown(await tenantIn(folder())))
})

const document = { users, groups, subscribedSkus, organization, members }

test.each([
  ['JSON', 't.json', JSON.stringify(document)],
  ['YAML', 't.yaml', JSON.stringify(document, null, 2)],
  ['pages under its keys', 't.json', JSON.stringify({ ...document, users: { value: users }, groups: [{ value: groups }] })],
  ['groups wrapped in `value`', 't.json', JSON.stringify({ ...document, groups: groups.map((value) => ({ value })), organization: { value: organization[0] } })],
  ['keys in PascalCase', 't.json', JSON.stringify(pascal(document))],
  ['`groupMembers`', 't.json', JSON.stringify({ ...document, members: undefined, groupMembers: flat })],
  ['keys `members/<groupId>`', 't.json', JSON.stringify({ ...document, members: undefined, [`members/${sales}`]: members[sales], [`members/${staff}`]: [] })],
])('one document of %s gives the same tenant', async (_, name, text) => {
  const tenant = await tenantIn({ [name]: text }, noNeeds, name)
  expect(shown(tenant)).toEqual(shown(await tenantIn(folder())))
})

test('a document in memory gives the same tenant', async () => {
  const { value } = await openTenantDocument(document, 'scenario.yaml')
  const tenant = await readTenant(value!, noNeeds)
  expect(shown(tenant.value!)).toEqual(shown(await tenantIn(folder())))
})

test('a document of a later version is not read', async () => {
  const { problems } = await load({ 't.yaml': 'schemaVersion: 2\nusers: []\ngroups: []\nsubscribedSkus: []\n' }, noNeeds, 't.yaml')
  expect(problems).toMatchObject([{ file: 't.yaml', line: 1, column: 16, hint: 'update seatplan' }])
  expect((await load({ 't.yaml': 'schemaVersion: 1\nusers: []\ngroups: []\nsubscribedSkus: []\n' }, noNeeds, 't.yaml')).value?.users).toBe(0)
})

test('a document that cannot be read is a problem', async () => {
  expect((await load({ 't.json': '{"users": [' }, noNeeds, 't.json')).problems).toMatchObject([{ file: 't.json', line: 1, column: 12, code: 'not-json' }])
  expect((await load({ 't.json.gz': gzipSync(JSON.stringify(document)).subarray(0, 50) }, noNeeds, 't.json.gz')).problems).toMatchObject([{ file: 't.json.gz', code: 'corrupt-gzip' }])
  expect((await load({ 't.yaml': '[1]' }, noNeeds, 't.yaml')).problems).toMatchObject([{ file: 't.yaml', code: 'no-snapshot' }])
})

test('a wrong document names the place', async () => {
  const { problems } = await load({ 't.yaml': `users: []\ngroups: []\nsubscribedSkus:\n  - skuId: nobody\n    consumedUnits: 1\n    prepaidUnits: { enabled: 1 }\n` }, noNeeds, 't.yaml')
  expect(problems).toEqual([{ file: 't.yaml', line: 4, column: 5, severity: 'error', code: 'bad-guid', message: '`skuId` of the product is no GUID: `nobody`', hint: 'Microsoft Graph does not write it so: export again, or mend the file by hand' }])
})

test('a name in two forms is an error', async () => {
  const { problems } = await load({ ...folder(), 't/users.ndjson': lines(users) })
  expect(problems).toEqual([
    { file: 't/users.ndjson', severity: 'error', code: 'two-forms', message: '`users` is there twice: as `users.json` and as `users.ndjson`', hint: 'keep the newer one' },
  ])
  expect((await load({ ...folder(), 't/groupMembers.json': '[]' })).problems).toMatchObject([{ code: 'two-forms', file: 't/groupMembers.json', message: 'members are there twice: in `groupMembers.json` and in `members/`' }])
  expect((await load({ ...folder(), [`t/members/${sales.toUpperCase()}.ndjson`]: '' })).problems).toMatchObject([{ code: 'two-forms' }])
})

test('a snapshot that is not there, or not whole, says how to export one', async () => {
  const hint = 'docs/snapshot.md says how to export one; `seatplan init` writes the scripts'
  expect((await load(memory({}))).problems).toEqual([{ file: 't', severity: 'error', code: 'no-snapshot', message: 'there is no snapshot `t`', hint }])
  const { problems } = await load(without(folder(), 't/users.json', 't/groups.json', 't/subscribedSkus.json'))
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['missing-resource', 'the snapshot has no `users`'],
    ['missing-resource', 'the snapshot has no `groups`'],
    ['missing-resource', 'the snapshot has no `subscribedSkus`'],
  ])
})
