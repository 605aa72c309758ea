import type { Guid } from '../../model/catalog.js'
import type { Group, License, Path, Source, UserState } from '../../model/tenant.js'
import { isInStep } from '../../simulate/paths.js'
import { bySource } from './graph/users.js'
import type { Row, Shape } from './graph/users.js'
import type { StateInterner } from './intern-states.js'

/** What strikes one about a user's paths. Counted, told in notices, decided nowhere. */
export interface Seen {
  /** Something waits without a recorded error. */
  readonly pending: boolean
  /** Groups that list the user, license, and left no row. */
  readonly silent: readonly Guid[]
  /** Groups by which the user has something and that do not list the user. */
  readonly notListed: readonly Guid[]
  /** Groups named by rows that the export does not have. */
  readonly unknownGroups: readonly Guid[]
  readonly disabled: number
  readonly unknownStates: readonly string[]
}

export interface Situated {
  readonly state: UserState
  readonly seen: Seen
}

/** Groups of the tenant, and those among them whose members are looked at. */
export interface Surroundings {
  readonly groups: ReadonlyMap<Guid, Group>
  readonly relevant: ReadonlySet<Guid>
}

/** What rows and memberships come to, alike for all users who have both. */
export interface Licensing {
  readonly memberOf: number
  readonly paths: number
  readonly seen: Seen
}

/** What rows and memberships come to, in some surroundings. */
export type Licenser = (shape: Shape, listed: readonly Guid[]) => Licensing

/** What rows say is on, what memberships ask for. Most users have paths that others have as well: one row of a source, or none. */
export function licenser(around: Surroundings, intern: StateInterner): Licenser {
  const [ofMembers, ofOthers, ofNoRow] = [new Map<Row, Part>(), new Map<Row, Part>(), new Map<Source, Part>()]
  const { groups, relevant } = around
  const isInferred = [...relevant].some((id) => groups.get(id)?.members === 'inferred')

  function partOf(source: Source, rows: readonly Row[], from: number, to: number, isMember: boolean): Part {
    if (to - from > 1) return makePart(source, rows.slice(from, to), isMember)
    const row = from === to ? undefined : rows[from]!
    const known = row === undefined ? ofNoRow.get(source) : (isMember ? ofMembers : ofOthers).get(row)
    if (known !== undefined) return known
    const made = makePart(source, row === undefined ? [] : [row], isMember)
    if (row === undefined) ofNoRow.set(source, made)
    else (isMember ? ofMembers : ofOthers).set(row, made)
    return made
  }

  function makePart(source: Source, rows: readonly Row[], isMember: boolean): Part {
    const path = recordedPath(source, rows, isMember, around)
    const paths = hasContent(path) ? [path] : []
    return { numbers: paths.map(intern.path), seen: seenOf(rows, isMember && source !== null ? [source] : [], paths, around) }
  }

  function derived(shape: Shape, memberOf: readonly Guid[]): Part {
    const paths = derivedPaths(shape, memberOf, around)
    return { numbers: paths.map(intern.path), seen: seenOf([], [], paths, around) }
  }

  /** Rows and memberships both stand in the order of their sources. */
  function recorded(rows: readonly Row[], memberOf: readonly Guid[]): Part {
    const numbers: number[] = []
    let strange: Seen[] | undefined
    for (let row = 0, member = 0; row < rows.length || member < memberOf.length; ) {
      const source = firstOf(rows[row], memberOf[member])
      const from = row
      while (row < rows.length && rows[row]!.source === source) row++
      const isMember = memberOf[member] === source
      if (isMember) member++
      const part = partOf(source, rows, from, row, isMember)
      for (let i = 0; i < part.numbers.length; i++) numbers.push(part.numbers[i]!)
      if (part.seen !== nothingStrange) (strange ??= []).push(part.seen)
    }
    return { numbers, seen: strange === undefined ? nothingStrange : together(strange) }
  }

  return (shape, listed) => {
    const inferred = isInferred ? inferredGroups(shape, around) : []
    const memberOf = inferred.length === 0 ? listed : [...new Set([...listed, ...inferred])].sort()
    const { numbers, seen } = shape.rows === undefined ? derived(shape, memberOf) : recorded(shape.rows, memberOf)
    return { memberOf: intern.groups(memberOf), paths: intern.numbered(numbers), seen }
  }
}

/** Groups without a list: their members are the users with a row by them, those in `ActiveWithError` (leavers) left out. */
function inferredGroups(shape: Shape, { groups, relevant }: Surroundings): readonly Guid[] {
  return (shape.rows ?? []).flatMap(({ source, state }) =>
    source !== null && state !== 'ActiveWithError' && relevant.has(source) && groups.get(source)?.members === 'inferred' ? [source] : [],
  )
}

/** Paths, as the interner knows them, and what strikes one about them. */
interface Part {
  readonly numbers: readonly number[]
  readonly seen: Seen
}

/** What is strange about some of the parts. */
function together(strange: readonly Seen[]): Seen {
  return {
    pending: strange.some(({ pending }) => pending),
    silent: strange.flatMap(({ silent }) => silent),
    notListed: strange.flatMap(({ notListed }) => notListed),
    unknownGroups: strange.flatMap(({ unknownGroups }) => unknownGroups),
    disabled: strange.reduce((sum, { disabled }) => sum + disabled, 0),
    unknownStates: strange.flatMap(({ unknownStates }) => unknownStates),
  }
}

