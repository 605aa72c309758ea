import * as fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { minimise } from '../../src/batch/minimise/minimise.js'
import { meantBy, type Meant } from '../../src/batch/minimise/finding.js'
import { runScenario } from '../../src/batch/scenarios.js'
import { check, type CheckOptions } from '../../src/check.js'
import { loadShipped } from '../../src/cli/shipped.js'
import { anonymous } from '../../src/explain/anonymous/anonymous.js'
import { disk } from '../../src/load/disk.js'
import { unpackCatalog } from '../../src/load/catalog/packed-catalog.js'
import { memory } from '../../src/load/memory.js'
import { loadProject } from '../../src/load/project/project.js'
import { loadScenario } from '../../src/load/project/scenario.js'
import type { Shipped } from '../../src/load/project/shipped.js'
import type { Project } from '../../src/model/project.js'
import type { Finding } from '../../src/model/report.js'
import { scenarioYaml } from '../../src/report/scenario-yaml.js'
import { withGuids } from '../laws/files.js'
import { patience, runs, seed } from '../laws/runs.js'
import { anyCase } from '../reference/arbitraries.js'
import type { Case } from '../reference/case.js'
import { projectOf } from '../reference/project.js'

const options: CheckOptions = { failOn: 'never', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: false }
let shipped: Shipped

beforeAll(async () => void (shipped = await loadShipped()))

const request = () => ({ path: '/s.yaml', root: '/', cwd: '/', today: '2000-01-01', env: {}, options: {}, shipped })

type Fields = Readonly<Record<string, unknown>>

/** Whether the finding shows, read off the report without the product's own help. */
async function shows(scenario: Fields, meant: Meant): Promise<boolean> {
  const { value } = await loadScenario(memory({ '/s.yaml': JSON.stringify(scenario) }), request())
  if (value === undefined) return false
  const { findings } = await check(value.project, options)
  const key = ({ ruleId, error, reason, origin, scope, transient, severity, group, skus, servicePlans }: Finding): string =>
    JSON.stringify([ruleId, error, reason, origin, scope, transient, severity, group?.displayName ?? null, skus.map(sku => sku.skuId).sort(), servicePlans.map(plan => plan.servicePlanId).sort()])
  const { rule, error, reason, origin, scope, transient, severity, group, skus, plans } = meant
  return findings.some(finding => key(finding) === JSON.stringify([rule, error, reason, origin, scope, transient, severity, group, skus, plans]))
}

/** What says which thing is meant, or which day and rules: no part that could be left out. */
const handles = new Set(['title', 'expect', 'now', 'rules', 'tenant', 'changes', 'op', 'upn', 'displayName', 'userPrincipalName', 'sku', 'skuId', 'servicePlanId'])
const lists = new Set(['tenant.subscribedSkus', 'tenant.groups', 'tenant.users'])

/** The data with each single item, and each single key that is no handle, left out. */
function* withoutOnePart(value: unknown, path = ''): Generator<unknown> {
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length; at += 1) {
      yield value.filter((_, other) => other !== at)
      if (path === 'rules') continue
      for (const changed of withoutOnePart(value[at], `${path}[]`)) yield value.map((one: unknown, other) => (other === at ? changed : one))
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      if (path === '' && (key === 'title' || key === 'expect')) continue
      const here = path === '' ? key : `${path}.${key}`
      if (!handles.has(key) && !lists.has(here)) yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key))
      for (const changed of withoutOnePart(inner, here)) yield { ...value, [key]: changed }
    }
  } else if (typeof value === 'number' && value > 0) yield value - 1
}

async function holds(project: Project, meant: Meant): Promise<Fields | undefined> {
  const found = await minimise(project, meant, shipped)
  if (found === undefined) return undefined
  const { outcome, differences, problems } = await runScenario(memory({ '/s.yaml': scenarioYaml(found.scenario) }), request())
  expect([outcome, differences, problems]).toEqual(['passed', [], []])
  expect(await shows(found.scenario, meant)).toBe(true)
  for (const less of withoutOnePart(found.scenario)) expect([less, await shows(less as Fields, meant)]).toEqual([less, false])
  return found.scenario
}

