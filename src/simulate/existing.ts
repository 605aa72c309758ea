import type { Guid } from '../model/catalog.js'
import type { Path, Source } from '../model/tenant.js'
import type { Cause, Standing } from '../model/trace.js'
import type { Violation } from '../model/violation.js'
import { attemptOf, blameOf, blockingOf, seatsNeeded } from './attempt.js'
import { cause, causeOf, codeOf } from './causes.js'
import { consumedBy, isFailed, isInStep } from './paths.js'
import { seatsSubject } from './seats.js'
import type { Asking, World } from './world.js'

/**
 * The errors that the snapshot records, before any step: each with the rule that explains it, if one does now,
 * and whether a reprocess would clear it. An `Other` row stands only where no culprit does.
 */
export function* standRecorded(world: World): Asking<void> {
  const waiting = waitingUsers(world)
  for (let index = 0; index < world.crowds.length; index += 1) {
    const paths = (world.crowds[index]!.state?.paths ?? []).filter(isFailed)
    for (const path of paths) yield* standPath(world, index, path, waiting)
  }
}

function* standPath(world: World, index: number, path: Path, waiting: ReadonlyMap<Guid, number>): Asking<void> {
  const crowd = world.crowds[index]!
  const found = yield* whatBlocks(world, index, path, waiting)
  const culprits = Object.entries(path.errors).filter(([, code]) => code !== 'Other')
  const rows = culprits.length > 0 ? culprits : Object.entries(path.errors)
  const clears = path.source !== null && found.length === 0
  const standings = rows
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([skuId, code]) => causesOf(path.source, skuId, code, found))
    .map((one): Standing => recorded(one, clears))
  world.crowds[index] = { ...crowd, standings: [...crowd.standings, ...standings] }
}

/** Users whom the snapshot records as waiting for a unit, by product: all of them want one. */
function waitingUsers(world: World): ReadonlyMap<Guid, number> {
  const users = new Map<Guid, number>()
  for (const { state, members } of world.crowds) {
    const has = consumedBy(state)
    const codes = (state?.paths ?? []).flatMap((path) => Object.entries(path.errors))
    const waits = codes.filter(([skuId, code]) => code === 'CountViolation' && !has.has(skuId)).map(([skuId]) => skuId)
    for (const skuId of new Set(waits)) users.set(skuId, (users.get(skuId) ?? 0) + members.length)
  }
  return users
}

interface Found {
  readonly violation: Violation
  readonly skuIds: readonly Guid[]
}

/** What an attempt would meet today. */
function* whatBlocks(world: World, index: number, path: Path, waiting: ReadonlyMap<Guid, number>): Asking<readonly Found[]> {
  if (isInStep(path)) return []
  const crowd = world.crowds[index]!
  const subject = attemptOf(world, crowd, path.source)
  const [violations] = yield [subject]
  const blocked = blameOf(world, subject, blockingOf(world, subject, violations!))
  if (blocked.length > 0) return blocked
  const needs = seatsNeeded(crowd.state!, path)
  if (needs.length === 0) return []
  const verdicts = yield needs.map((skuId) => seatsSubject(world, skuId, waiting.get(skuId) ?? 1))
  return needs.flatMap((skuId, i) => verdicts[i]!.map((violation) => ({ violation, skuIds: [skuId] })))
}

/** The rules that explain this code on this row, or the bare record. */
function causesOf(source: Source, skuId: Guid, code: string, found: readonly Found[]): readonly Cause[] {
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
