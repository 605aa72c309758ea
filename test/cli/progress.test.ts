import { expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import type { Files } from '../../src/load/files.js'
import { memoryIo } from './memory-io.js'

const users = 20_000
const lines = (count: number, line: (n: number) => object): string => Array.from({ length: count }, (_, n) => `${JSON.stringify(line(n))}\n`).join('')
const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const group = '11111111-1111-4111-8111-111111111111'
const licence = { skuId: '18181a46-0d4e-45cd-891e-60aabd171b4e', disabledPlans: [] }

const folder = {
  '/home/ada/seatplan.yaml': 'tenant: tenant\n',
  '/home/ada/plan.yaml': 'title: Nothing\nchanges: []\n',
  '/home/ada/tenant/users.ndjson': lines(users, (n) => ({ id: idOf(n), userPrincipalName: `u${n}@contoso.com`, usageLocation: 'CH', accountEnabled: true, userType: 'Member', proxyAddresses: [], licenseAssignmentStates: [] })),
  '/home/ada/tenant/groupMembers.ndjson': lines(users, (n) => ({ groupId: group, id: idOf(n) })),
  '/home/ada/tenant/groups.json': JSON.stringify([{ id: group, displayName: 'Sales', securityEnabled: true, assignedLicenses: [licence] }]),
  '/home/ada/tenant/subscribedSkus.json': '[]',
}

/** As a disk gives files: piece by piece. */
function inPieces(files: Files): Files {
  const size = 100_000
  return {
    ...files,
    stream: async function* (path, range) {
      for await (const bytes of files.stream(path, range)) for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    },
  }
}

/** Every look at the clock is a moment later. */
async function complained(argv: readonly string[], isTerminal: boolean, moment: number): Promise<string> {
  const io = memoryIo(folder)
  let time = 0
  const machine = { smallFiles: io.files, cores: 1, now: () => (time += moment), cacheFolder: undefined, onInterrupt: () => () => undefined }
  await main(['check', 'plan.yaml', ...argv], { ...io, files: inPieces(io.files), isTerminal: { out: false, err: isTerminal }, machine, width: 200 })
  return io.complained()
}

const megabytes = Object.entries(folder).filter(([path]) => path.endsWith('.ndjson')).reduce((sum, [, text]) => sum + text.length, 0) / 1e6

test('a terminal shows bytes, users, rate and time left while the tenant is read, and nothing of it stays', async () => {
  const drawn = (await complained([], true, 60)).split('\r\u001b[K')
  const reading = drawn.flatMap((line) => /^reading the tenant: (\d+) of (\d+) MB, ([\d,]+) users, (\d+) MB a second, (\d+) s left \.\.\.$/.exec(line)?.slice(1).map((number) => Number(number.replace(',', ''))) ?? []).reduce<number[][]>((rows, number, i) => (i % 5 === 0 ? [...rows, [number]] : (rows.at(-1)!.push(number), rows)), [])
  expect(reading.length).toBeGreaterThan(10)
  for (const [at, [bytes, all, count]] of reading.entries()) {
    const [before = 0, , usersBefore = 0] = reading[at - 1] ?? []
    expect([all, bytes! >= before && bytes! <= all!, count! >= usersBefore && count! <= users]).toEqual([Math.round(megabytes), true, true])
  }
  expect(reading.map(([, , count]) => count).at(-1)).toBe(users)
  expect(reading.at(-1)!.at(-1)).toBeLessThanOrEqual(reading[0]!.at(-1)!)
  expect(drawn.at(-1)).toBe('')
  expect(drawn).toContain('playing the plan ...')
})

test.each<readonly [string, readonly string[], boolean]>([
  ['elsewhere', [], false],
  ['to those who want to hear nothing', ['--quiet'], true],
  ['to those who want none', ['--progress', 'none'], true],
  ['to those who want lines and nothing', ['--progress', 'lines', '--quiet'], false],
])('nothing is shown %s', async (_, argv, isTerminal) => {
  expect(await complained(argv, isTerminal, 60)).toBe('')
})

test('whoever asks for lines is given one every few seconds', async () => {
  const said = await complained(['--progress', 'lines'], false, 1000)
  const found = said.split('\n').slice(0, -1)
  expect(found.length).toBeGreaterThan(3)
  for (const line of found) expect(line).toMatch(/^reading the tenant: \d+ of \d+ MB, [\d,]+ users, \d+ MB a second, \d+ s left$/)
})
