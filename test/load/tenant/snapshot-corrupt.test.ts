import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { gzipLimits, textOf } from '../../../src/load/text/bytes.js'
import { memory } from '../../../src/load/memory.js'
import { openTenant, readTenant } from '../../../src/load/tenant/tenant.js'
import { ada, e3, envelope, folder, load, noNeeds, plain, row, sales, sku, user, yammer } from './snapshot.js'
import type { Entries, Snapshot } from './snapshot.js'

type Data = Record<string, unknown>
type Place = readonly [line: number | undefined, column: number | undefined]

const anna = (more: Data): Entries => folder({ users: [user(ada, 'ada', more)] })
const products = (...more: Data[]): Entries => folder({ subscribedSkus: more.map((one) => sku(e3, 'ENTERPRISEPACK', 1, one)) })
const groups = (more: Data): Entries => folder({ groups: [{ ...plain.groups[0], ...more }] } as Partial<Snapshot>)
const usersFile = (text: string | Uint8Array): Entries => ({ ...folder(), 't/users.json': text })
/** Columns at which the elements of a page begin. */
const first = envelope([]).indexOf('[') + 2
const after = (...items: Data[]): number => first + items.map((item) => JSON.stringify(item).length + 1).reduce((a, b) => a + b, 0)

type Case = readonly [name: string, entries: Entries, file: string, code: string, message: string, place: Place, hint?: string]

