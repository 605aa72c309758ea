import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import { anonymous } from '../../src/explain/anonymous/anonymous.js'
import type { Project } from '../../src/model/project.js'
import type { Finding, Report } from '../../src/model/report.js'
import type { Waiver } from '../../src/model/waiver.js'
import { withGuids } from '../laws/files.js'
import { patience, runs, seed } from '../laws/runs.js'
import { anyCase } from '../reference/arbitraries.js'
import { caseOf, exclusive, group, license, product, row, user } from '../reference/make.js'
import { projectOf } from '../reference/project.js'

const options: CheckOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'all', remedies: 'none', expand: true }
const isShipped = () => false

/** All that a finding says but names. */
function gist({ kind, error, reason, severity, scope, origin, step, transient, lastStep, users, skus, servicePlans, assumptions, waived }: Finding): string {
  const { count, min, max, determined, sample } = users
  return JSON.stringify([kind, error, reason, severity, scope, origin, step, transient, lastStep, count, min, max, determined, sample.length, skus, servicePlans, assumptions, waived !== null])
}

function gists({ findings, summary, steps, seats, tenant, impact, groups, notices }: Report): unknown {
  return {
    findings: findings.map(gist).sort(), summary, tenant, seats,
    steps: steps.map(({ file: _, ...step }) => step),
    impact: impact.map(one => ({ ...one, users: one.users.count })).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    groups: groups.map(({ id: _, displayName: __, ...one }) => JSON.stringify(one)).sort(),
    notices: notices.map(({ id, count }) => `${id} ${count}`).sort(),
  }
}

/** Every second finding, by fingerprint. */
function waiversOf({ findings }: Report): readonly Waiver[] {
  return findings.filter((_, at) => at % 2 === 0).map(({ fingerprint }, at) => ({ by: 'fingerprint', text: fingerprint, id: fingerprint, reason: 'known', expires: '2027-01-01', owner: null, ticket: null, place: { file: 'waivers.yaml', line: at + 2, column: 5 } }))
}

const cases = runs(150, 4000)
test(`what is found does not depend on names (${cases} cases, seed ${seed})`, () => fc.assert(fc.asyncProperty(anyCase, async drawn => {
  const plain = projectOf(withGuids(drawn))
  const project: Project = { ...plain, waivers: waiversOf(await check(plain, options)) }
  const { project: renamed } = await anonymous(project, isShipped)
  expect(gists(await check(renamed, options))).toEqual(gists(await check(project, options)))
}), { seed, numRuns: cases }), patience)

test(`without the names of people alone findings keep their ids and fingerprints (${cases} cases, seed ${seed})`, () => fc.assert(fc.asyncProperty(anyCase, async drawn => {
  const project = projectOf(withGuids(drawn))
  const { project: renamed } = await anonymous(project, isShipped, { extent: 'people' })
  const [before, after] = [await check(project, options), await check(renamed, options)]
  const keys = ({ findings }: Report): unknown => findings.map(finding => [finding.id, finding.fingerprint, finding.ruleId, finding.group, finding.rule, gist(finding)])
  expect(keys(after)).toEqual(keys(before))
  expect(JSON.stringify(after)).not.toContain('@contoso.com')
}), { seed, numRuns: cases }), patience)

test('users are called by the order of their ids, whatever their names are', async () => {
  const project = projectOf(caseOf({
    products: [product('pa', ['p1']), product('pb', ['p2'])],
    groups: [group('g1', [license('pa')]), group('g2', [license('pb')])],
    users: [user('u2', { memberOf: ['g2'], rows: [row('pb', 'g2')] }), user('u1', { memberOf: ['g1'], rows: [row('pa', 'g1')] })],
    rules: [exclusive('house-rule', ['p1', 'p2'])],
    changes: [{ op: 'addMembers', group: 'g2', users: ['u1'] }],
  }))
  const { project: renamed } = await anonymous(project, isShipped)
  expect([0, 1].map(at => renamed.tenant.nameOf(at))).toEqual([
    { id: '00000000-0000-4000-9000-000000000001', userPrincipalName: 'user-0001' },
    { id: '00000000-0000-4000-9000-000000000002', userPrincipalName: 'user-0002' },
  ])
  const { findings } = await check(renamed, options)
  expect(findings.map(({ ruleId, users, group: where, because }) => [ruleId, users.sample, where?.displayName, because.slice(0, 2)])).toEqual([
    ['rule-0001', ['user-0001'], 'group-0002', ['Group group-0002 would give P2 of PB.', 'This user holds P1 of PA (group group-0001).']],
  ])
})
