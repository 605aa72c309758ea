import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Found } from '../../src/explain/found.js'
import type { Plan } from '../../src/model/change.js'
import type { Standing, Trace } from '../../src/model/trace.js'
import { editPlan, type PlanEdit } from '../../src/remedy/edit-plan.js'
import { enumerate } from '../../src/remedy/enumerate.js'
import { concernedBy } from '../../src/remedy/part/concerned.js'
import { isOneWhole, reachOf } from '../../src/remedy/part/reach.js'
import { editsFor } from '../../src/remedy/play-set.js'
import { usersOf } from '../../src/remedy/scene.js'
import { playEdits, playWhole, type PlayedEdits } from '../../src/remedy/trial.js'
import { anyCase } from '../reference/arbitraries.js'
import type { Case } from '../reference/case.js'
import { projectOf } from '../reference/project.js'
import { subsets } from './oracle/brute-force.js'
import { open, type Opened } from './oracle/open.js'
import { smallCase } from './oracle/small-cases.js'

const isLong = process.env['SEATPLAN_LONG'] === '1'
const bounds = { size: 2, trials: 10, users: 1_000, shown: 100 }

/** What was compared; `parts`: for how many edits less than the whole tenant is played. */
interface Tally {
  edits: number
  parts: number
}

async function compareAll(cases: fc.Arbitrary<Case>, { seed, numRuns }: { seed: number; numRuns: number }): Promise<Tally> {
  const tally: Tally = { edits: 0, parts: 0 }
  const property = fc.asyncProperty(cases, cases, async (one, other) => {
    const opened = await open(projectOf(one), bounds)
    for (const edits of [...(await editsOfMoves(opened)), ...foreign(one, other)]) {
      tally.edits += 1
      tally.parts += isPart(opened, edits) ? 1 : 0
      const { base, tools } = opened
      expect(seen(await playEdits(base, edits, tools.judge, 1))).toEqual(seen(await playWhole(base, edits, tools.judge)))
    }
  })
  await fc.assert(property, { seed, numRuns })
  console.info(`${tally.edits} edited plans, ${tally.parts} played for a part of the tenant`)
  return tally
}

/** Sets of one and of two moves, as they are tried. */
async function editsOfMoves({ base, tools, findings }: Opened): Promise<readonly (readonly PlanEdit[])[]> {
  const all: (readonly PlanEdit[])[] = []
  for (const [found] of findings) {
    const { universe } = await enumerate(base, found, tools)
    for (const moves of subsets(universe.slice(0, 4)).filter(({ length }) => length < 3)) {
      const edits = await editsFor(base, moves, tools.scenes)
      if (edits && edits.length > 0) all.push(edits)
    }
  }
  return all
}

/** Changes of another plan, at each place, where they name what there is. */
function foreign(one: Case, { changes }: Case): readonly (readonly PlanEdit[])[] {
  if (one.changes.length === 0) return []
  const names = new Set([...one.users, ...one.groups, ...one.products].map(({ id }) => id))
  const isKnown = (text: string): boolean => [...text.matchAll(/"([ughv]\d+|p[a-d])"/g)].every(([, name]) => names.has(name!))
  const fitting = changes.filter((change) => change.op !== 'createUser' && change.op !== 'createGroup' && isKnown(JSON.stringify(change)))
  return fitting.flatMap((change, index): (readonly PlanEdit[])[] => {
    const step = 1 + (index % one.changes.length)
    const edit: PlanEdit = { at: 'before', step, change }
    return [[edit], [{ at: 'instead', step, change }], [{ at: 'after', step: one.changes.length, change }]]
  })
}

function isPart({ base: { situation, checkpointBefore } }: Opened, edits: readonly PlanEdit[]): boolean {
  const plan: Plan = situation.project.plan!
  const from = checkpointBefore(Math.max(1, Math.min(...edits.map(({ step }) => step))))!
  if (isOneWhole(situation.project, from)) return false
  const concerned = concernedBy(reachOf(situation.project, from), plan, editPlan(plan, edits).plan, edits)
  return concerned !== undefined && concerned.crowds.length < from.world.crowds.length
}

/** All that a trial shows, whatever the order, and however users are put together. */
function seen({ situation: { trace }, found, refused }: PlayedEdits) {
  return {
    found: sorted(found.map(foundText)),
    refused: sorted(refused.map(foundText)),
    seats: trace.seats,
    groups: sorted([...trace.groups.values()].map((group) => JSON.stringify(group))),
    users: usersIn(trace),
  }
}

const sorted = (texts: readonly string[]): readonly string[] => [...texts].sort()

const foundText = (one: Found): string =>
  JSON.stringify([one.origin, one.cause.key, one.severity, one.step, one.lastStep, one.transient, one.count, one.skus, usersOf(one)])

const standingText = ({ cause, origin, firstStep, lastStep, open: isOpen, determined, failed, contradicts, reprocessClears }: Standing): string =>
  JSON.stringify([cause.key, origin, firstStep, isOpen ? null : lastStep, isOpen, determined, failed, contradicts, reprocessClears])

function usersIn({ cohorts }: Trace): readonly string[] {
  const texts: string[] = []
  for (const { members, after, standings, deltas, undetermined } of cohorts) {
    const text = JSON.stringify([after, sorted(standings.map(standingText)), deltas, sorted([...undetermined].map((row) => JSON.stringify(row)))])
    for (const ordinal of members) texts[ordinal] = text
  }
  return texts
}

test('what is played for a part of the tenant is what is played for the whole of it', { timeout: 3_600_000 }, async () => {
  const tally = await compareAll(anyCase, { seed: 20261129, numRuns: isLong ? 5_000 : 60 })
  expect(tally.parts).toBeGreaterThan(100)
})

test('the same in small tenants whose plans go wrong often', { timeout: 3_600_000 }, async () => {
  const tally = await compareAll(smallCase, { seed: 20261130, numRuns: isLong ? 5_000 : 60 })
  expect(tally.parts).toBeGreaterThan(100)
})