const cases: readonly Case[] = [
  ['cut off in an element', usersFile('{"value":[\n{"id":"1","us'), 't/users.json', 'truncated-json', 'the file ends before its JSON does (byte 24)', [2, 14], 'the export was cut off: write it again'],
  ['cut off between elements', usersFile('{"value":[\n{"id":"1"},\n'), 't/users.json', 'truncated-json', 'the file ends before its JSON does (byte 23)', [3, 1], 'the export was cut off: write it again'],
  ['cut off before the page ends', usersFile('{"value":[]'), 't/users.json', 'truncated-json', 'the file ends before its JSON does (byte 11)', [1, 12], 'the export was cut off: write it again'],
  ['cut off after the first byte', usersFile('['), 't/users.json', 'truncated-json', 'the file ends before its JSON does (byte 1)', [1, 2], 'the export was cut off: write it again'],
  ['a comma too many', usersFile(`[\n${JSON.stringify(plain.users[0])},\n]`), 't/users.json', 'not-json', 'a value is missing before `]` (byte 636)', [3, 1]],
  ['a comma missing between elements', usersFile('[{"id":1}\n{"id":2}]'), 't/users.json', 'not-json', 'a comma or `]` is missing before `{` (byte 10)', [2, 1]],
  ['a comma missing in an element', usersFile('[{"id":1},\n {"id":2 "x":1}]'), 't/users.json', 'not-json', 'a comma or `}` is missing here (byte 20)', [2, 10], 'check the commas, colons, quotes and brackets around here'],
  ['a word that is none', usersFile('[{"id":undefined}]'), 't/users.json', 'not-json', '`undefined` is no JSON value (byte 7)', [1, 8], 'text stands between double quotes'],
  ['single quotes', usersFile("[{'id':1}]"), 't/users.json', 'not-json', 'a key between double quotes is missing here (byte 2)', [1, 3], 'JSON knows double quotes only'],
  ['a bracket of the other kind', usersFile('{"value":[{"id":1}]]'), 't/users.json', 'not-json', 'what follows the list `value` of a page is not JSON (byte 19)', [1, 20]],
  ['a bracket too many', usersFile('[]]'), 't/users.json', 'not-json', 'a JSON value cannot begin with `]` (byte 2)', [1, 3]],
  ['two lists in one page', usersFile('{"value":[],"value":[1]}'), 't/users.json', 'duplicate-key', 'a page has the key `value` twice (byte 11)', [1, 12]],
  ['no JSON at all', usersFile('<html>Sign in</html>'), 't/users.json', 'not-json', '`<html>Sign` is no JSON value (byte 0)', [1, 1], 'text stands between double quotes'],
  ['a number where an object belongs', usersFile('[\n  7]'), 't/users.json', 'not-an-object', 'an object is expected here, not `7` (byte 4)', [2, 3]],
  ['nothing', usersFile(''), 't/users.json', 'empty-file', 'the file is empty', [undefined, undefined], 'an empty list is written `[]`; if the export failed, write it again'],
  ['only a byte order mark', usersFile('\uFEFF'), 't/users.json', 'empty-file', 'the file is empty', [undefined, undefined], 'an empty list is written `[]`; if the export failed, write it again'],
  ['a text in Latin-1', usersFile(Buffer.from('[\n{"id":"Zo\xeb"}]', 'latin1')), 't/users.json', 'not-utf8', 'an element holds bytes that are not UTF-8 (byte 2)', [2, 1], 'save the file as UTF-8 (in PowerShell: `Out-File -Encoding utf8`)'],
  ['UTF-16 that is none', usersFile(Buffer.from([0xff, 0xfe, 0x5b, 0x00, 0x00, 0xd8, 0x5d, 0x00])), 't/users.json', 'not-utf16', 'the file begins as UTF-16 and does not go on so (byte 0)', [undefined, undefined], 'save it as UTF-8'],
  ['values without end', usersFile(`[${'['.repeat(70)}`), 't/users.json', 'too-deep', 'values are nested more than 64 deep (byte 64)', [1, 65], 'no export of Microsoft Graph is'],
  ['an element without end', usersFile(`[{"a":${'{"a":'.repeat(70)}`), 't/users.json', 'too-deep', 'values are nested more than 64 deep (byte 316)', [1, 317], 'no export of Microsoft Graph is'],
  ['gzip cut off', { ...folder(), 't/members/x.json': '[]', [`t/members/${sales}.json`]: gzipSync(envelope(plain.users)).subarray(0, 60) }, `t/members/${sales}.json`, 'corrupt-gzip', 'the gzip data is damaged or cut off (unexpected end of file) (byte 0)', [undefined, undefined], 'export or copy the file again'],
  ["Graph's refusal instead of users", usersFile('{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}'), 't/users.json', 'error-answer', "this is no data but Microsoft Graph's error `Authorization_RequestDenied` (byte 0)", [1, 1], 'the account that exported lacks a permission: docs/snapshot.md lists them; export again with it'],
  ["another error of Graph's", usersFile('\n{"error":{"code":"UnknownError"}}'), 't/users.json', 'error-answer', "this is no data but Microsoft Graph's error `UnknownError` (byte 1)", [2, 1], 'the export failed: look what the error says, and export again'],
  ['a user without an id', usersFile('[\n{"userPrincipalName":"ada@contoso.com"}]'), 't/users.json', 'missing-key', 'the user `ada@contoso.com` has no `id`', [2, 1], 'export it with `id` in `$select`'],
  ['a user without an id and with a name without end', usersFile(`[{"userPrincipalName":"${'x'.repeat(100_000)}"}]`), 't/users.json', 'missing-key', `the user \`${'x'.repeat(57)}...\` has no \`id\``, [1, 2], 'export it with `id` in `$select`'],
  ['a user whose id is none and without end', usersFile(`[{"id":"${'y'.repeat(100_000)}"}]`), 't/users.json', 'bad-guid', `\`id\` of the user \`${'y'.repeat(57)}...\` is no GUID: \`${'y'.repeat(57)}...\``, [1, 2]],
  ['a user whose id is none', usersFile('[{"id":"ada"}]'), 't/users.json', 'bad-guid', '`id` of the user `ada` is no GUID: `ada`', [1, 2]],
  ['a user twice', usersFile(`[${JSON.stringify(plain.users[0])},\n${JSON.stringify(plain.users[1])},\n${JSON.stringify(plain.users[0])}]`), 't/users.json', 'duplicate-user', `the user \`${ada}\` is there twice`, [3, 1], 'pages that overlap, or two exports in one folder'],
  ['a group twice', { ...folder(), 't/groups.json': envelope([...plain.groups, plain.groups[0]]) }, 't/groups.json', 'duplicate-group', `the group \`${sales}\` is there twice`, [1, after(...plain.groups)], 'pages that overlap, or two exports in one folder'],
  ['a product twice', products({}, {}), 't/subscribedSkus.json', 'duplicate-product', `the product \`${e3}\` is there twice`, [1, after(sku(e3, 'ENTERPRISEPACK', 1))], 'pages that overlap, or two exports in one folder'],
  ['an account that is enabled perhaps', anna({ accountEnabled: 'perhaps' }), 't/users.json', 'wrong-type', '`accountEnabled` of the user `ada@contoso.com` is `perhaps`, not true or false', [1, first]],
  ['a row by something that is no group', anna({ licenseAssignmentStates: [row(e3, 'Sales')] }), 't/users.json', 'bad-guid', '`assignedByGroup` of the user `ada@contoso.com` is no GUID: `Sales`', [1, first]],
  ['two rows of one path', anna({ licenseAssignmentStates: [row(e3, null), row(e3.toUpperCase(), null)] }), 't/users.json', 'duplicate-row', `the user \`ada@contoso.com\` has two rows of \`${e3}\` by direct assignment`, [1, first]],
  ['a licence twice', groups({ assignedLicenses: [{ skuId: e3 }, { skuId: e3 }] }), 't/groups.json', 'duplicate-license', `the group \`Sales\` has the licence \`${e3}\` twice`, [1, first]],
  ['consumed units below nothing', products({ consumedUnits: -1 }), 't/subscribedSkus.json', 'bad-units', '`consumedUnits` of the product `ENTERPRISEPACK` is `-1`', [1, first], 'units are whole numbers from 0 to 2147483647'],
  ['half a unit', products({ prepaidUnits: { enabled: 1.5 } }), 't/subscribedSkus.json', 'bad-units', '`enabled` of `prepaidUnits` of the product `ENTERPRISEPACK` is `1.5`', [1, first], 'units are whole numbers from 0 to 2147483647'],
  ['more units than Graph can count', products({ prepaidUnits: { enabled: 1e15 } }), 't/subscribedSkus.json', 'bad-units', '`enabled` of `prepaidUnits` of the product `ENTERPRISEPACK` is `1000000000000000`', [1, first], 'units are whole numbers from 0 to 2147483647'],
  ['units as a text', products({ consumedUnits: '12' }), 't/subscribedSkus.json', 'bad-units', '`consumedUnits` of the product `ENTERPRISEPACK` is the text `12`', [1, first], 'units are whole numbers from 0 to 2147483647'],
  ['no units', products({ prepaidUnits: null }), 't/subscribedSkus.json', 'missing-key', 'the product `ENTERPRISEPACK` has no `prepaidUnits`', [1, first], 'export `subscribedSkus` with `prepaidUnits` and `consumedUnits`'],
  ['two organizations', folder({ organization: [plain.organization[0]!, plain.organization[0]!] }), 't/organization.json', 'several-organizations', 'the snapshot has several organizations', [1, after(plain.organization[0]!)], 'a snapshot is of one tenant'],
  ['a date that is none', { ...folder(), 't/subscriptions.json': JSON.stringify([{ skuId: e3, totalLicenses: 1, nextLifecycleDateTime: '2026-02-30T00:00:00Z' }]) }, 't/subscriptions.json', 'bad-date', '`nextLifecycleDateTime` of the subscription is no date: `2026-02-30T00:00:00Z`', [1, 2]],
  ['users cut at depth 2', anna({ licenseAssignmentStates: ['Microsoft.Graph.PowerShell.Models.MicrosoftGraphLicenseAssignmentState'] }), 't/users.json', 'convertto-json-depth', '`licenseAssignmentStates` of the user `ada@contoso.com` was cut off by `ConvertTo-Json`', [1, first], 'use -Depth 6'],
  ['plans joined with blanks', anna({ licenseAssignmentStates: [row(e3, null, { disabledPlans: `${yammer} ${yammer}` })] }), 't/users.json', 'convertto-json-depth', '`disabledPlans` of the user `ada@contoso.com` was cut off by `ConvertTo-Json`', [1, first], 'use -Depth 6'],
  ['no plans joined with blanks', anna({ licenseAssignmentStates: [row(e3, null, { disabledPlans: '' })] }), 't/users.json', 'convertto-json-depth', '`disabledPlans` of the user `ada@contoso.com` was cut off by `ConvertTo-Json`', [1, first], 'use -Depth 6'],
  ['a list as the name of its type', anna({ licenseAssignmentStates: 'System.Object[]' }), 't/users.json', 'convertto-json-depth', '`licenseAssignmentStates` of the user `ada@contoso.com` was cut off by `ConvertTo-Json`', [1, first], 'use -Depth 6'],
  ['licences of a group as hash tables', groups({ assignedLicenses: ['System.Collections.Hashtable'] }), 't/groups.json', 'convertto-json-depth', '`assignedLicenses` of the group `Sales` was cut off by `ConvertTo-Json`', [1, first], 'use -Depth 6'],
  ['the state of a group as its type', groups({ licenseProcessingState: 'Microsoft.Graph.PowerShell.Models.MicrosoftGraphLicenseProcessingState' }), 't/groups.json', 'convertto-json-depth', '`licenseProcessingState` of the group `Sales` was cut off by `ConvertTo-Json`', [1, first], 'use -Depth 6'],
  ['units as an object of PowerShell', products({ prepaidUnits: '@{Enabled=25; Warning=0}' }), 't/subscribedSkus.json', 'convertto-json-depth', '`prepaidUnits` of the product `ENTERPRISEPACK` was cut off by `ConvertTo-Json`', [1, first], 'use -Depth 6'],
  ['users as names of their type', usersFile('["Microsoft.Graph.PowerShell.Models.MicrosoftGraphUser"]'), 't/users.json', 'convertto-json-depth', 'a user was cut off by `ConvertTo-Json`', [1, 2], 'use -Depth 6'],
]

