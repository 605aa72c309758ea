import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { worstCases } from '../../bench/worst-cases.js'
import type { Report } from '../../src/model/report.js'

const dist = join(import.meta.dirname, '../../dist')
const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

/** Everything is judged with the engine alone as well, and all that users have counts: what is quick says the same. */
function reportOf(name: string, size: number): Report {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-worst-'))
  folders.push(folder)
  worstCases.find((one) => one.name.startsWith(name))!.write(folder, size)
  const [quickly, verified] = [checked(folder), checked(folder, '--verify')]
  expect(quickly).toBe(verified)
  return JSON.parse(verified) as Report
}

function checked(cwd: string, ...more: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(dist, 'seatplan.js'), 'check', 'plan.yaml', '--format', 'json', '--remedies', 'none', ...more], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
  expect([status === 0 || status === 1, stderr]).toEqual([true, ''])
  return stdout
}

const short = ({ findings }: Report): readonly number[] => findings.filter(({ error }) => error === 'CountViolation').map(({ users }) => users.count)
const gaining = ({ impact }: Report): number => impact.reduce((sum, { users }) => sum + users.count, 0)

test('every user is a cohort of its own', () => {
  expect(reportOf('users, no two alike', 300).tenant).toMatchObject({ users: 300, cohorts: 300 })
})

test('of many groups the one that is licensed gives to its own user alone', () => {
  const report = reportOf('licensed groups, one user', 400)
  expect(report.tenant).toMatchObject({ users: 400, cohorts: 400, groups: 400 })
  expect([report.summary.errors, gaining(report)]).toEqual([0, 2])
})

test('users in many licensed groups: five of fifty find a unit, nobody loses what another group gives', () => {
  const report = reportOf('licensed groups, 50 users', 100)
  expect(report.tenant).toMatchObject({ users: 50, cohorts: 2 })
  expect([short(report), gaining(report), report.impact.flatMap(({ loses }) => loses)]).toEqual([[45], 5, []])
})

test('of a large group half go without a unit', () => {
  const report = reportOf('users in one group', 5000)
  expect([short(report), gaining(report)]).toEqual([[2500], 2500])
})

test('hundreds of house rules are all asked', () => {
  const report = reportOf('rules', 300)
  expect(report.rules.count).toBeGreaterThan(300)
  const broken = new Set(report.findings.flatMap(({ ruleId }) => (ruleId?.startsWith('house-') ? [ruleId] : [])))
  expect(broken.size).toBeGreaterThan(100)
})

test('hundreds of direct licences, each for one user', () => {
  const report = reportOf('changes of direct', 300)
  expect(report.steps.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 300 }, () => 'accepted'))
  expect([report.findings, gaining(report)]).toEqual([[], 300])
})

test('hundreds of changed memberships: half of the users were members already', () => {
  const report = reportOf('changes of memberships', 300)
  expect([report.findings, gaining(report), report.notices.filter(({ id }) => id === 'members-unchanged').length]).toEqual([[], 150, 150])
})
