import type { Guid } from '../../model/catalog.js'
import type { Group, License, Path } from '../../model/tenant.js'
import { bySku } from './graph/licenses.js'
import type { Row } from './graph/users.js'

/**
 * Groups that nobody names and that give the same. Of users who have everything by them, and nothing else, it is hidden which of them they are in:
 * the first of those that are alike stands in for all. What a group gives is numbered, a number for each licence, in the order of the groups' ids.
 */
export interface AlikeGroups {
  /** How many licences of groups have numbers. */
  readonly size: number
  /** The number of a row, if it says that the licence is on as the group asks, and nothing else. */
  ofRow(row: Row): number | undefined
  /** A row as it would be by the group that stands in: always the same one. */
  standIn(number: number): Row
  isStandIn(row: Row): boolean
  /** The number of that row. */
  standInNumber(number: number): number
  row(number: number): Row
  groupOf(number: number): Guid
  /** What a group gives; none: it is like no other. */
  numbersOf(group: Guid): readonly number[]
  has(group: Guid): boolean
  /** The group that stands in for this one, and for those that are like it. */
  firstOf(group: Guid): Guid
  /** What a member has by it. */
  pathOf(group: Guid): Path
}

/** So many licences are numbered at most: of other groups nothing is hidden. */
export const mostAlike = 1 << 15

interface Alike {
  readonly group: Guid
  readonly first: Guid
  readonly licenses: readonly License[]
  readonly from: number
}

/** Of groups whose members are listed those of which several give the same; undefined: there are none. */
export function alikeGroups(groups: Iterable<Group>): AlikeGroups | undefined {
  const all = numbered([...groups].filter(isPlain).sort((a, b) => (a.id < b.id ? -1 : 1)))
  if (all.length === 0) return undefined
  const byId = new Map(all.map((one) => [one.group, one]))
  const rows = all.flatMap(({ group, licenses }) => licenses.map((license) => rowOf(license, group)))
  const numbers = new Map(rows.map((row, number) => [`${row.source} ${row.skuId}`, number]))
  const standInNumbers = all.flatMap(({ first, licenses }) => licenses.map((_, at) => byId.get(first)!.from + at))
  const standIns = new Map([...new Set(standInNumbers)].map((number) => [number, { ...rows[number]! }]))
  const known = new Set<Row>(standIns.values())
  const paths = new Map(all.map(({ group, licenses }) => [group, pathBy(group, licenses)]))

  function ofRow(row: Row): number | undefined {
    const number = row.source === null || row.state !== 'Active' || row.error !== null ? undefined : numbers.get(`${row.source} ${row.skuId}`)
    return number !== undefined && areSame(rows[number]!.disabledPlans, row.disabledPlans) ? number : undefined
  }

  return {
    size: rows.length,
    ofRow,
    standIn: (number) => standIns.get(standInNumbers[number]!)!,
    isStandIn: (row) => known.has(row),
    standInNumber: (number) => standInNumbers[number]!,
    row: (number) => rows[number]!,
    groupOf: (number) => rows[number]!.source!,
    numbersOf: (group) => numbersIn(byId.get(group)),
    has: (group) => byId.has(group),
    firstOf: (group) => byId.get(group)!.first,
    pathOf: (group) => paths.get(group)!,
  }
}

/** Each product once, so that a row of it can be one number. */
const isPlain = ({ assignedLicenses = [], securityEnabled, members }: Group): boolean =>
  members === 'listed' && securityEnabled && assignedLicenses.length > 0 && new Set(assignedLicenses.map(({ skuId }) => skuId)).size === assignedLicenses.length

function numbered(groups: readonly Group[]): readonly Alike[] {
  const classes = new Map<string, Group[]>()
  for (const group of groups) {
    const key = JSON.stringify(licensesOf(group))
    const some = classes.get(key)
    if (some === undefined) classes.set(key, [group])
    else some.push(group)
  }
  const firsts = new Map([...classes.values()].filter(({ length }) => length > 1).flatMap((some) => some.map(({ id }) => [id, some[0]!.id] as const)))
  let size = 0
  return groups.flatMap((group): Alike[] => {
    const first = firsts.get(group.id)
    const licenses = licensesOf(group)
    if (first === undefined || size + licenses.length > mostAlike) return []
    size += licenses.length
    return [{ group: group.id, first, licenses, from: size - licenses.length }]
  })
}

const licensesOf = ({ assignedLicenses = [] }: Group): readonly License[] => [...assignedLicenses].sort(bySku)

const numbersIn = (alike: Alike | undefined): readonly number[] => alike?.licenses.map((_, at) => alike.from + at) ?? []

const rowOf = ({ skuId, disabledPlans }: License, source: Guid): Row => ({ skuId, disabledPlans, source, state: 'Active', unknownState: undefined, error: null })

function pathBy(source: Guid, licenses: readonly License[]): Path {
  return { source, effective: licenses, intended: licenses, errors: {}, disabled: [] }
}

const areSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((one, at) => one === b[at])
