import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { check, type CheckOptions } from '../../src/check.js'
import type { Project } from '../../src/model/project.js'
import { anyCase, crowdedCase } from '../reference/arbitraries.js'
import type { Case } from '../reference/case.js'
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

const offs = fc.array(fc.subarray(['p1', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'co-1']), { minLength: 1, maxLength: 5 })

const seen = runs(400, 20_000)
test(`what no rule looks at changes nothing in the report (${seen} cases, seed ${seed})`, async () => {
  const told = { fewer: 0, hidden: 0, impact: 0, findings: 0 }
  const property = fc.asyncProperty(fc.oneof(anyCase, crowdedCase), offs, fc.nat({ max: 3 }), async (drawn, plans, most) => {
    const input = withGuids(alike(drawn, plans))
    const project = await loaded({ ...input, rules: input.rules.slice(0, most) }, (list) => [...list])
    const { tenant } = project
    const report = await check(project, options)
    expect(report).toEqual(await check(whole(project), options))
    const fewer = tenant.asSeen!.cohorts.length < tenant.cohorts.length
    told.fewer += Number(fewer)
    told.hidden += Number(tenant.asSeen!.cohorts.some(({ members }) => members.some((ordinal) => tenant.asSeen!.variants!.of(ordinal) > 0)))
    told.impact += Number(fewer && report.impact.length > 1)
    told.findings += Number(fewer && report.findings.length > 0)
  })
  await fc.assert(property, { seed, numRuns: seen })
  for (const cases of Object.values(told)) expect(cases).toBeGreaterThan(seen / 20)
}, patience)
