import type { Found } from '../explain/findings.js'
import type { Judge } from '../model/judge.js'
import type { Finding, Remedy } from '../model/report.js'
import { editsOf } from './edit-plan.js'
import type { Move } from './move.js'
import { movesFor } from './moves/index.js'
import type { Case } from './case.js'
import { priced } from './price.js'
import { scenesOf, usersOf, type Scene } from './scene.js'
import { tryEdits, type Base, type Played, type Trial } from './trial.js'

/** How far the search goes. Counts, never a stopwatch: the same input finds the same. */
export interface Bounds {
  /** Moves in one set. */
  readonly size: number
  /** Sets tried for one finding. */
  readonly trials: number
  /** Users of a finding beyond whom only moves on groups and seats are tried. */
  readonly users: number
}

export const usualBounds: Readonly<Record<'some' | 'all', Bounds>> = {
  some: { size: 1, trials: 20, users: 1_000 },
  all: { size: 3, trials: 60, users: 10_000 },
}

/** Findings with their ways out, each one tried. `found` and `findings` go together. */
export async function withRemedies(
  base: Base,
  findings: readonly (readonly [Found, Finding])[],
  judge: Judge,
  bounds: Bounds,
): Promise<readonly Finding[]> {
  const scenes = scenesOf(base.situation.project, judge, base.checkpointBefore)
  const all: Finding[] = []
  for (const [found, finding] of findings) all.push(await withOwn(base, found, finding, judge, scenes, bounds))
  return all
}

type Scenes = (step: number) => Promise<Scene>

async function withOwn(base: Base, found: Found, finding: Finding, judge: Judge, scenes: Scenes, bounds: Bounds): Promise<Finding> {
  if (found.origin === 'resolved' || found.severity === 'info') return { ...finding, remediesComplete: true }
  const { sets, isComplete } = await search(base, found, judge, scenes, bounds)
  const remedies = rank(settleMinimal(sets.map(({ trial, moves }) => ({ moves, remedy: priced(base, trial, moves) }))))
  return {
    ...finding,
    remedies: remedies.map((remedy, index) => ({ ...remedy, id: `${finding.id}.r${index + 1}` })),
    remediesComplete: isComplete,
  }
}

interface Cure {
  readonly moves: readonly Move[]
  readonly trial: Trial
}

/**
 * Sets of moves that cure, smallest first, up to the size at which the first clean one is found. A set that leaves something is extended by moves that bear on what is left,
 * one that causes something by moves that bear on that: so every set that grows, grows for a reason.
 */
async function search(base: Base, target: Found, judge: Judge, scenes: Scenes, bounds: Bounds): Promise<{ sets: readonly Cure[]; isComplete: boolean }> {
  const cures: Cure[] = []
  const seen = new Set<string>()
  const isComplete = target.count.count <= bounds.users
  let trials = 0
  let layer: readonly (readonly Move[])[] = (await offered(base, target, target.step, scenes, bounds)).map((one) => [one])
  for (let size = 1; layer.length > 0; size += 1) {
    if (size > bounds.size || cures.some(isClean)) return { sets: cures, isComplete: false }
    const next: (readonly Move[])[] = []
    for (const moves of layer) {
      const key = moves.map((one) => one.id).sort().join('\n')
      if (seen.has(key) || isPointless(moves, cures)) continue
      seen.add(key)
      if (trials === bounds.trials) return { sets: cures, isComplete: false }
      trials += 1
      const trial = await tried(base, target, moves, judge, scenes)
      if (!trial) continue
      if (trial.isCured) cures.push({ moves, trial })
      const problem = trial.isCured ? trial.caused[0] : trial.left[0]
      if (!problem) continue
      const step = trial.edited.anchors[problem.step - 1] ?? 0
      for (const more of await offered(trial, problem, step, scenes, bounds))
        if (!moves.some((one) => one.id === more.id)) next.push([...moves, more])
    }
    layer = next
  }
  return { sets: cures, isComplete }
}

const isClean = ({ trial }: Cure): boolean => trial.caused.length === 0

/** A superset of a clean cure adds nothing. */
const isPointless = (moves: readonly Move[], cures: readonly Cure[]): boolean => {
  const ids = new Set(moves.map((one) => one.id))
  return cures.some((cure) => isClean(cure) && cure.moves.every((one) => ids.has(one.id)))
}

async function offered(played: Played, found: Found, step: number, scenes: Scenes, bounds: Bounds): Promise<readonly Move[]> {
  const users = usersOf(found)
  const the: Case = { found, scene: await scenes(step), users: users.length > bounds.users ? [] : users, siblings: played.found }
  return movesFor(the)
}

async function tried(base: Base, target: Found, moves: readonly Move[], judge: Judge, scenes: Scenes): Promise<Trial | undefined> {
  const { project } = base.situation
  const opened = new Map<number, Scene>()
  for (const { step } of moves) opened.set(step, await scenes(step))
  const plan = project.plan ?? { title: '', file: '', steps: [], notices: [] }
  const edits = editsOf(moves, opened, plan)
  return edits === undefined || edits.length === 0 ? undefined : tryEdits(base, target, edits, judge)
}

interface Priced {
  readonly moves: readonly Move[]
  readonly remedy: Remedy
}

/** A set is minimal unless part of it, or less of it, cures as well. */
function settleMinimal(all: readonly Priced[]): readonly Remedy[] {
  return all
    .filter((one) => one.remedy.clean || !all.some((other) => isPart(other.moves, one.moves)))
    .map((one, _, rest) => ({ ...one.remedy, minimal: !rest.some((other) => isLess(other.moves, one.moves)) }))
}

const isPart = (less: readonly Move[], more: readonly Move[]): boolean =>
  less.length < more.length && less.every((one) => more.some((other) => other.id === one.id))

/** The same switching-off, but of fewer plans. */
function isLess(less: readonly Move[], more: readonly Move[]): boolean {
  const [a] = less
  const [b] = more
  if (less.length !== 1 || more.length !== 1 || a === b) return false
  const [x] = a!.deeds
  const [y] = b!.deeds
  if (x?.type !== 'disable' || y?.type !== 'disable' || x.skuId !== y.skuId) return false
  if (JSON.stringify(x.target) !== JSON.stringify(y.target)) return false
  return x.plans.length < y.plans.length && x.plans.every((plan) => y.plans.includes(plan))
}

const safeties: readonly Remedy['safety'][] = ['safe', 'needs-decision', 'on-premises', 'needs-purchase']

/** Clean first; then what causes least, asks least, loses least, is done soonest. */
const rank = (remedies: readonly Remedy[]): readonly Remedy[] =>
  [...remedies].sort(
    (a, b) =>
      Number(b.clean) - Number(a.clean) ||
      concerned(a) - concerned(b) ||
      safeties.indexOf(a.safety) - safeties.indexOf(b.safety) ||
      a.losesPlans.length - b.losesPlans.length ||
      a.affects.users - b.affects.users ||
      a.affects.calls - b.affects.calls ||
      (a.title < b.title ? -1 : 1),
  )

const concerned = (remedy: Remedy): number => remedy.causes.reduce((sum, one) => sum + one.users.count, remedy.causes.length)