/** Which source comes first: that of the row, or the group. */
function firstOf(row: Row | undefined, group: Guid | undefined): Source {
  if (row === undefined) return group!
  return group === undefined || bySource(row.source, group) <= 0 ? row.source : group
}

function recordedPath(source: Source, rows: readonly Row[], isMember: boolean, around: Surroundings): Path {
  const on = rows.filter(({ state }) => state === 'Active' || state === 'ActiveWithError')
  return {
    source,
    effective: on.map(licenseOf),
    intended: intentOf(source, rows, isMember, around),
    errors: errorsOf(rows),
    disabled: rows.filter(({ state }) => state === 'Disabled').map(licenseOf),
  }
}

const licenseOf = ({ skuId, disabledPlans }: License): License => ({ skuId, disabledPlans })

/** Of a direct source the rows are the intent. Of a group, its licences; of one whose licences nobody knows, the rows again. */
function intentOf(source: Source, rows: readonly Row[], isMember: boolean, { groups }: Surroundings): readonly License[] {
  const notDisabled = rows.filter(({ state }) => state !== 'Disabled')
  if (source === null) return notDisabled.map(licenseOf)
  const group = groups.get(source)
  if (group?.assignedLicenses === undefined) return notDisabled.filter(({ state }) => state !== 'ActiveWithError').map(licenseOf)
  return group.securityEnabled && isMember ? group.assignedLicenses : []
}

/** The culprits' codes. `Other` says only that a sibling failed, so it counts where no sibling did. */
function errorsOf(rows: readonly Row[]): Readonly<Record<Guid, string>> {
  const recorded = rows.flatMap(({ skuId, error, state }) => (error === null || state === 'Disabled' ? [] : [[skuId, error] as const]))
  const culprits = recorded.filter(([, error]) => error !== 'Other')
  return Object.fromEntries(culprits.length > 0 ? culprits : recorded)
}

const hasContent = (path: Path): boolean =>
  path.effective.length > 0 || path.intended.length > 0 || path.disabled.length > 0 || Object.keys(path.errors).length > 0

/**
 * Without rows: of what the user has, the groups that license it give their part, with what is off for the user taken
 * off; what no group gives, or gives with fewer plans, is direct.
 */
function derivedPaths(shape: Shape, memberOf: readonly Guid[], around: Surroundings): readonly Path[] {
  const has = shape.assignedLicenses ?? []
  const given = memberOf.map((source) => givenBy(source, has, around)).filter(hasContent)
  const direct = has.filter((license) => !isCovered(license, given))
  const path = { source: null, effective: direct, intended: direct, errors: {}, disabled: [] }
  return direct.length > 0 ? [path, ...given] : given
}

function givenBy(source: Guid, has: readonly License[], { groups }: Surroundings): Path {
  const group = groups.get(source)
  const intended = group?.securityEnabled ? (group.assignedLicenses ?? []) : []
  const effective = intended.flatMap((license) => has.filter(({ skuId }) => skuId === license.skuId).map((own) => offByBoth(license, own)))
  return { source, effective, intended, errors: {}, disabled: [] }
}

/** What is off for the user is off by this path too. */
const offByBoth = (license: License, own: License): License => ({
  skuId: license.skuId,
  disabledPlans: [...new Set([...license.disabledPlans, ...own.disabledPlans])].sort(),
})

/** Whether the groups alone give everything of it: no plan is off by all of them and on for the user. */
function isCovered(license: License, given: readonly Path[]): boolean {
  const parts = given.flatMap(({ effective }) => effective.filter(({ skuId }) => skuId === license.skuId))
  if (parts.length === 0) return false
  const off = parts[0]!.disabledPlans.filter((plan) => parts.every(({ disabledPlans }) => disabledPlans.includes(plan)))
  return off.every((plan) => license.disabledPlans.includes(plan))
}

/** What strikes one about most users. */
export const nothingStrange: Seen = { pending: false, silent: [], notListed: [], unknownGroups: [], disabled: 0, unknownStates: [] }

function seenOf(rows: readonly Row[], listed: readonly Guid[], paths: readonly Path[], around: Surroundings): Seen {
  const seen = lookAt(rows, listed, paths, around)
  const isStrange = seen.pending || seen.disabled > 0 || seen.silent.length + seen.notListed.length + seen.unknownGroups.length + seen.unknownStates.length > 0
  return isStrange ? seen : nothingStrange
}

function lookAt(rows: readonly Row[], listed: readonly Guid[], paths: readonly Path[], { groups, relevant }: Surroundings): Seen {
  const sources = [...new Set(rows.flatMap(({ source }) => source ?? []))]
  const isListedGroup = (id: Guid) => relevant.has(id) && groups.get(id)?.members === 'listed'
  return {
    pending: paths.some(isPending),
    silent: listed.filter((id) => isLicensing(groups.get(id)) && !sources.includes(id)),
    notListed: sources.filter((id) => isListedGroup(id) && !listed.includes(id) && rows.some((row) => row.source === id && row.state !== 'ActiveWithError')),
    unknownGroups: sources.filter((id) => !groups.has(id)),
    disabled: rows.filter(({ state, unknownState }) => state === 'Disabled' && unknownState === undefined).length,
    unknownStates: rows.flatMap(({ unknownState }) => unknownState ?? []),
  }
}

const isPending = (path: Path): boolean =>
  Object.keys(path.errors).length === 0 && !isInStep(path)

/** Whether members get anything by it. */
export const isLicensing = (group: Group | undefined): boolean =>
  group !== undefined && group.securityEnabled && (group.assignedLicenses?.length ?? 0) > 0

