import { check, type CheckOptions } from '../../check.js'
import { unpackCatalog } from '../../load/catalog/packed-catalog.js'
import { memory } from '../../load/memory.js'
import { isGuid } from '../../load/text/tidy.js'
import { loadScenario } from '../../load/project/scenario.js'
import type { Shipped } from '../../load/project/shipped.js'
import type { Project } from '../../model/project.js'
import type { Finding, Report } from '../../model/report.js'
import { runScenario } from '../scenarios.js'
import { isFields, type Fields } from './data.js'
import { expectedFinding, isMeant, type Meant } from './finding.js'
import { standIns, withRivals } from './people.js'
import { scenarioOf } from './scenario-of.js'
import { shrink } from './shrink.js'

export interface Minimised {
  /** The scenario as plain data. */
  readonly scenario: Fields
  readonly tried: number
}

export interface Wanted {
  /** Some of the users whom the finding concerns: perhaps they are enough. */
  readonly concerned?: readonly number[]
  /** Told before each scenario that is tried, with how many users it has. */
  readonly tell?: (tried: number, users: number) => void
}

export interface Minimiser {
  /** Whether the finding that is meant is among those of a scenario; undefined: it cannot be read, or it is not. */
  findingIn(scenario: Fields): Promise<Finding | undefined>
  tried(): number
}

const path = '/scenario.json'

/** Plays scenarios that are nowhere but in memory. */
export function minimiser(shipped: Shipped, meant: Meant, tell?: Wanted['tell']): Minimiser {
  let tried = 0
  return {
    tried: () => tried,
    async findingIn(scenario) {
      tried += 1
      tell?.(tried, sizeOf(scenario).users)
      const report = await reportOf(scenario, shipped)
      return report?.findings.find(finding => isMeant(finding, meant))
    },
  }
}

const options: CheckOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: true }

async function reportOf(scenario: Fields, shipped: Shipped): Promise<Report | undefined> {
  const { value } = await loadScenario(memory({ [path]: JSON.stringify({ ...scenario, expect: {} }) }), request(shipped))
  return value && check(value.project, options)
}

const request = (shipped: Shipped) => ({ path, root: '/', cwd: '/', today: '2000-01-01', env: {}, options: {}, shipped })

/** Fewer than this many stand in for users who are alike, before all of them come. */
const mostStandIns = 64

/**
 * A smallest scenario in which the finding that is meant still shows: nothing that could be left out of it is in it.
 * Undefined: a scenario cannot say what the finding rests on.
 */
export async function minimise(project: Project, meant: Meant, shipped: Shipped, { concerned = [], tell }: Wanted = {}): Promise<Minimised | undefined> {
  const trial = minimiser(shipped, meant, tell)
  const start = await startOf(project, trial, shipped, concerned)
  if (start === undefined) return undefined
  const small = await shrink(start, async data => (await trial.findingIn(data)) !== undefined)
  const scenario = await withExpectation(small, (await trial.findingIn(small))!, shipped)
  return { scenario, tried: trial.tried() }
}

/** With nobody, or whom the finding concerns; else with one user of each sort, or two, or four: seats may ask for many. Where few do, short seats help as well. */
async function startOf(project: Project, trial: Minimiser, shipped: Shipped, concerned: readonly number[]): Promise<Fields | undefined> {
  const known = { catalog: unpackCatalog(shipped.catalog), rules: shipped.packs.flatMap(({ rules }) => rules) }
  const showing = async (users: readonly number[]): Promise<Fields | undefined> => {
    const scenario = scenarioOf(project, users, known)
    for (const one of [scenario, withoutFreeSeats(scenario)]) if ((await trial.findingIn(one)) !== undefined) return one
    return undefined
  }
  const small = (await showing([])) ?? (await showing(withRivals(project, concerned)))
  if (small !== undefined) return small
  let last = -1
  for (let few = 1; ; few *= 2) {
    const users = standIns(project, few < mostStandIns ? few : Infinity)
    if (users.length === last) continue
    last = users.length
    const found = await showing(users)
    if (found !== undefined) return found
    if (users.length === project.tenant.users || few >= mostStandIns) return undefined
  }
}

function withoutFreeSeats(scenario: Fields): Fields {
  const tenant = scenario['tenant'] as Fields
  const skus = tenant['subscribedSkus'] as readonly Fields[]
  return { ...scenario, tenant: { ...tenant, subscribedSkus: skus.map(({ warning: _, ...sku }) => ({ ...sku, units: Math.min(Number(sku['units']), Number(sku['consumed'])) })) } }
}

/** All findings where that is the only one, else that one among them. */
async function withExpectation(scenario: Fields, finding: Finding, shipped: Shipped): Promise<Fields> {
  const groups = ((scenario['tenant'] as Fields)['groups'] ?? []) as readonly Fields[]
  const item = expectedFinding(finding, group => handleOf(group, groups, scenario['changes']))
  for (const key of ['findings', 'findingsInclude']) {
    const whole = { title: titleOf(finding), ...scenario, expect: { [key]: [item] } }
    if (await passes(whole, shipped)) return whole
  }
  throw new Error(`a scenario that shows ${finding.ruleId ?? finding.error} does not pass`)
}

/** A group that rows alone speak of has no name that could be looked up. */
function handleOf({ id, displayName }: NonNullable<Finding['group']>, groups: readonly Fields[], changes: unknown): string | undefined {
  const named = groups.filter(group => group['displayName'] === displayName)
  if (named.length === 0) return JSON.stringify(changes ?? []).includes(JSON.stringify(displayName)) ? displayName : undefined
  return named.length === 1 && !isGuid(displayName) ? displayName : id
}

function titleOf({ ruleId, error, reason, skus }: Finding): string {
  return [ruleId ?? 'a recorded error', [error ?? reason, skus[0]?.skuPartNumber].filter(Boolean).join(' of ')].filter(Boolean).join(': ')
}

async function passes(scenario: Fields, shipped: Shipped): Promise<boolean> {
  const { outcome } = await runScenario(memory({ [path]: JSON.stringify(scenario) }), request(shipped))
  return outcome === 'passed'
}

/** How much of a scenario there is, for people. */
export function sizeOf({ tenant, changes }: Fields): { readonly users: number; readonly groups: number; readonly products: number; readonly steps: number } {
  const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0)
  const { users, groups, subscribedSkus } = isFields(tenant) ? tenant : {}
  return { users: count(users), groups: count(groups), products: count(subscribedSkus), steps: count(changes) }
}
