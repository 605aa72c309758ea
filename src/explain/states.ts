import type { StateRow, StateRows } from '../model/report.js'
import type { AssumptionId } from '../model/settings.js'
import type { License, Path, UserName, UserState } from '../model/tenant.js'
import type { TraceCohort } from '../model/trace.js'
import type { Situation } from './situation.js'

/** A row of one source, as `licenseAssignmentStates` would show it. */
export interface Row extends Pick<StateRow, 'skuId' | 'assignedByGroup' | 'disabledPlans' | 'state' | 'error' | 'oneOf'> {}

/** Rows that stand after the last step, of the users with a row that changed, or of all; sorted by userPrincipalName, skuId, group. */
export function statesOf(situation: Situation, which: 'changed' | 'all', mostAtOnce = usersAtOnce): StateRows {
  const alike = situation.trace.cohorts.flatMap((cohort) => alikeIn(situation, cohort, which))
  return alike.reduce((sum, { members }) => sum + members.length, 0) <= mostAtOnce ? rowsInOrder(situation, alike) : rowsInParts(situation, alike, mostAtOnce)
}

/** So many users' rows are held at once. */
const usersAtOnce = 8192

/** Users with the same rows. */
interface Alike {
  readonly members: Uint32Array
  readonly rows: readonly Omit<StateRow, 'userPrincipalName' | 'userId'>[]
}

function alikeIn(situation: Situation, cohort: TraceCohort, which: 'changed' | 'all'): readonly Alike[] {
  const rows = rowsAfter(situation, cohort)
  if (rows.length === 0 || (which === 'changed' && !isChanged(situation, cohort, rows))) return []
  const named = rows.map((row) => ({
    skuId: row.skuId,
    skuPartNumber: situation.names.product(row.skuId),
    assignedByGroup: row.assignedByGroup,
    disabledPlans: row.disabledPlans,
    state: row.state,
    error: row.error,
    ...(row.oneOf && { oneOf: row.oneOf }),
  }))
  return [{ members: cohort.members, rows: named }]
}

function rowsInOrder(situation: Situation, alike: readonly Alike[]): readonly StateRow[] {
  const users = alike.flatMap(({ members, rows }) => [...members].map((ordinal) => ({ ...situation.person(ordinal), rows })))
  return users.sort(byName).flatMap(({ userPrincipalName, id, rows }) => rows.map((row) => ({ userPrincipalName, userId: id, ...row })))
}

const byName = (a: UserName, b: UserName): number => compare(a.userPrincipalName, b.userPrincipalName) || compare(a.id, b.id)

/** Users are parted by their names, and one part after the other put in order. */
function rowsInParts(situation: Situation, alike: readonly Alike[], mostAtOnce: number): StateRows {
  const length = alike.reduce((sum, { members, rows }) => sum + members.length * rows.length, 0)
  function* rows(): Generator<StateRow> {
    for (const part of partsOf(situation, alike, mostAtOnce)) yield* rowsInOrder(situation, part)
  }
  return { length, [Symbol.iterator]: rows, toJSON: () => [...rows()] } as StateRows
}

/** By name: those in one part come before those in the next one. */
function* partsOf(situation: Situation, alike: readonly Alike[], mostAtOnce: number): Generator<readonly Alike[]> {
  const firsts = firstNames(situation, alike, mostAtOnce)
  const places = alike.map(({ members }) => Float64Array.from(members, (ordinal) => partOf(situation.person(ordinal).userPrincipalName, firsts) * partSize + ordinal).sort())
  const done = new Uint32Array(alike.length)
  for (let part = 0; part <= firsts.length; part++) {
    yield alike.flatMap(({ rows }, i) => {
      const [from, all] = [done[i]!, places[i]!]
      while (done[i]! < all.length && all[done[i]!]! < (part + 1) * partSize) done[i]!++
      return done[i] === from ? [] : [{ members: Uint32Array.from(all.subarray(from, done[i]), (place) => place % partSize), rows }]
    })
  }
}

/** More than there are ordinals. */
const partSize = 2 ** 32
const triesOfEach = 16

/** With which names all parts but the first one begin: some are looked at, as evenly as users lie. */
function firstNames(situation: Situation, alike: readonly Alike[], mostAtOnce: number): readonly string[] {
  const users = alike.reduce((sum, { members }) => sum + members.length, 0)
  const parts = Math.ceil((users / mostAtOnce) * 2)
  const step = Math.max(1, Math.floor(users / (parts * triesOfEach)))
  const tried: string[] = []
  let next = 0
  for (const { members } of alike) {
    for (; next < members.length; next += step) tried.push(situation.person(members[next]!).userPrincipalName)
    next -= members.length
  }
  tried.sort(compare)
  return Array.from({ length: parts - 1 }, (_, i) => tried[Math.floor(((i + 1) * tried.length) / parts)]!)
}

function partOf(name: string, firsts: readonly string[]): number {
  let [low, high] = [0, firsts.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (firsts[middle]! <= name) low = middle + 1
    else high = middle
  }
  return low
}

/** Rows after the last step; where several candidates share a fate, what each may have. */
export function rowsAfter(situation: Situation, cohort: TraceCohort): readonly Row[] {
  const rows = rowsOf(situation, cohort.after)
  if (cohort.undetermined.size === 0) return rows
  return rows.map((row) => {
    const oneOf = cohort.undetermined.get(`${row.assignedByGroup ?? ''}|${row.skuId}`)
    return oneOf ? { ...row, state: 'NotDetermined', error: null, oneOf } : row
  })
}

const isChanged = (situation: Situation, cohort: TraceCohort, rows: readonly Row[]): boolean =>
  JSON.stringify(rowsOf(situation, cohort.before)) !== JSON.stringify(rows)

/** The rows of a user's state, sorted by skuId, then direct before groups. */
export function rowsOf(situation: Pick<Situation, 'project'>, state: UserState | undefined): readonly Row[] {
  const rows = (state?.paths ?? []).flatMap((path) => pathRows(situation, path))
  return rows.sort((a, b) => compare(a.skuId, b.skuId) || bySource(a, b))
}

function pathRows({ project }: Pick<Situation, 'project'>, path: Path): Row[] {
  const isOn = (id: AssumptionId): boolean => project.settings.assumptions[id]
  const isFailed = Object.keys(path.errors).length > 0
  const row = (license: License, state: string, error: string | null): Row => ({
    skuId: license.skuId,
    assignedByGroup: path.source,
    disabledPlans: license.disabledPlans,
    state,
    error,
  })
  const waiting = path.intended.filter((license) => !path.effective.some((other) => other.skuId === license.skuId))
  const stays = (license: License): string | null =>
    path.errors[license.skuId] ?? (isFailed && (isOn('A-SIBLINGS-OTHER') || !isWanted(path, license)) ? 'Other' : null)
  return [
    ...path.effective.map((license) => row(license, stays(license) ? 'ActiveWithError' : 'Active', stays(license))),
    ...(isFailed ? waiting.map((license) => row(license, 'Error', path.errors[license.skuId] ?? 'Other')) : []),
    ...path.disabled.map((license) => row(license, 'Disabled', null)),
  ]
}

/** Stays on unchanged. */
const isWanted = ({ intended }: Path, license: License): boolean =>
  intended.some((other) => other.skuId === license.skuId && other.disabledPlans.join() === license.disabledPlans.join())

const bySource = (a: Row, b: Row): number =>
  a.assignedByGroup === b.assignedByGroup ? 0 : a.assignedByGroup === null ? -1 : b.assignedByGroup === null ? 1 : compare(a.assignedByGroup, b.assignedByGroup)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
