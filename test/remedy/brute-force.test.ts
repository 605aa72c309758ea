import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Found } from '../../src/explain/found.js'
import { sha256 } from '../../src/load/text/digest.js'
import type { Finding } from '../../src/model/report.js'
import { editsOf } from '../../src/remedy/edit-plan.js'
import { enumerate, type Cure } from '../../src/remedy/enumerate.js'
import type { Move } from '../../src/remedy/move.js'
import type { Scene } from '../../src/remedy/scene.js'
import { anyCase } from '../reference/arbitraries.js'
import type { Case } from '../reference/case.js'
import { projectOf } from '../reference/project.js'
import { setKey, subsets, tryAll, tryExactly, tryOne, wantedOf } from './oracle/brute-force.js'
import { closed } from './oracle/closed-universe.js'
import { open, type Opened } from './oracle/open.js'
import { smallCase } from './oracle/small-cases.js'

const isLong = process.env['SEATPLAN_LONG'] === '1'
/** Moves of a universe whose sets are all played: 2 to the power of it. */
const most = isLong ? 12 : 7
const bounds = { size: most + 1, trials: 2 ** most, users: 1_000, shown: 100_000 }

/** What a property looked at, printed at its end: a property that looks at nothing proves nothing. */
interface Tally {
  cases: number
  findings: number
  sets: number
}

/** Every finding that has ways out, of random tenants and plans. */
async function overFindings(
  cases: fc.Arbitrary<Case>,
  { seed, numRuns }: { seed: number; numRuns: number },
  look: (opened: Opened, found: Found, finding: Finding, tally: Tally) => Promise<void>,
): Promise<Tally> {
  const tally: Tally = { cases: 0, findings: 0, sets: 0 }
  const property = fc.asyncProperty(cases, async (one) => {
    tally.cases += 1
    const opened = await open(projectOf(one), bounds)
    for (const [found, finding] of opened.findings)
      if (found.origin !== 'resolved' && found.severity !== 'info') await look(opened, found, finding, tally)
  })
  await fc.assert(property, { seed, numRuns })
  console.info(`${tally.cases} cases, ${tally.findings} findings, ${tally.sets} sets played one by one`)
  return tally
}

const keysOf = (cures: readonly Cure[]): { clean: readonly string[]; atAPrice: readonly string[] } => ({
  clean: cures.filter(({ trial }) => trial.caused.length === 0).map(({ trial }) => JSON.stringify(trial.edits)).sort(),
  atAPrice: cures.filter(({ trial }) => trial.caused.length > 0).map(({ trial }) => JSON.stringify(trial.edits)).sort(),
})

describe('the sets that are offered are those that playing every set finds', () => {
  test('over the universe that the search reports', { timeout: 3_600_000 }, async () => {
    const tally = await overFindings(smallCase, { seed: 20261124, numRuns: isLong ? 2_000 : 60 }, async (opened, found, finding, count) => {
      const { cures, universe, isComplete } = await enumerate(opened.base, found, opened.tools)
      if (!isComplete || universe.length > most) return
      const tried = await tryAll(opened, finding, universe)
      count.findings += 1
      count.sets += tried.length
      expect(keysOf(cures)).toEqual(wantedOf(tried))
    })
    expect(tally.findings).toBeGreaterThan(20)
  })

  test('over the universe of all moves that are offered for what any set leaves, or causes if it cures', { timeout: 3_600_000 }, async () => {
    const tally = await overFindings(smallCase, { seed: 20261125, numRuns: isLong ? 1_000 : 25 }, async (opened, found, finding, count) => {
      const { cures, universe, isComplete } = await enumerate(opened.base, found, opened.tools)
      if (!isComplete || universe.length > most) return
      const wide = await closed(opened, found, finding, most)
      const moves = [...new Map([...universe, ...(wide ?? [])].map((one) => [one.id, one])).values()]
      if (!wide || moves.length > most) return
      const tried = await tryAll(opened, finding, moves)
      count.findings += 1
      count.sets += tried.length
      expect(keysOf(cures)).toEqual(wantedOf(tried))
    })
    expect(tally.findings).toBeGreaterThan(8)
  })
})

test('a remedy does what it says, and no part of it would do, wherever the search was cut', { timeout: 3_600_000 }, async () => {
  const few = { ...bounds, size: 3, trials: 30 }
  const tally = await overFindings(anyCase, { seed: 20261126, numRuns: isLong ? 1_500 : 40 }, async (opened, found, finding, count) => {
    const { cures } = await enumerate(opened.base, found, { ...opened.tools, bounds: few })
    for (const cure of cures.slice(0, 5)) {
      count.findings += 1
      count.sets += 2 ** cure.moves.length - 1
      await provesItself(opened, finding, cure)
      if (isCountedByOne(opened, cure)) await isLeast(opened, finding, cure)
    }
  })
  expect(tally.sets).toBeGreaterThan(20)
})

/** As it is offered, with the numbers of units that it names. */
async function provesItself(opened: Opened, finding: Finding, { moves, trial }: Cure): Promise<void> {
  const causes = trial.caused.map((one) => sha256(`${one.origin} ${one.cause.key}`).slice(0, 32))
  expect((await tryExactly(opened, finding, moves))?.done?.effect).toEqual({ leaves: trial.leaves, isCured: true, causes: [...new Set(causes)].sort() })
  expect(trial.leaves).toBe(0)
}

/**
 * Whether no two rules limit a product that is bought or freed. Where they do, one may stop everybody before the other is asked: a
 * single unit would end the other's finding and help nobody. What is offered is what the finding says is short.
 */
const isCountedByOne = ({ base }: Opened, { moves }: Cure): boolean =>
  !moves.some((one) => one.counted) || base.situation.project.rules.rules.filter(({ kind }) => kind === 'seats').length < 2

async function isLeast(opened: Opened, finding: Finding, { moves, trial }: Cure): Promise<void> {
  for (const part of subsets(moves).filter((one) => one.length < moves.length)) {
    const effect = (await tryOne(opened, finding, part))?.effect
    const isBetter = effect?.isCured && (trial.caused.length > 0 || effect.causes.length === 0)
    expect(isBetter ? setKey(part) : undefined).toBeUndefined()
  }
}

test('a set of moves has no order', async () => {
  const tally = await overFindings(smallCase, { seed: 20261127, numRuns: isLong ? 2_000 : 40 }, async (opened, found, _, count) => {
    const { universe } = await enumerate(opened.base, found, { ...opened.tools, bounds: { ...bounds, size: 2, trials: 10 } })
    for (const moves of subsets(universe.slice(0, 5)).filter((one) => one.length > 1)) {
      count.sets += 1
      expect(await editsIn(opened, moves.toReversed())).toEqual(await editsIn(opened, moves))
    }
  })
  expect(tally.sets).toBeGreaterThan(100)
})

async function editsIn({ base, tools }: Opened, moves: readonly Move[]) {
  const scenes = new Map<number, Scene>()
  for (const { step } of moves) scenes.set(step, await tools.scenes(step))
  return editsOf(moves, scenes, base.situation.project.plan!)
}