test.each(cases.map(([name, ...wrong]) => ({ name, wrong })))('$name is a problem with its place', async ({ wrong }) => {
  const [entries, file, code, message, [line, column], hint] = wrong
  const { value, problems } = await load(entries)
  expect(value).toBeUndefined()
  const usual = message.includes('(byte') ? 'the file was cut or changed after it was exported: export it again' : 'Microsoft Graph does not write it so: export again, or mend the file by hand'
  expect(problems[0]).toEqual({ file, ...(line === undefined ? {} : { line, column }), severity: 'error', code, message, hint: hint ?? usual })
})

test('a mistake that every user has is told twenty times and counted', async () => {
  const users = Array.from({ length: 50 }, () => `{"id":"nobody"}`).join('\n')
  const { problems } = await load(usersFile(users))
  expect(problems.length).toBe(21)
  expect(problems[19]).toMatchObject({ line: 20, column: 1, code: 'bad-guid' })
  expect(problems[20]).toEqual({ file: 't/users.json', severity: 'error', code: 'bad-guid', message: 'the same is wrong in 30 more places', hint: 'one mistake of the export makes them all: mend the export, not the lines' })
})

test('gzip that grows without measure is not unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, ' '))
  const { problems } = await load({ ...folder(), 't/users.json.gz': bomb, 't/users.json': '' }, noNeeds)
  expect(problems).toMatchObject([{ code: 'two-forms' }])
  const entries = Object.fromEntries(Object.entries(folder()).filter(([name]) => name !== 't/users.json'))
  expect((await load({ ...entries, 't/users.json.gz': bomb })).problems).toMatchObject([{ file: 't/users.json.gz', code: 'gzip-bomb', hint: 'unpack it yourself if you trust it' }])
})

