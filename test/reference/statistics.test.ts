import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyCase, codes, crowdedCase } from './arbitraries.js'
import type { Case } from './case.js'
import { play } from './reference.js'

/** Random worlds prove nothing if the same thing happens in all of them: how often does what happen? */

const runs = 400
const seed = 20261124

function happenings(input: Case): string[] {
  const played = play(input)
  const steps = played.steps.map(({ outcome }, index) => `${input.changes[index]?.op}: ${outcome}`)
  const reasons = played.steps.flatMap((step) => step.refusals.map(({ rule, error, reason }) => `refused: ${reason ?? error} ${rule ? 'by a rule' : ''}`))
  const found = [...played.findings.values()].flat().map((one) => `${one.origin}: ${one.rule === null ? 'unexplained ' : ''}${one.error ?? 'blocks nothing'}`)
  const rows = [...played.rows.values()].flat().map((row) => `row: ${row.state} ${row.error ?? ''}`)
  const shortages = played.shortages.map(({ min, max }) => `seats: ${min === max ? 'min = max' : 'min < max'}`)
  const ended = [...played.findings.values()].flat().some((one) => one.lastStep < input.changes.length) ? ['a finding ends'] : []
  return [...new Set([...steps, ...reasons, ...found, ...rows, ...shortages, ...ended])]
}

function shares(cases: fc.Arbitrary<Case>): (what: string) => number {
  const counts = new Map<string, number>()
  for (const input of fc.sample(cases, { seed, numRuns: runs }))
    for (const what of happenings(input)) counts.set(what, (counts.get(what) ?? 0) + 1)
  if (process.env['SEATPLAN_STATISTICS'])
    for (const [what, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1)))
      console.log(`${((100 * count) / runs).toFixed(1).padStart(5)} %  ${what}`)
  return (what) => (counts.get(what) ?? 0) / runs
}

const ops = [
  'assignLicense',
  'addMembers',
  'removeMembers',
  'setMembers',
  'updateUser',
  'updateGroup',
  'createGroup',
  'deleteGroup',
  'createUser',
  'deleteUser',
  'restoreUser',
  'changeUnits',
  'reprocess',
]

test(`every change, code and outcome occurs (${runs} cases, seed ${seed})`, () => {
  const often = shares(anyCase)
  for (const code of codes.filter((one) => one !== 'Other')) {
    expect(often(`introduced: ${code}`), code).toBeGreaterThan(0.01)
    expect(often(`existing: ${code}`), code).toBeGreaterThan(0.01)
  }
  for (const op of ops) expect(often(`${op}: accepted`), op).toBeGreaterThan(0.02)
  expect(often('assignLicense: refused')).toBeGreaterThan(0.05)
  expect(often('assignLicense: partly')).toBeGreaterThan(0.01)
  expect(often('row: ActiveWithError DependencyViolation')).toBeGreaterThan(0.05)
  expect(often('introduced: blocks nothing')).toBeGreaterThan(0.02)
  expect(often('a finding ends')).toBeGreaterThan(0.05)
})

test(`crowds are short of seats, often in an order that decides (${runs} cases, seed ${seed})`, () => {
  const often = shares(crowdedCase)
  expect(often('seats: min < max')).toBeGreaterThan(0.1)
  expect(often('seats: min = max')).toBeGreaterThan(0.3)
})
