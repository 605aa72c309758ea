import type { Guid } from '../../model/catalog.js'
import type { Plan } from '../../model/change.js'
import type { Judge } from '../../model/judge.js'
import type { Project } from '../../model/project.js'
import type { Rollout, Sequence, SequenceKind } from '../../model/rollout.js'
import { version } from '../../model/version.js'
import { assess, type Assessed } from './assess.js'
import { unsafeUsers } from './direct.js'
import { asGiven, keyOf, movesIn, planOf, type Draft } from './draft.js'
import { allJoined, batched, joined, orders, usersOf, withUsers } from './drafts.js'
import { intentOf } from './intent.js'
import { keepsLives } from './makes.js'
import { sequenceOf } from './sequence.js'

/** Sequences that are played; a count, never a stopwatch. */
const mostTried = 400

/** How a plan can be made, each way with its plan. */
export interface RolloutAnswer {
  readonly rollout: Rollout
  readonly plans: ReadonlyMap<string, Plan>
}

/** Whether the steps in the given order pass through anything, and the ways to make them that do not. Every way was played. */
export async function rolloutOf(project: Project, plan: Plan, judge: Judge, failsOn: (given: Assessed) => boolean): Promise<RolloutAnswer> {
  const search = searchOf(project, plan, judge)
  const given = await assess(project, plan, judge)
  const ways = given.verdict === 'safe' ? [{ draft: asGiven(plan), assessed: given }] : await search.run(given)
  const sequences: Sequence[] = []
  for (const { draft, assessed } of ways) sequences.push(await sequenceOf(`s${sequences.length + 1}`, project, plan, draft, assessed, judge))
  const { verdict, violations, gaps, directRemovals } = given
  return {
    plans: new Map(ways.map(({ draft }, index) => [`s${index + 1}`, planOf(draft, plan)])),
    rollout: {
      schemaVersion: 1,
      tool: { name: 'seatplan', version },
      now: project.now,
      plan: { file: plan.file, title: plan.title },
      asGiven: { verdict, violations, gaps, directRemovals },
      sequences,
      tried: search.tried() + 1,
      complete: search.tried() < mostTried,
      notices: project.notices.map(({ id, text, count }) => ({ id, text, count })),
      summary: { exitCode: failsOn(given) ? 1 : 0 },
    },
  }
}

interface Way {
  readonly draft: Draft
  readonly assessed: Assessed
}

function searchOf(project: Project, plan: Plan, judge: Judge): { run(given: Assessed): Promise<readonly Way[]>; tried(): number } {
  const first = asGiven(plan)
  const intent = intentOf(plan.steps.map(({ change }) => change), project.tenant)
  const known = new Set([keyOf(first)])
  let tried = 0
  const attempt = async (draft: Draft, isSamePlan: boolean): Promise<Way | undefined> => {
    const key = keyOf(draft)
    if (known.has(key) || tried === mostTried || !keepsLives(draft.steps)) return undefined
    if (isSamePlan && intentOf(draft.steps.map(({ change }) => change), project.tenant) !== intent) return undefined
    known.add(key)
    tried += 1
    const assessed = await assess(project, planOf(draft, plan), judge)
    return assessed.verdict === 'unsafe' ? undefined : { draft, assessed }
  }
  const run = async (given: Assessed): Promise<readonly Way[]> => {
    const found: Way[] = given.verdict === 'verify' ? [{ draft: { ...first, kind: kindOfGiven(first) }, assessed: given }] : []
    for (const drafts of [calls(first), orders(first)]) await firstOfEachKind(drafts, found, draft => attempt(draft, true))
    if (found.length === 0) await firstOfEachKind(batched(first), found, draft => attempt(draft, true))
    if (found.length === 0) await firstOfEachKind(onlySafe(first, given), found, draft => attempt(draft, false))
    return best(found)
  }
  return { run, tried: () => tried }
}

const kindOfGiven = ({ steps }: Draft): SequenceKind => (movesIn(steps).some(({ add, remove }) => add < remove) ? 'two-groups' : 'as-given')

/** Takes the first safe draft of every kind; one that has to be verified only until a safe one is found. */
async function firstOfEachKind(drafts: Iterable<Draft>, found: Way[], attempt: (draft: Draft) => Promise<Way | undefined>): Promise<void> {
  for (const draft of drafts) {
    const same = found.findIndex(way => way.draft.kind === draft.kind)
    if (same !== -1 && found[same]!.assessed.verdict === 'safe') continue
    const way = await attempt(draft)
    if (way === undefined) continue
    if (same === -1) found.push(way)
    else if (way.assessed.verdict === 'safe') found[same] = way
  }
}

function* calls(draft: Draft): Iterable<Draft> {
  yield* joined(draft)
  const all = allJoined(draft)
  if (all === draft) return
  yield all
  for (const order of orders(all)) yield { ...order, kind: 'one-call' }
}

/** The plan for those only from whom a direct licence can be taken safely. */
function* onlySafe(draft: Draft, given: Assessed): Iterable<Draft> {
  const steps = draft.steps.flatMap((step, at) => {
    const before = given.moments.get(at + 1)
    if (before === undefined) return [step]
    const unsafe: ReadonlySet<Guid> = unsafeUsers(given.situation, step.change, before)
    const left = usersOf(step.change).filter(user => !unsafe.has(user))
    return left.length === 0 ? [] : [withUsers(step, left)]
  })
  if (steps.length > 0) yield { kind: 'safe-users', steps }
}

const kinds: readonly SequenceKind[] = ['as-given', 'one-call', 'order', 'two-groups', 'batches', 'safe-users']

/** Safe ones first, then in a fixed order. */
function best(found: readonly Way[]): readonly Way[] {
  const rank = ({ draft, assessed }: Way): number => Number(assessed.verdict === 'verify') * kinds.length + kinds.indexOf(draft.kind)
  return [...found].sort((a, b) => rank(a) - rank(b))
}
