import type { Found } from '../explain/found.js'
import type { Finding, Remedy } from '../model/report.js'
import type { Trace } from '../model/trace.js'
import { onceFor } from '../once.js'
import type { SingleWay, SingleWays } from './choices.js'
import { enumerate, type Cure, type Enumeration, type Reached } from './enumerate.js'
import type { Bounds, Tools } from './tools.js'
import { formed, type Way } from './form.js'
import type { Judge } from '../model/judge.js'
import type { Move } from './move.js'
import { narrowed, type Narrowing } from './narrow.js'
import { isFree, usualWholeBounds, wholeWays, type WholeWay } from './plan-wide.js'
import { priced } from './price.js'
import { ranked } from './rank.js'
import { scenesOf } from './scene.js'
import { compare, confirmed, curedBy, isCounted, type Base, type Trial } from './trial.js'

export const usualBounds: Readonly<Record<'some' | 'all', Bounds>> = {
  some: { size: 1, trials: 20, users: 1_000, shown: 5 },
  all: { size: 8, trials: 400, users: 10_000, shown: 30 },
}

/**
 * Sets tried for a whole report, shared out among its findings, of which most need few: fewer where a trial costs more, which is
 * counted by cohorts and (for seats, which are given one by one) users.
 */
const trialsInAll = { most: 6_000, least: 24 }
const effort = 240_000
const usersPerCohort = 50
const trialsAtLeast = 3

type Named = readonly (readonly [Found, Finding])[]

export interface Wish {
  /** What the administrator does not want: the search is made anew without it, and a remedy that is found with and without it keeps its id. */
  readonly narrowing?: Narrowing | undefined
  /** Every remedy by itself, however many are alike. */
  readonly expand: boolean
  /** Findings whose ways out are wanted; without it all. */
  readonly searches?: ((finding: Finding) => boolean | Promise<boolean>) | undefined
}

/** Findings with their ways out, each one tried. */
export async function withRemedies(base: Base, findings: Named, judge: Judge, bounds: Bounds, wish: Wish): Promise<readonly Finding[]> {
  const { searches = () => true } = wish
  const tools = toolsFor(base, findings, judge, bounds)
  const found = answers(base.situation.trace)
  const question = JSON.stringify([findings.map(([, { id, fingerprint, severity }]) => [id, fingerprint, severity]), tools.bounds, wish.narrowing, wish.expand])
  const all: Finding[] = []
  for (const [one, finding] of findings) {
    if (!(await searches(finding))) all.push(finding)
    else {
      const key = `${finding.id} ${question}`
      const ways = found.get(key) ?? (await ownWays(base, one, finding, findings, tools, wish))
      found.set(key, ways)
      all.push({ ...finding, ...ways })
    }
  }
  return all
}

/** What was found of a plan that is checked again though nothing of it changed. */
const answers = onceFor((_: Trace) => new Map<string, Shown>())

/** The same for each finding, whichever others are searched: what is found of it does not hang on them. */
function toolsFor(base: Base, findings: Named, judge: Judge, bounds: Bounds): Tools {
  const searched = Math.max(1, findings.filter(([found]) => isSearched(found)).length)
  const { cohorts, users } = base.situation.project.tenant
  const affordable = Math.min(trialsInAll.most, Math.max(trialsInAll.least, Math.floor(effort / (cohorts.length + users / usersPerCohort))))
  const trials = Math.min(bounds.trials, Math.max(trialsAtLeast, Math.floor(affordable / searched)))
  return { judge, scenes: scenesOf(base.situation.project, judge, base.checkpointBefore), bounds: { ...bounds, trials } }
}

/** Ways out for all errors of the plan at once, best first, made as they are asked for. */
export async function* wholePlanWays(base: Base, findings: Named, judge: Judge, bounds: Bounds, { narrowing, expand }: Wish): AsyncGenerator<WholeWay> {
  const all = toolsFor(base, findings, judge, bounds)
  const tools = narrowing ? { ...all, narrow: narrowed(narrowing, base.situation) } : all
  const counted = findings.filter(([found]) => isCounted(base, found))
  const single: SingleWays[] = []
  for (const [found, { id }] of counted) {
    const { ways, reached, universe } = await waysOut(base, found, id, [], tools, new Map())
    single.push({ found, universe, ways: ways.map((way) => singleWay(base, way, counted)), isComplete: reached.size === 0 })
  }
  for await (const way of wholeWays(base, findings, single, tools, usualWholeBounds, expand))
    if (way.changes.length <= (narrowing?.maxChanges ?? Infinity)) yield way
}

