import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { alikeGroups } from '../../../src/load/tenant/alike-groups.js'
import { groupsWith, rowsWith } from '../../../src/load/tenant/unhide.js'
import { hiddenPlans } from '../../../src/load/tenant/hidden-plans.js'
import { inOrder, type Row } from '../../../src/load/tenant/graph/users.js'
import type { Group, License } from '../../../src/model/tenant.js'
import { guid } from './snapshot.js'

const one: License = { skuId: guid('s', 1), disabledPlans: [] }
const two: License = { skuId: guid('s', 2), disabledPlans: [guid('p', 1)] }
const group = (n: number, assignedLicenses: readonly License[] | undefined, more: Partial<Group> = {}): Group => ({
  id: guid('g', n),
  displayName: `Group ${n}`,
  assignedLicenses,
  groupTypes: [],
  securityEnabled: true,
  mailEnabled: false,
  onPremisesSyncEnabled: false,
  isAssignableToRole: false,
  members: 'listed',
  otherMembers: 0,
  proxyAddresses: [],
  ...more,
})
const row = (source: number | null, { skuId, disabledPlans }: License, more: Partial<Row> = {}): Row => ({ skuId, disabledPlans, source: source === null ? null : guid('g', source), state: 'Active', unknownState: undefined, error: null, ...more })

test.each<readonly [string, readonly Group[]]>([
  ['that give different things', [group(1, [one]), group(2, [two])]],
  ['that give the same with other plans off', [group(1, [two]), group(2, [{ ...two, disabledPlans: [] }])]],
  ['that give nothing', [group(1, []), group(2, [])]],
  ['of which nobody knows what they give', [group(1, undefined), group(2, undefined)]],
  ['of which one has no list of members', [group(1, [one]), group(2, [one], { members: 'inferred' })]],
  ['of which one licenses nobody', [group(1, [one]), group(2, [one], { securityEnabled: false })]],
])('groups %s are not alike', (_, groups) => {
  expect(alikeGroups(groups)).toBeUndefined()
})

const groups = [group(1, [one]), group(4, [one, two]), group(2, [one]), group(3, [two, one]), group(5, [two])]

test('of groups that give the same the first stands in for all; one that is like no other stands for itself', () => {
  const alike = alikeGroups(groups)!
  expect([1, 2, 3, 4, 5].map((n) => alike.has(guid('g', n)))).toEqual([true, true, true, true, false])
  expect([1, 2, 3, 4].map((n) => alike.firstOf(guid('g', n)))).toEqual([1, 1, 3, 3].map((n) => guid('g', n)))
  expect([1, 2, 3, 4, 5].map((n) => alike.numbersOf(guid('g', n)))).toEqual([[0], [1], [2, 3], [4, 5], []])
})

test.each<readonly [string, Row]>([
  ['that failed', row(2, one, { state: 'Error', error: 'CountViolation' })],
  ['with other plans off', row(2, { ...one, disabledPlans: [guid('p', 3)] })],
  ['of something else', row(2, two)],
  ['in a state that nobody knows', row(2, one, { state: 'Disabled', unknownState: 'New' })],
  ['by a group that is like no other', row(5, two)],
])('a row %s is not hidden', (_, odd) => {
  const hidden = hiddenPlans({ skus: [], plans: [], facts: [], groups: alikeGroups(groups) })
  expect(hidden.split([odd])).toEqual({ rows: [odd], hidden: 0 })
})

const members = fc.subarray([1, 2, 3, 4, 5])
const rowsOf = (of: readonly number[]): Row[] => inOrder([row(null, two), ...of.flatMap((n) => groups.find(({ id }) => id === guid('g', n))!.assignedLicenses!.map((license) => row(n, license)))])

test('what is hidden comes back, and what is left says whether there was something', () => {
  const hidden = hiddenPlans({ skus: [guid('s', 2)], plans: [guid('p', 1)], facts: [], groups: alikeGroups(groups) })
  const property = fc.property(members, members, (some, others) => {
    const [a, b] = [rowsOf(some), rowsOf(others)].map((rows) => hidden.split(rows)) as [ReturnType<typeof hidden.split>, ReturnType<typeof hidden.split>]
    expect(rowsWith(a.rows, a.hidden, hidden)).toEqual(rowsOf(some))
    const standIns = [...new Set(some.map((n) => (n === 2 ? 1 : n === 4 ? 3 : n)))].map((n) => guid('g', n))
    expect([...new Set(a.rows.flatMap(({ source }) => source ?? []))]).toEqual(standIns)
    expect(groupsWith(standIns, a.hidden, hidden)).toEqual(some.map((n) => guid('g', n)))
    // Texts of paths compare as they do.
    if (JSON.stringify(a.rows) === JSON.stringify(b.rows)) expect(Math.sign(hidden.compare(a.hidden, b.hidden))).toBe(compare(textOf(rowsOf(some)), textOf(rowsOf(others))))
    expect(hidden.byGroups(a.hidden, () => true)).toBe(hidden.ofGroups(a.hidden))
    expect(hidden.ofGroups(hidden.joined(hidden.without(a.hidden, hidden.ofGroups(a.hidden)), hidden.ofGroups(b.hidden)))).toBe(hidden.ofGroups(b.hidden))
  })
  fc.assert(property, { seed: 20261128, numRuns: 1000 })
})

/** As paths are written: source by source. */
function textOf(rows: readonly Row[]): string {
  const sources = [...new Set(rows.map(({ source }) => source))]
  return JSON.stringify(sources.map((source) => ({ source, effective: rows.filter((one) => one.source === source).map(({ skuId, disabledPlans }) => ({ skuId, disabledPlans })) })))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
