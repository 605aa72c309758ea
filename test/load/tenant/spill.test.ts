import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { disk } from '../../../src/load/disk.js'
import { ScratchFault } from '../../../src/load/files.js'
import type { Files, Scratch } from '../../../src/load/files.js'
import { hashOfText } from '../../../src/load/text/hash.js'
import { hashedPlaces } from '../../../src/load/tenant/hashed-places.js'
import { memory } from '../../../src/load/memory.js'
import { collectRemarks } from '../../../src/load/text/remarks.js'
import { buckets } from '../../../src/load/tenant/spill/buckets.js'
import { column } from '../../../src/load/tenant/spill/column.js'
import { streamUsers } from '../../../src/load/tenant/streamed-users.js'
import { openTenant } from '../../../src/load/tenant/tenant.js'
import type { ColumnLimits } from '../../../src/load/tenant/user-columns.js'
import { drawer } from './scan/elements.js'
import { e3, e5, group, guid, row, user } from './snapshot.js'

const { scratch } = disk()
afterEach(() => vi.unstubAllEnvs())

/** Numbers of which the first of each record is anything, and the others say which record it is. */
function records(seed: number, width: number, count: number): Uint32Array {
  const draw = drawer(seed)
  return Uint32Array.from({ length: count * width }, (_, i) => (i % width === 0 ? draw(2 ** 32) : i))
}

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n))
const pieces = fc.array(fc.integer({ min: 1, max: 9000 }), { maxLength: 8 })

test.each([
  ['in memory', undefined, undefined],
  ['on disk', scratch, 0],
  ['in part on disk', scratch, 20_000],
] as const)('records lie in the buckets of their first bits, in the order in which they came: %s', (_, open, most) => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 7 }), pieces, (seed, width, sizes) => {
      const known = buckets(width, open, most)
      const all = records(seed, width, sizes.reduce((sum, size) => sum + size, 0))
      for (let at = 0, i = 0; i < sizes.length; at += sizes[i++]! * width) known.pushAll(all.subarray(at, at + sizes[i]! * width), sizes[i]! * width)
      const expected = Array.from({ length: known.count }, (): number[] => [])
      for (let at = 0; at < all.length; at += width) expected[known.bucketOf(all[at]!)]!.push(...all.subarray(at, at + width))
      const found = expected.map((_, bucket) => [...known.bucket(bucket)])
      expect(found).toEqual(expected)
      expect(known.length * width).toBe(all.length)
      expect(known.count > 1).toBe(all.length > 2 ** 16)
    }),
    { seed: 5, numRuns: 20 },
  )
})

test.each([
  ['in memory', undefined, undefined],
  ['on disk', scratch, 0],
] as const)('records stay one behind the other: %s', (_, open, most) => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 7 }), pieces, fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), (seed, width, sizes, questions) => {
      const known = column(width, open, most)
      const all = records(seed, width, sizes.reduce((sum, size) => sum + size, 0))
      for (let at = 0, i = 0; i < sizes.length; at += sizes[i++]! * width) known.pushAll(all.subarray(at, at + sizes[i]! * width))
      expect(known.length * width).toBe(all.length)
      if (known.length === 0) return
      for (const question of questions) {
        const [record, word] = [question % known.length, question % width]
        expect(known.word(record, word)).toBe(all[record * width + word])
        const some = new Uint32Array(Math.min(known.length - record, 700) * width)
        known.copy(record, some)
        expect(some).toEqual(all.subarray(record * width, record * width + some.length))
      }
    }),
    { seed: 6, numRuns: 12 },
  )
})

test.each([
  ['in memory', undefined],
  ['on disk', scratch],
] as const)('places that share a text are found, once each: %s', (_, open) => {
  const known = hashedPlaces(open, 0)
  const text = (place: number): string => `text ${place % 7 === 0 ? Math.floor(place / 14) * 14 : place}`
  for (let place = 0; place < 100_000; place++) known.pushAll(Uint32Array.of(hashOfText(text(place)), place, hashOfText(text(place)), place), 4)
  for (const place of [0, 7, 14, 15, 99_998, 99_999]) expect(known.places(text(place)).filter((other) => text(other) === text(place))).toEqual(place % 7 > 0 ? [place] : [Math.floor(place / 14) * 14, Math.floor(place / 14) * 14 + 7].filter((one) => one < 100_000))
  const shared = [...known.shared()]
  const listOf = new Map(shared.flatMap((places, list) => places.map((place) => [place, list] as const)))
  const apart = many(Math.floor(100_000 / 14), (i) => i * 14).filter((place) => listOf.get(place) === undefined || listOf.get(place) !== listOf.get(place + 7))
  expect(apart).toEqual([])
  expect(shared.length - Math.floor(100_000 / 14)).toBeLessThan(10)
})

const draw = drawer(3)
/** Ids in a few buckets, so that there are many in each. */
const ids = many(15_000, () => `${draw(16).toString(16)}0${many(6, () => draw(16).toString(16)).join('')}-0000-4000-8000-${many(12, () => draw(16).toString(16)).join('')}`)

