import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import { createJudge } from '../../src/engine/judge.js'
import { play } from '../../src/engine/play.js'
import type { Judge } from '../../src/model/judge.js'
import type { Project } from '../../src/model/project.js'
import type { Report } from '../../src/model/report.js'
import type { Subject } from '../../src/model/subject.js'
import type { Violation } from '../../src/model/violation.js'
import { anyCase, crowdedCase } from '../reference/arbitraries.js'
import type { Case } from '../reference/case.js'
import { projectOf } from '../reference/project.js'
import { judgeOf, plansOf, traceOf } from './compare.js'
import { loaded, withGuids, type Order } from './files.js'
import { patience, runs, seed } from './runs.js'

/** What must hold whatever the tenant, the rules and the plan are. */

const options: CheckOptions = {
  failOn: 'error',
  failOnExisting: false,
  failOnTransient: false,
  states: 'all',
  remedies: 'none',
  expand: true,
}

/** Checks a law on many random cases. */
function always(numRuns: number, holds: (input: Case, random: number) => Promise<void>): Promise<void> {
  return fc.assert(fc.asyncProperty(anyCase, fc.integer(), holds), { seed, numRuns })
}

function report(project: Project): Promise<Report> {
  return check(project, options)
}

const ordered = runs(40, 3000)
test(`the order of users, groups and files changes no byte (${ordered} cases, seed ${seed})`, () => always(ordered, async (drawn, random) => {
  const input = withGuids(drawn)
  const straight = await report(await loaded(input, (list) => [...list]))
  const mixed = await report(await loaded(input, shuffled(random)))
  expect(JSON.stringify(mixed)).toBe(JSON.stringify(straight))
}), patience)

/** Another order each time it is asked, the same for the same start. */
function shuffled(start: number): Order {
  let state = start >>> 0
  const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0)
  return (list) => list.map((value) => ({ value, at: next() })).sort((one, other) => one.at - other.at).map(({ value }) => value)
}

const empty = runs(120, 6000)
test(`an empty plan introduces nothing (${empty} cases, seed ${seed})`, () => always(empty, async (input) => {
  const { findings, summary, impact, seats } = await report(projectOf({ ...input, changes: [] }))
  expect(findings.filter((finding) => finding.origin !== 'existing')).toEqual([])
  expect(impact).toEqual([])
  expect(seats.filter((line) => line.consumed.before !== line.consumed.after)).toEqual([])
  expect(summary.exitCode).toBe(0)
}), patience)

const plenty = runs(200, 12_000)
test(`with seats for every wanted licence there is no CountViolation (${plenty} cases, seed ${seed})`, () => always(plenty, async (input) => {
  const rich = { ...input, products: input.products.map((one) => ({ ...one, enabled: one.consumed + 1000 })), changes: input.changes.filter((change) => change.op !== 'changeUnits') }
  const trace = await traceOf(rich)
  const short = [...trace.standings, ...trace.cohorts.flatMap((cohort) => cohort.standings)]
  // What the snapshot recorded stays recorded until it is tried again; no rule speaks of it any more.
  expect(short.filter(({ cause }) => cause.error === 'CountViolation' && cause.ruleId !== null)).toEqual([])
}), patience)

const crowded = runs(200, 12_000)
test(`with one product per group more seats never raise its shortage (${crowded} cases, seed ${seed})`, async () => {
  const oneEach = fc.oneof({ weight: 1, arbitrary: anyCase.map(oneProductEach) }, { weight: 2, arbitrary: crowdedCase.map(oneProductEach) })
  const holds = async (input: Case, more: number, which: number) => {
    const owned = input.products.filter((product) => product.owned)
    const sku = owned[which % owned.length]?.id
    const richer = input.products.map((one) => (one.id === sku ? Object.assign({}, one, { enabled: one.enabled + more }) : one))
    const [before, after] = [await traceOf(input), await traceOf({ ...input, products: richer })]
    const shortOf = (trace: typeof before) => trace.seats.find((line) => line.skuId === sku)?.short ?? { min: 0, max: 0 }
    expect(shortOf(after).max).toBeLessThanOrEqual(shortOf(before).max)
    expect(shortOf(after).min).toBeLessThanOrEqual(shortOf(before).min)
  }
  await fc.assert(fc.asyncProperty(oneEach, fc.integer({ min: 1, max: 3 }), fc.nat({ max: 3 }), holds), { seed, numRuns: crowded })
}, patience)