const stands: Readonly<Record<string, string>> = {
  pa: 'STANDARDPACK', pb: 'ENTERPRISEPACK', pc: 'SPE_E5', pd: 'EMS', px: 'MCOMEETADV',
  p1: 'EXCHANGE_S_STANDARD', p2: 'EXCHANGE_S_ENTERPRISE', p3: 'SHAREPOINTSTANDARD', p4: 'SHAREPOINTENTERPRISE', p5: 'TEAMS1', p6: 'MCOSTANDARD', p7: 'AAD_PREMIUM', 'co-1': 'YAMMER_ENTERPRISE',
}

/** The case with products and service plans that the shipped catalog knows. */
function withRealNames(input: Case): Case {
  const { products, plans } = unpackCatalog(shipped.catalog)
  const idOf = (name: string, real: string): string => name.startsWith('p') && !/\d/.test(name) ? [...products.values()].find(one => one.skuPartNumber === real)!.skuId : [...plans.values()].find(one => one.servicePlanName === real)!.servicePlanId
  const made = (name: string): string => `00000000-0000-4000-8000-${[...name].map(letter => letter.charCodeAt(0).toString(16)).join('').padEnd(12, '0')}`
  const text = Object.entries(stands).reduce((all, [name, real]) => all.replaceAll(made(name), idOf(name, real)), JSON.stringify(withGuids(input)))
  return JSON.parse(text) as Case
}

/** Under the names of the shipped catalog, and with the rules of the service, which are always loaded. */
function withService(project: Project): Project {
  const service = shipped.packs.find(({ name }) => name === 'service')!.rules
  const house = project.rules.rules.filter(({ id }) => !service.some(rule => rule.id === id))
  const real = unpackCatalog(shipped.catalog)
  const products = new Map([...project.catalog.products].map(([id, { servicePlans }]) => [id, { ...real.products.get(id)!, servicePlans }]))
  return { ...project, catalog: { products, plans: real.plans }, rules: { ...project.rules, packs: ['service', 'test'], rules: [...house, ...service].sort((a, b) => (a.id < b.id ? -1 : 1)) } }
}

const cases = runs(25, 600)
test(`nothing can be left out of a minimised scenario, and the finding is in it (${cases} cases, seed ${seed})`, () => fc.assert(fc.asyncProperty(anyCase, fc.nat(), async (drawn, which) => {
  const project = withService(projectOf(withRealNames(drawn)))
  const { findings } = await check(project, options)
  if (findings.length === 0) return
  const finding = findings[which % findings.length]!
  const small = await holds(project, meantBy(finding))
  if (small === undefined) expect(JSON.stringify([project.plan, finding])).toContain([...project.catalog.products.keys()].at(-1))
}), { seed, numRuns: cases, endOnFailure: true }), patience)

test('every finding of the example, without names and with them', async () => {
  const cwd = `${import.meta.dirname.replaceAll('\\', '/')}/../../examples/contoso`
  const { value } = await loadProject(disk(), { shipped, cwd, plan: `${cwd}/plan.yaml`, env: {}, options: {}, today: '2026-11-24' })
  const key = new Set(shipped.packs.flatMap(({ rules }) => rules).map(({ id, place }) => `${id} ${place.file}`))
  const { project, renaming } = await anonymous(value!, ({ id, place }) => key.has(`${id} ${place.file}`))
  const { findings } = await check(value!, options)
  expect(findings.length).toBeGreaterThan(10)
  for (const finding of findings.filter((_, at) => at % runs(4, 1) === 0)) {
    const meant = meantBy(finding)
    const small = await holds(project, { ...meant, rule: meant.rule && renaming.ruleId(meant.rule), group: meant.group && renaming.groupName(meant.group) })
    expect([finding.id, small !== undefined]).toEqual([finding.id, true])
    expect(JSON.stringify(small)).not.toMatch(/contoso|Sales/i)
    expect((small!['tenant'] as { users: readonly unknown[] }).users.length).toBeLessThan(4)
  }
  expect(await holds(value!, meantBy(findings[0]!))).toMatchObject({ rules: ['current'] })
}, patience)