/** So many users, members and addresses that all of them have many buckets; some addresses are two users'. */
function crowd(): Files {
  const lines = (items: readonly unknown[]) => items.map((item) => `${JSON.stringify(item)}\n`).join('')
  const groups = many(5, (n) => group(guid('9', n), `Group ${n}`, { assignedLicenses: [{ skuId: n % 2 === 0 ? e3 : e5, disabledPlans: [] }] }))
  const addresses = (n: number) => [`SMTP:u${n}@contoso.com`, `smtp:u${n}@other.com`, `smtp:shared${n % 997 === 0 ? 'x' : n}@contoso.com`, `smtp:ü${n}@contoso.com`]
  const users = ids.map((id, n) => user(id, `U${n}`, { displayName: `User ${n}`, usageLocation: n % 3 === 0 ? 'CH' : 'US', proxyAddresses: addresses(n), licenseAssignmentStates: n % 4 === 0 ? [row(e3, guid('9', 0))] : [] }))
  const members = ids.flatMap((id, n) => many(1 + (n % 3), (i) => ({ groupId: guid('9', (n + i) % 5), id })))
  const others = many(3000, (n) => ({ groupId: guid('9', 1), id: n % 3 === 0 ? guid('9', n % 5) : guid('f', n), ...(n % 3 === 1 ? { '@odata.type': '#microsoft.graph.user' } : n % 3 === 2 ? { '@odata.type': '#microsoft.graph.device' } : {}) }))
  return memory({ 't/users.ndjson': lines(users), 't/groups.json': JSON.stringify(groups), 't/subscribedSkus.json': '[]', 't/groupMembers.ndjson': lines([...members, ...others]) })
}

const files = crowd()

async function readWith(openScratch: (() => Scratch) | undefined, limits: ColumnLimits) {
  const { snapshot, groups } = (await openTenant(files, 't')).value!
  return streamUsers({ sources: snapshot.sources, groups, relevant: snapshot.groupReads, attributes: [], remarks: collectRemarks(), progress: () => undefined, scratch: openScratch, limits })
}

async function shownWith(openScratch: (() => Scratch) | undefined, limits: ColumnLimits) {
  const { value, problems } = await readWith(openScratch, limits)
  expect(problems).toEqual([])
  const { folded, lists, lookups, count } = value!
  const some = [0, 1, 2, 5000, 14_998, 14_999]
  return {
    count,
    cohorts: folded.cohorts().map(({ state, members }) => [JSON.stringify(state), members.length, members.slice(0, 5), members.slice(-5)]),
    lists: [...lists],
    people: some.map((ordinal) => [lookups.nameOf(ordinal), lookups.addressesOf(ordinal), lookups.find(lookups.nameOf(ordinal).id), lookups.findByName(lookups.nameOf(ordinal).userPrincipalName.toUpperCase())]),
    byDisplayName: some.map((n) => lookups.findByName(`user ${n}`)),
    holders: ['smtp:sharedx@contoso.com', 'smtp:u77@other.com', 'Ü9@contoso.com', 'smtp:nobody@contoso.com'].map(lookups.holdersOf),
  }
}

test('a tenant that is too much for memory is read as one that is not', async () => {
  const usual = await shownWith(undefined, {})
  expect(await shownWith(scratch, { words: 0, chunks: 0 })).toEqual(usual)
  expect(await shownWith(scratch, { words: 10_000, chunks: 1 })).toEqual(usual)
  const sorted = [...ids].sort()
  expect(usual.people.map(([name]) => (name as { id: string }).id)).toEqual([0, 1, 2, 5000, 14_998, 14_999].map((ordinal) => sorted[ordinal]))
  expect(usual.byDisplayName).toEqual([0, 1, 2, 5000, 14_998, 14_999].map((n) => [sorted.indexOf(ids[n]!)]))
  expect(usual.holders.map((holders) => holders.length)).toEqual([16, 1, 1, 0])
  const clashing = usual.cohorts.filter(([key]) => (JSON.parse(key as string) as { addressClash: boolean }).addressClash)
  expect(clashing.reduce((sum, [, size]) => sum + (size as number), 0)).toBe(16)
  expect(usual.lists.find(([id]) => id === guid('9', 1))![1]).toMatchObject({ groups: 1000, strangers: 1000, others: 1000 })
})

test('a folder that cannot be written to is a problem', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
  rmSync(folder, { recursive: true })
  vi.stubEnv('TMPDIR', folder)
  expect(() => scratch!()).toThrow(ScratchFault)
  const { value, problems } = await readWith(scratch, { words: 0 })
  expect(value).toBeUndefined()
  expect(problems).toEqual([{ file: folder, severity: 'error', code: 'no-scratch', message: `the tenant is too large for memory alone, and nothing can be put down in \`${folder}\` (ENOENT)`, hint: 'name a folder that can be written to in the environment variable `TMPDIR` (`TEMP` on Windows)' }])
  expect(existsSync(folder)).toBe(false)
})

test.each([0, 1, 10, 30])('a disk that is full after %i blocks is a problem', async (blocks) => {
  let left = blocks
  const filling = (): Scratch => {
    const real = scratch!()
    return { ...real, write: (bytes, position) => (left-- > 0 ? real.write(bytes, position) : full()) }
  }
  const full = (): never => {
    throw new ScratchFault('ENOSPC', '/tmp')
  }
  const { value, problems } = await readWith(filling, { words: 0, chunks: 0 })
  expect([value, problems.map(({ code, hint }) => [code, hint])]).toEqual([undefined, [['no-scratch', 'make room there, or name another folder in the environment variable `TMPDIR` (`TEMP` on Windows)']]])
})