const singleWay = (base: Base, { moves, trial, remedy }: TriedWay, counted: Named): SingleWay => ({
  moves,
  serves: isFree(base, trial) ? 'all' : remedy.minimal ? 'one' : 'several',
  curesOne: () => counted.filter(([found]) => curedBy(base, trial, found)).length === 1,
})

const isSearched = (found: Found): boolean => found.origin !== 'resolved' && found.severity !== 'info'

async function ownWays(base: Base, found: Found, finding: Finding, all: Named, tools: Tools, { narrowing, expand }: Wish): Promise<Shown> {
  if (!isSearched(found)) return { remedies: [], remediesComplete: true, remediesCut: null }
  const others = all.filter(([, other]) => other.id !== finding.id)
  const whole = await waysOut(base, found, finding.id, others, tools, new Map())
  const show = (ways: WaysOut): Promise<Shown> => shown(base, found, ways, others, tools, expand)
  if (!narrowing) return show(whole)
  const ids = new Map(whole.ways.map(({ key, remedy }) => [key, remedy.id]))
  const few: Tools = { ...tools, narrow: narrowed(narrowing, base.situation) }
  const anew = await waysOut(base, found, finding.id, others, few, ids)
  const ways = anew.ways.filter(({ remedy }) => remedy.changes.length <= (narrowing.maxChanges ?? Infinity))
  return show({ ...anew, ways })
}

interface WaysOut extends Pick<Enumeration, 'reached' | 'universe'> {
  readonly ways: readonly TriedWay[]
}

interface TriedWay extends Way {
  readonly trial: Trial
}

/** All ways out, ranked, with ids: those known already keep theirs, new ones go on counting. */
async function waysOut(base: Base, found: Found, id: string, others: Named, tools: Tools, known: ReadonlyMap<string, string>): Promise<WaysOut> {
  const { cures, reached, universe } = await enumerate(base, found, tools)
  const order = ranked(base.situation.project.settings.ranking)
  const ways = cures
    .map((cure) => ({ key: keyOf(cure), ...cure, remedy: remedyOf(base, cure, cures, others) }))
    .sort((a, b) => order(a.remedy, b.remedy))
  let next = known.size
  const numbered = ways.map((way) => ({ ...way, remedy: { ...way.remedy, id: known.get(way.key) ?? `${id}.r${(next += 1)}` } }))
  return { ways: numbered, reached, universe }
}

const keyOf = ({ trial }: Cure): string => trial.key

type Shown = Pick<Finding, 'remedies' | 'remediesComplete' | 'remediesCut'>

/** What is shown of the ways out, many of one form as one, each tried on the whole tenant; and where more may be. */
async function shown(base: Base, found: Found, { ways, reached }: WaysOut, others: Named, { bounds, judge }: Tools, expand: boolean): Promise<Shown> {
  const all = expand ? ways : formed(ways)
  const most = expand ? all.length : bounds.shown
  const remedies: Remedy[] = []
  for (const way of all.slice(0, most)) {
    if (way.trial.isWhole) remedies.push(way.remedy)
    else {
      const trial = compare(base, found, await confirmed(base, way.trial, judge))
      if (trial.isCured) remedies.push({ ...way.remedy, ...effectOf(base, trial, way.moves, others) })
    }
  }
  const hidden = all.length - most
  const cuts = [...[...reached].map((bound) => cutWords(bound, bounds)), ...(hidden > 0 ? [`${hidden} more are not shown`] : [])]
  return { remedies, remediesComplete: cuts.length === 0, remediesCut: cuts.length === 0 ? null : cuts.join('; ') }
}

function cutWords(reached: Reached, { size, trials, users }: Bounds): string {
  switch (reached) {
    case 'size':
      return size === 1 ? 'only single moves were tried' : `sets of more than ${size} moves were not tried`
    case 'trials':
      return `${trials} sets were tried, and no more`
    case 'users':
      return `of a finding of more than ${users} users, moves on users were not tried`
    default:
      return reached satisfies never
  }
}

function remedyOf(base: Base, { moves, trial }: Cure, all: readonly Cure[], others: Named): Remedy {
  const minimal = !all.some((other) => isLess(other.moves, moves))
  return { id: '', form: null, minimal, ...effectOf(base, trial, moves, others) }
}

/** What a trial showed: all of a remedy but its name and its rank among others. */
const effectOf = (base: Base, trial: Trial, moves: readonly Move[], others: Named): Omit<Remedy, 'id' | 'form' | 'minimal'> => ({
  ...priced(base, trial, moves),
  alsoCures: others.filter(([found]) => curedBy(base, trial, found)).map(([, { id }]) => id),
})

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
