import type { Found } from '../explain/findings.js'
import type { Finding, Remedy } from '../model/report.js'
import { enumerate, type Bounds, type Cure, type Tools } from './enumerate.js'
import type { Judge } from '../model/judge.js'
import type { Move } from './move.js'
import { allowedBy, type Narrowing } from './narrow.js'
import { isCounted, usualWholeBounds, wholeWays, type WholeWay } from './plan-wide.js'
import { priced } from './price.js'
import { ranked } from './rank.js'
import { scenesOf } from './scene.js'
import { curedBy, type Base } from './trial.js'

export const usualBounds: Readonly<Record<'some' | 'all', Bounds>> = {
  some: { size: 1, trials: 20, users: 1_000, shown: 5 },
  all: { size: 3, trials: 400, users: 10_000, shown: 30 },
}

/**
 * Sets tried for a whole report, shared out among its findings: fewer where a trial costs more, which is counted by cohorts
 * and (for seats, which are given one by one) users.
 */
const trialsInAll = { most: 1_500, least: 24 }
const effort = 20_000
const usersPerCohort = 50
const trialsAtLeast = 3

type Named = readonly (readonly [Found, Finding])[]

/** What is looked for. */
export interface Searching {
  /** Ways out that are not wanted. */
  readonly narrowing?: Narrowing
  /** Findings whose ways out are wanted; without it all. */
  readonly searches?: (finding: Finding) => boolean | Promise<boolean>
}

/**
 * Findings with their ways out, each one tried. `narrowing` leaves out what the administrator does not want: the search is made
 * anew without it, and a remedy that is found with and without it keeps its id.
 */
export async function withRemedies(
  base: Base,
  findings: Named,
  judge: Judge,
  bounds: Bounds,
  { narrowing, searches = () => true }: Searching = {},
): Promise<readonly Finding[]> {
  const tools = toolsFor(base, findings, judge, bounds)
  const all: Finding[] = []
  for (const [found, finding] of findings) all.push((await searches(finding)) ? await withOwn(base, found, finding, findings, tools, narrowing) : finding)
  return all
}

function toolsFor(base: Base, findings: Named, judge: Judge, bounds: Bounds): Tools {
  const searched = findings.filter(([found]) => isSearched(found)).length
  const { cohorts, users } = base.situation.project.tenant
  const affordable = Math.floor(effort / (cohorts.length + users / usersPerCohort))
  const inAll = Math.min(trialsInAll.most, Math.max(trialsInAll.least, affordable))
  const trials = Math.min(bounds.trials, Math.max(trialsAtLeast, Math.floor(inAll / Math.max(1, searched))))
  return { judge, scenes: scenesOf(base.situation.project, judge, base.checkpointBefore), bounds: { ...bounds, trials } }
}

/** Ways out for all errors of the plan at once, best first, made as they are asked for. */
export async function* wholePlanWays(
  base: Base,
  findings: Named,
  judge: Judge,
  bounds: Bounds,
  narrowing?: Narrowing,
): AsyncGenerator<WholeWay> {
  const all = toolsFor(base, findings, judge, bounds)
  const tools = narrowing ? { ...all, allows: allowedBy(narrowing, base.situation) } : all
  const ranked = new Map<string, readonly (readonly Move[])[]>()
  const joint: (readonly Move[])[] = []
  for (const [found, { id }] of findings) {
    if (!isCounted(base, found)) continue
    const { ways } = await waysOut(base, found, id, [], tools, new Map())
    ranked.set(id, ways.filter(({ remedy }) => remedy.minimal).map(({ moves }) => moves))
    joint.push(...ways.filter(({ remedy }) => !remedy.minimal).map(({ moves }) => moves))
  }
  for await (const way of wholeWays(base, findings, { ranked, joint }, tools, usualWholeBounds))
    if (way.changes.length <= (narrowing?.maxChanges ?? Infinity)) yield way
}

const isSearched = (found: Found): boolean => found.origin !== 'resolved' && found.severity !== 'info'

async function withOwn(
  base: Base,
  found: Found,
  finding: Finding,
  all: Named,
  tools: Tools,
  narrowing: Narrowing | undefined,
): Promise<Finding> {
  if (!isSearched(found)) return { ...finding, remediesComplete: true }
  const others = all.filter(([, other]) => other.id !== finding.id)
  const whole = await waysOut(base, found, finding.id, others, tools, new Map())
  if (!narrowing) return { ...finding, ...shown(whole, tools.bounds) }
  const ids = new Map(whole.ways.map(({ key, remedy }) => [key, remedy.id]))
  const narrowed: Tools = { ...tools, allows: allowedBy(narrowing, base.situation) }
  const { ways, isComplete } = await waysOut(base, found, finding.id, others, narrowed, ids)
  const few = ways.filter(({ remedy }) => remedy.changes.length <= (narrowing.maxChanges ?? Infinity))
  return { ...finding, ...shown({ ways: few, isComplete }, tools.bounds) }
}

interface WaysOut {
  readonly ways: readonly { readonly key: string; readonly moves: readonly Move[]; readonly remedy: Remedy }[]
  readonly isComplete: boolean
}

/** All ways out, ranked, with ids: those known already keep theirs, new ones go on counting. */
async function waysOut(base: Base, found: Found, id: string, others: Named, tools: Tools, known: ReadonlyMap<string, string>): Promise<WaysOut> {
  const { cures, isComplete } = await enumerate(base, found, tools)
  const order = ranked(base.situation.project.settings.ranking)
  const ways = cures
    .map((cure) => ({ key: keyOf(cure), moves: cure.moves, remedy: remedyOf(base, cure, cures, others) }))
    .sort((a, b) => order(a.remedy, b.remedy))
  let next = known.size
  const numbered = ways.map((way) => ({ ...way, remedy: { ...way.remedy, id: known.get(way.key) ?? `${id}.r${(next += 1)}` } }))
  return { ways: numbered, isComplete }
}

const keyOf = ({ moves }: Cure): string => moves.map((one) => one.id).sort().join('\n')

const shown = ({ ways, isComplete }: WaysOut, bounds: Bounds): Pick<Finding, 'remedies' | 'remediesComplete'> => ({
  remedies: ways.slice(0, bounds.shown).map(({ remedy }) => remedy),
  remediesComplete: isComplete && ways.length <= bounds.shown,
})

function remedyOf(base: Base, { moves, trial }: Cure, all: readonly Cure[], others: Named): Remedy {
  const alsoCures = others.filter(([found]) => curedBy(base, trial, found)).map(([, { id }]) => id)
  return { ...priced(base, trial, moves), minimal: !all.some((other) => isLess(other.moves, moves)), alsoCures }
}

/** The same moves, but for one switching-off of fewer plans. */
function isLess(less: readonly Move[], more: readonly Move[]): boolean {
  if (less === more || less.length !== more.length) return false
  const others = less.filter((one) => !more.some((other) => other.id === one.id))
  const rest = more.filter((one) => !less.some((other) => other.id === one.id))
  return others.length === 1 && rest.length === 1 && switchesLess(others[0]!, rest[0]!)
}

function switchesLess(less: Move, more: Move): boolean {
  const [x] = less.deeds
  const [y] = more.deeds
  if (x?.type !== 'disable' || y?.type !== 'disable' || x.skuId !== y.skuId || less.step !== more.step) return false
  if (JSON.stringify(x.target) !== JSON.stringify(y.target)) return false
  return x.plans.length < y.plans.length && x.plans.every((plan) => y.plans.includes(plan))
}
