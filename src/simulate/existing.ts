import type { Guid } from '../model/catalog.js'
import type { Path, Source } from '../model/tenant.js'
import type { Cause, Standing } from '../model/trace.js'
import { attemptOf, blameOf, blockingOf, seatsNeeded } from './attempt.js'
import { cause, causeOf, codeOf, type Blame } from './causes.js'
import { isFailed, isInStep } from './paths.js'
import { seatsSubject } from './seats.js'
import type { Asking, World } from './world.js'

/**
 * The errors that the snapshot records, before any step: each with the rule that explains it, if one does now,
 * and whether a reprocess would clear it. An `Other` row stands only where no culprit does.
 */
export function* standRecorded(world: World): Asking<void> {
  const failed = world.crowds.flatMap(({ state }, index) => (state?.paths ?? []).filter(isFailed).map((path) => ({ index, path })))
  const met = yield* whatBlocks(world, failed)
  const waiting = waitingUsers(world, met)
  for (const one of met) stand(world, one, yield* whatIsFound(world, one, waiting))
}

interface Failed {
  readonly index: number
  readonly path: Path
}

/** A failed source, and what its attempt would meet today: what blocks it, else the products that it needs units of. */
interface Met extends Failed {
  readonly blocked: readonly Blame[]
  readonly needs: readonly Guid[]
}

function* whatBlocks(world: World, failed: readonly Failed[]): Asking<readonly Met[]> {
  const subjects = failed.map(({ index, path }) => (isInStep(path) ? undefined : attemptOf(world, world.crowds[index]!, path.source)))
  const asked = subjects.filter((subject) => subject !== undefined)
  const verdicts = (asked.length > 0 ? yield asked : []).values()
  return failed.map((one, i) => {
    const subject = subjects[i]
    if (subject === undefined) return { ...one, blocked: [], needs: [] }
    const blocked = blameOf(world, subject, blockingOf(world, subject, verdicts.next().value!))
    return { ...one, blocked, needs: blocked.length > 0 ? [] : seatsNeeded(world.crowds[one.index]!.state!, one.path) }
  })
}

/** Users whom the snapshot shows without a unit that they would ask for again, by product: they compete. */
function waitingUsers(world: World, met: readonly Met[]): ReadonlyMap<Guid, number> {
  const crowds = new Map<Guid, Set<number>>()
  for (const { index, path, needs } of met)
    for (const skuId of needs.filter((id) => path.errors[id] === 'CountViolation')) crowds.set(skuId, (crowds.get(skuId) ?? new Set()).add(index))
  return new Map([...crowds].map(([skuId, some]) => [skuId, [...some].reduce((sum, index) => sum + world.crowds[index]!.members.length, 0)]))
}

/** What blocks, else the products that have too few units. */
function* whatIsFound(world: World, { blocked, needs }: Met, waiting: ReadonlyMap<Guid, number>): Asking<readonly Blame[]> {
  if (needs.length === 0) return blocked
  const verdicts = yield needs.map((skuId) => seatsSubject(world, skuId, waiting.get(skuId) ?? 1))
  return needs.flatMap((skuId, i) => verdicts[i]!.map((violation) => ({ violation, skuIds: [skuId] })))
}

function stand(world: World, { index, path }: Failed, found: readonly Blame[]): void {
  const crowd = world.crowds[index]!
  const culprits = Object.entries(path.errors).filter(([, code]) => code !== 'Other')
  const rows = culprits.length > 0 ? culprits : Object.entries(path.errors)
  const clears = path.source !== null && found.length === 0
  const standings = rows
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([skuId, code]) => causesOf(path.source, skuId, code, found))
    .map((one): Standing => recorded(one, clears))
  world.crowds[index] = { ...crowd, standings: [...crowd.standings, ...standings] }
}

/** The rules that explain this code on this row, or the bare record. */
function causesOf(source: Source, skuId: Guid, code: string, found: readonly Blame[]): readonly Cause[] {
  const explained = found
    .filter(({ violation, skuIds }) => codeOf(violation) === code && skuIds.includes(skuId))
    .map(({ violation }) => causeOf(violation, 'user', source, skuId))
  return explained.length > 0 ? explained : [bare(source, skuId, code)]
}

const bare = (source: Source, skuId: Guid, code: string): Cause =>
  cause({
    ruleId: null,
    kind: 'recorded',
    error: code,
    scope: 'user',
    source,
    skuId,
    opposing: [],
    evidence: { kind: 'service', recorded: code },
  })

const recorded = (one: Cause, reprocessClears: boolean): Standing => ({
  cause: one,
  origin: 'existing',
  firstStep: 0,
  lastStep: 0,
  open: true,
  determined: true,
  failed: true,
  reprocessClears,
})