/** One product for each group and each direct call, one change. */
function oneProductEach(input: Case): Case {
  const groups = input.groups.map((group) => Object.assign({}, group, { licenses: group.licenses.slice(0, 1) }))
  const kept = new Set(groups.flatMap((group) => group.licenses.map((license) => `${group.id} ${license.skuId}`)))
  const users = input.users.map((user) => {
    const rows = user.rows.filter((row) => row.source === null || kept.has(`${row.source} ${row.skuId}`))
    return Object.assign({}, user, { rows })
  })
  const isThere = (id: string): boolean => users.some((user) => user.id === id) || groups.some((group) => group.id === id)
  const change = input.changes.find((one) => one.op === 'assignLicense' && one.addLicenses.length > 0 && ('group' in one.to ? isThere(one.to.group) : one.to.users.every(isThere)))
  if (change?.op !== 'assignLicense') return { ...input, groups, users, changes: [] }
  const to = change.to
  const held = 'group' in to ? groups.find((group) => group.id === to.group)?.licenses.map((license) => license.skuId) : []
  const one = { ...change, addLicenses: change.addLicenses.slice(0, 1), removeLicenses: held ?? [] }
  return { ...input, groups, users, changes: [{ ...one, removeLicenses: one.removeLicenses.filter((sku) => sku !== one.addLicenses[0]?.skuId) }] }
}

const idle = runs(120, 5000)
test(`a rule without a violation in any attempt or state can go, and no byte changes outside \`rules\` (${idle} cases, seed ${seed})`, () => always(idle, async (input) => {
  // Flipped, any address rule puts those who share an address last, whatever it is about: see test/reference/README.md.
  fc.pre(input.settings.assumptions['A-PROXY-OBJECT'])
  const broken = new Set<string>()
  await play(projectOf(input), listening(judgeOf(input), (_, found) => found.forEach(({ ruleId }) => broken.add(ruleId))))
  const unused = input.rules.find((rule) => !broken.has(rule.id))
  fc.pre(unused !== undefined)
  const { rules: _with, ...full } = await report(projectOf(input))
  const { rules: _without, ...less } = await report(projectOf({ ...input, rules: input.rules.filter((rule) => rule !== unused) }))
  expect(JSON.stringify(less)).toBe(JSON.stringify(full))
}), patience)

/** A judge that tells what it was asked and what it found. */
function listening(judge: Judge, hear: (subject: Subject, found: readonly Violation[]) => void): Judge {
  return {
    judge: async (subjects) => {
      const verdicts = await judge.judge(subjects)
      subjects.forEach((subject, index) => hear(subject, verdicts[index] ?? []))
      return verdicts
    },
  }
}

const apart = runs(40, 3000)
test(`what one rule says of an attempt does not depend on which other rules are loaded (${apart} cases, seed ${seed})`, () => always(apart, async (input) => {
  const asked: Subject[] = []
  await play(projectOf(input), listening(judgeOf(input), (subject) => asked.push(subject)))
  const together = await judgeOf(input).judge(asked)
  for (const rule of input.rules) {
    const alone = await createJudge([rule], plansOf(input)).judge(asked)
    expect(alone).toEqual(together.map((found) => found.filter(({ ruleId }) => ruleId === rule.id)))
  }
}), patience)

const split = runs(120, 5000)
test(`splitting and merging cohorts changes nothing (${split} cases, seed ${seed})`, () => always(split, async (input) => {
  const [folded, single] = [await report(projectOf(input)), await report(projectOf(input, 'single'))]
  const sameSize = (one: Report) => ({ ...one, tenant: { ...one.tenant, cohorts: 0 } })
  expect(JSON.stringify(sameSize(single))).toBe(JSON.stringify(sameSize(folded)))
}), patience)
