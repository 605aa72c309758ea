import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { play as playCohorts } from '../../src/engine/play.js'
import { anyCase, crowdedCase } from '../reference/arbitraries.js'
import type { Case } from '../reference/case.js'
import type { Folding } from '../reference/project.js'
import { differences, differencesOf, judgeOf } from './compare.js'
import { loaded, withGuids } from './files.js'
import { patience, runs, seed } from './runs.js'

/** seatplan and the naive reference, on random tenants and plans. What they must agree in stands in `account.ts`. */

async function agree(input: Case, folding: Folding = 'folded'): Promise<void> {
  const found = await differences(input, folding)
  expect(found).toEqual([])
}

const small = runs(1200, 60_000)
test(`both say the same of ${small} random tenants (seed ${seed})`, async () => {
  await fc.assert(fc.asyncProperty(anyCase, (input) => agree(input)), { seed, numRuns: small })
}, patience)

const crowded = runs(400, 20_000)
test(`both count the same who go without a seat, over all orders, in ${crowded} crowded groups (seed ${seed})`, async () => {
  await fc.assert(fc.asyncProperty(crowdedCase, (input) => agree(input)), { seed, numRuns: crowded })
}, patience)

const alone = runs(300, 10_000)
test(`both say the same of ${alone} tenants in which every user is a cohort (seed ${seed + 1})`, async () => {
  await fc.assert(fc.asyncProperty(anyCase, (input) => agree(input, 'single')), { seed: seed + 1, numRuns: alone })
}, patience)

const files = runs(100, 6000)
test(`both say the same of ${files} tenants and plans that are read from files (seed ${seed + 2})`, async () => {
  const property = fc.asyncProperty(anyCase, async (drawn) => {
    const input = withGuids(drawn)
    const project = await loaded(input, (list) => [...list])
    expect(differencesOf(input, await playCohorts(project, judgeOf(input)))).toEqual([])
  })
  await fc.assert(property, { seed: seed + 2, numRuns: files })
}, patience)
