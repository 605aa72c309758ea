import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import type { Project } from '../../src/model/project.js'
import { anyCase, crowdedCase } from '../reference/arbitraries.js'
import type { Tenant } from '../../src/model/tenant.js'
import type { Case, Row } from '../reference/case.js'
import { loaded, withGuids } from './files.js'
import { patience, runs, seed } from './runs.js'

const options: CheckOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: true }

/** Everything that a user has counts. */
const whole = (project: Project): Project => ({ ...project, tenant: { ...project.tenant, asSeen: undefined } })

/** Everybody has what one of the first users has, with other plans off in what is direct. */
function alike(input: Case, offs: readonly (readonly string[])[]): Case {
  const users = input.users.map((user, at) => {
    const { usageLocation, memberOf, rows } = input.users[at % 2]!
    const off = new Set(offs[at % offs.length])
    const own = rows.map((row) => (row.source === null ? { ...row, disabledPlans: plansOf(input, row.skuId).filter((plan) => off.has(plan)) } : row))
    return { ...user, usageLocation, memberOf, rows: own }
  })
  return { ...input, users }
}

const plansOf = ({ products }: Case, skuId: string): readonly string[] => products.find(({ id }) => id === skuId)?.plans.map(({ id }) => id) ?? []

/** All groups give what the first of them gives, and rows say so. */
function giveAlike(input: Case): Case {
  const first = input.groups.find(({ licenses }) => licenses.length > 0)
  if (first === undefined) return input
  const groups = input.groups.map((group) => ({ ...group, licenses: first.licenses }))
  const users = input.users.map((user) => {
    const isOdd = (row: Row): boolean => row.source === null || row.state !== 'Active'
    const odd = user.rows.filter(isOdd)
    const members = user.memberOf.filter((id) => !odd.some(({ source }) => source === id))
    return { ...user, rows: [...odd, ...members.flatMap((source) => first.licenses.map((license) => ({ ...license, source, state: 'Active' as const, error: null })))] }
  })
  return { ...input, groups, users, changes: input.changes.slice(0, 1) }
}

/** In which groups users are, in turn. */
const inGroups = fc.array(fc.subarray(['g1', 'g2', 'g3', 'g4'], { minLength: 1 }), { minLength: 1, maxLength: 4 })

function inOthers(input: Case, lists: readonly (readonly string[])[]): Case {
  const known = new Set(input.groups.map(({ id }) => id))
  return { ...input, users: input.users.map((user, at) => ({ ...user, memberOf: lists[at % lists.length]!.filter((id) => known.has(id)) })) }
}

const offs = fc.array(fc.subarray(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'co-1']), { minLength: 1, maxLength: 5 })

function groupsHidden({ cohorts, variants }: Tenant): readonly string[] {
  const found: string[] = []
  for (const { members } of cohorts) for (const ordinal of members) variants!.eachGroup(variants!.of(ordinal), (group) => void found.push(group))
  return found
}

const seen = runs(400, 20_000)

/** Whether the report is the same as where everything counts. */
async function expectSame(project: Project) {
  const report = await check(project, options)
  expect(report).toEqual(await check(whole(project), options))
  return { report, seen: project.tenant.asSeen!, fewer: project.tenant.asSeen!.cohorts.length < project.tenant.cohorts.length }
}

function expectTold(told: Readonly<Record<string, number>>, among: number): void {
  expect(Object.entries(told).filter(([, cases]) => cases <= among)).toEqual([])
}

test(`what no rule looks at changes nothing in the report (${seen} cases, seed ${seed})`, async () => {
  const told = { fewer: 0, hidden: 0, impact: 0, findings: 0 }
  const property = fc.asyncProperty(fc.oneof(anyCase, crowdedCase), offs, fc.nat({ max: 3 }), async (drawn, plans, most) => {
    const input = withGuids(alike(drawn, plans))
    const { report, seen: { cohorts, variants }, fewer } = await expectSame(await loaded({ ...input, rules: input.rules.slice(0, most) }, (list) => [...list]))
    told.fewer += Number(fewer)
    told.hidden += Number(cohorts.some(({ members }) => members.some((ordinal) => variants!.of(ordinal) > 0)))
    told.impact += Number(fewer && report.impact.length > 1)
    told.findings += Number(fewer && report.findings.length > 0)
  })
  await fc.assert(property, { seed, numRuns: seen })
  expectTold(told, seen / 20)
}, patience)

test(`in which of groups that are alike somebody is changes nothing but what is said of it (${seen} cases, seed ${seed})`, async () => {
  const told = { fewer: 0, impact: 0, findings: 0, named: 0 }
  const property = fc.asyncProperty(fc.oneof(anyCase, crowdedCase), offs, inGroups, async (drawn, plans, lists) => {
    const input = withGuids(giveAlike(inOthers(alike(drawn, plans), lists)))
    const { report, seen: tenant, fewer } = await expectSame(await loaded(input, (list) => [...list]))
    const groups = groupsHidden(tenant)
    if (groups.length === 0) return
    told.fewer += Number(fewer)
    told.impact += Number(report.impact.length > 0)
    told.findings += Number(report.findings.length > 0)
    told.named += Number(groups.some((id) => JSON.stringify(report.findings.map(({ evidence }) => evidence)).includes(id)))
  })
  await fc.assert(property, { seed, numRuns: seen })
  expectTold(told, seen / 50)
}, patience)
