import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import { memory } from '../../src/load/memory.js'
import { assumptionIds } from '../../src/model/settings.js'
import type { Project } from '../../src/model/project.js'
import { openSession } from '../../src/session.js'
import { patience, runs, seed } from '../laws/runs.js'
import { anyCase, crowdedCase } from '../reference/arbitraries.js'
import { projectOf } from '../reference/project.js'

/** A session says what a check that starts anew says, whatever was edited before. */

const plain: CheckOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'all', remedies: 'none', expand: true }
const ways: CheckOptions = { ...plain, remedies: 'some', expand: false }

/** What somebody does between two checks; the numbers say where. */
type Edit = readonly [kind: number, at: number, other: number]

const edits = fc.array(fc.tuple(fc.nat(11), fc.nat(20), fc.nat(20)), { minLength: 2, maxLength: 6 })

/** The project after an edit. `whole` has all rules and all steps; the catalog stays the very same, and of a tenant the states of users who did not change. */
function edited(project: Project, whole: Project, [kind, at, other]: Edit): Project {
  const { rules } = project.rules
  const steps = project.plan?.steps ?? []
  const all = whole.plan?.steps ?? []
  const withSteps = (now: typeof steps): Project => ({ ...project, plan: { ...project.plan!, steps: now } })
  const withRules = (now: typeof rules): Project => ({ ...project, rules: { ...project.rules, rules: now, digest: `sha256:${JSON.stringify(now).length}` } })
  switch (kind) {
    case 0: return withSteps(steps.toSpliced(at % (steps.length + 1), 1))
    case 1: return withSteps(all.length === 0 ? steps : steps.toSpliced(at % (steps.length + 1), 0, all[other % all.length]!))
    case 2: return withSteps(all)
    case 3: return withRules(rules.toSpliced(at % (rules.length + 1), 1))
    case 4: return withRules(rules.map((rule, index) => (index === at % rules.length ? { ...rule, severity: other % 2 === 0 ? 'warning' : 'error' } : rule)))
    case 5: return withRules(rules.map((rule, index) => (index === at % rules.length ? { ...rule, reason: `because of ${other}`, place: { file: 'moved.yaml', line: other + 1, column: 1 } } : rule)))
    case 6: return { ...project, settings: { ...project.settings, assumptions: { ...project.settings.assumptions, [assumptionIds[at % assumptionIds.length]!]: other % 2 === 0 } } }
    // The same id, another meaning.
    case 7: return withRules(rules.map((rule, index) => (index === at % rules.length ? { ...rules[other % rules.length]!, id: rule.id } : rule)))
    case 8: return withSteps(steps.toSpliced(at % (steps.length + 1), 0, newcomer(other)))
    case 9: return { ...project, tenant: { ...project.tenant, cohorts: project.tenant.cohorts.map((cohort, index) => (index === at % project.tenant.cohorts.length ? { ...cohort, state: { ...cohort.state, usageLocation: other % 2 === 0 ? null : 'DE' } } : cohort)) } }
    case 10: return { ...project, tenant: { ...project.tenant, organization: { ...project.tenant.organization, countryLetterCode: ['CH', 'BH', null][other % 3]!, defaultUsageLocation: null } } }
    default: return whole
  }
}

/** Someone new, who is given a licence after that if the case has any to give. */
function newcomer(number: number): NonNullable<Project['plan']>['steps'][number] {
  const user = { id: `new-${number % 3}`, userPrincipalName: `new-${number % 3}@contoso.com`, usageLocation: 'CH', accountEnabled: true, userType: 'Member', onPremisesSyncEnabled: false, proxyAddresses: [], attributes: {} }
  return { change: { op: 'createUser', user }, place: { file: 'plan.yaml', line: 1, column: 1 } }
}

async function holds(whole: Project, sequence: readonly Edit[], options: CheckOptions): Promise<void> {
  const session = openSession(memory({}))
  let project = whole
  for (const edit of [[11, 0, 0] as const, ...sequence]) {
    project = edited(project, whole, edit)
    expect(JSON.stringify(await session.check(project, options))).toBe(JSON.stringify(await check(project, options)))
  }
}

const cases = runs(150, 5000)
test(`after any edits of plan, rules, settings and tenant (${cases} sequences, seed ${seed})`, () =>
  fc.assert(fc.asyncProperty(fc.oneof(anyCase, crowdedCase), edits, (input, sequence) => holds(projectOf(input), sequence, plain)), { seed, numRuns: cases }), patience)

const searched = runs(25, 600)
test(`ways out, too (${searched} sequences, seed ${seed})`, () =>
  fc.assert(fc.asyncProperty(anyCase, edits, (input, sequence) => holds(projectOf(input), sequence, ways)), { seed, numRuns: searched }), patience)

test('a check that was given up leaves the session as it was', async () => {
  const project = projectOf(fc.sample(crowdedCase, { seed, numRuns: 1 })[0]!)
  const session = openSession(memory({}))
  await expect(session.check(project, { ...plain, signal: AbortSignal.abort() })).rejects.toThrow('aborted')
  expect(await session.check(project, plain)).toEqual(await check(project, plain))
})