test.each<readonly [string, Partial<typeof gzipLimits>, string | undefined]>([
  ['just as much as is allowed', { bytes: 500_000, free: 0, growth: 300 }, undefined],
  ['a byte more than is allowed', { bytes: 499_999 }, 'the gzip data is more than 499999 bytes when it is unpacked'],
  ['more times than is allowed', { free: 0, growth: 1 }, 'the gzip data grows more than 1 times'],
])('gzip of %s', async (_, limits, message) => {
  const files = memory({ a: gzipSync(Buffer.from(Array.from({ length: 500_000 }, (_, i) => 32 + ((i * i) % 89)))) })
  let bytes = 0
  const read = async (): Promise<number> => {
    for await (const chunk of textOf(files, 'a', { ...gzipLimits, ...limits })) bytes += chunk.length
    return bytes
  }
  if (message === undefined) expect(await read()).toBe(500_000)
  else await expect(read()).rejects.toThrow(message)
})

test('a document that is longer than any text of JavaScript is read', async () => {
  const small = memory(folder())
  const path = `t/members/${sales}.json`
  const some = Buffer.from(Array.from({ length: 1000 }, () => JSON.stringify({ '@odata.type': '#microsoft.graph.user', displayName: 'x'.repeat(900), id: ada })).join())
  let bytes = 0
  async function* long(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"value":[')
    for (; bytes < 2 ** 29; bytes += some.length) {
      if (bytes > 0) yield Buffer.from(',')
      yield some
    }
    yield Buffer.from(']}')
  }
  const files = { ...small, stream: (name: string, range?: { readonly start?: number }) => (name === path ? long() : small.stream(name, range)) }
  const opened = await openTenant(files, 't')
  const { value, problems } = await readTenant(opened.value!, noNeeds)
  expect([bytes > 2 ** 29, opened.problems, problems]).toEqual([true, [], []])
  expect(value!.cohorts.find(({ members }) => members.includes(value!.find(ada)!))!.state.memberOf).toEqual([sales])
})
