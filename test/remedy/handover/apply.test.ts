import { describe, expect, test } from 'vitest'
import { check } from '../../../src/check.js'
import { readDocument } from '../../../src/load/text/document.js'
import { memory } from '../../../src/load/memory.js'
import { readPlan } from '../../../src/load/project/plan.js'
import type { Plan } from '../../../src/model/change.js'
import type { Project } from '../../../src/model/project.js'
import type { Finding, Remedy, Report } from '../../../src/model/report.js'
import { planWith } from '../../../src/remedy/handover/edited-plan.js'
import { namesIn } from '../../../src/remedy/handover/names.js'
import { planYaml } from '../../../src/report/handover/plan-yaml.js'
import { contoso, scenario } from './projects.js'

const options = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', expand: true } as const

/** What a reader of the file has: nothing but its text. */
async function readAlone({ catalog, tenant }: Project, text: string): Promise<Plan> {
  const { value: document } = readDocument('better.yaml', text)
  const { value, problems } = await readPlan(document!, { files: memory({}), path: '/better.yaml', catalog, tenant, assumeMembersInferred: false })
  expect(problems).toEqual([])
  return value!
}

/** The finding's users whom the same rule still stops over the same products: counted here from the report alone. */
function leftOf(finding: Finding, { findings }: Report): number {
  const alike = findings.filter(one => one.origin !== 'resolved' && one.ruleId === finding.ruleId && one.error === finding.error && one.reason === finding.reason)
  const same = alike.filter(one => (finding.skus.length === 0 ? one.group?.id === finding.group?.id : one.skus.some(sku => finding.skus.some(other => other.skuId === sku.skuId))))
  if (finding.users.max === 0) return same.filter(one => one.scope === finding.scope && one.group?.id === finding.group?.id).length
  if (!finding.users.determined || same.some(one => !one.users.determined)) return same.reduce((sum, one) => sum + one.users.max, 0)
  return finding.users.sample.filter(name => same.some(one => one.users.sample.includes(name))).length
}

async function applied(project: Project, remedy: Remedy): Promise<{ readonly text: string; readonly report: Report }> {
  const made = await planWith(project, [remedy])
  if ('step' in made) throw new Error(`${remedy.id} clashes with itself at step ${made.step}`)
  const text = planYaml(made.plan.title, made.changes, namesIn(project, made.plan))
  return { text, report: await check({ ...project, plan: await readAlone(project, text) }, { ...options, remedies: 'none' }) }
}

const cases: readonly (readonly [string, () => Promise<Project>])[] = [
  ['the example of Contoso', contoso],
  ...[
    'founding-article/e3-by-group-meets-a-direct-e1.yaml',
    'founding-article/workplace-analytics-alone-on-a-group-is-refused.yaml',
    'founding-article/two-seats-for-three-members.yaml',
    'founding-article/a-location-where-the-service-is-not-allowed.yaml',
    'founding-article/audio-conferencing-keeps-e3-from-leaving.yaml',
    'founding-article/e3-and-ems-on-one-group-and-ems-has-no-seat.yaml',
    'field/a-swap-fails-for-who-holds-the-old-product-directly-too.yaml',
    'field/a-leaver-is-stuck-on-e5-because-project-needs-sharepoint.yaml',
    'field/a-direct-call-needs-a-usage-location.yaml',
  ].map(path => [path, () => scenario(path)] as const),
]

describe.each(cases)('every way out of %s', (_, load) => {
  test('as a plan that stands alone ends its finding', async () => {
    const project = await load()
    const report = await check(project, { ...options, remedies: 'all' })
    const ways = report.findings.flatMap(finding => finding.remedies.map(remedy => ({ finding, remedy })))
    expect(ways.length).toBeGreaterThan(0)
    for (const { finding, remedy } of ways) {
      const { text, report: after } = await applied(project, remedy)
      expect({ remedy: remedy.id, title: remedy.title, left: leftOf(finding, after) }).toEqual({ remedy: remedy.id, title: remedy.title, left: 0 })
      for (const call of text.split(/^ {2}- /m).filter(part => part.startsWith('op: assignLicense'))) {
        expect(call).toMatch(/^ {4}addLicenses:/m)
        expect(call).toMatch(/^ {4}removeLicenses:/m)
        expect(call.match(/skuId:/g)?.length ?? 0).toBe(call.match(/disabledPlans:/g)?.length ?? 0)
      }
    }
  })
})
