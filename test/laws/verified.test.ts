import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import { anyCase, crowdedCase } from '../reference/arbitraries.js'
import { projectOf } from '../reference/project.js'
import { patience, runs, seed } from './runs.js'

const options: CheckOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'all', remedies: 'none', expand: true }

const verified = runs(60, 3000)
test(`triggers and memory lead to the verdicts of the engine alone (${verified} cases, seed ${seed})`, async () => {
  let findings = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(anyCase, crowdedCase), async (input) => {
      const quickly = await check(projectOf(input), options)
      findings += quickly.findings.filter(({ ruleId }) => ruleId !== null).length
      expect(await check(projectOf(input), { ...options, verify: true })).toEqual(quickly)
    }),
    { seed, numRuns: verified },
  )
  expect(findings).toBeGreaterThan(verified / 4)
}, patience)
