import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPlays } from '../../src/engine/plays.js'
import { anyCase } from '../reference/arbitraries.js'
import { projectOf } from '../reference/project.js'
import { seed } from '../laws/runs.js'

const project = projectOf(fc.sample(anyCase, { numRuns: 1, seed })[0]!)
const [rule] = project.rules.rules

test.each([
  ['another tenant', { ...project, tenant: { ...project.tenant } }, false, true],
  ['another plan', { ...project, plan: undefined }, false, true],
  ['another reason', { ...project, rules: { ...project.rules, rules: project.rules.rules.map((one) => ({ ...one, reason: 'other' })) } }, false, true],
  ['another rule', { ...project, rules: { ...project.rules, rules: [...project.rules.rules, { ...rule!, id: 'other' }] } }, false, false],
  ['another catalog', { ...project, catalog: { ...project.catalog } }, false, false],
  ['another setting', { ...project, settings: { ...project.settings, assumeReprocess: !project.settings.assumeReprocess } }, false, false],
  ['everything judged twice', project, true, false],
])('%s: the judge goes on with what it knows where it judges the same', (_, now, verify, isSame) => {
  const plays = createPlays()
  expect(plays.judgeOf(project, false) === plays.judgeOf(now, verify)).toBe(isSame)
})
