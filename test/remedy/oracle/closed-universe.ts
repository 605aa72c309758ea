import type { Found } from '../../../src/explain/found.js'
import type { Finding } from '../../../src/model/report.js'
import { placeOf } from '../../../src/remedy/edit-plan.js'
import type { Move } from '../../../src/remedy/move.js'
import { movesFor } from '../../../src/remedy/moves/index.js'
import { cohortsOf, usersOf } from '../../../src/remedy/scene.js'
import { beginOf, inTheWay, tryEdits, type Played } from '../../../src/remedy/trial.js'
import { setKey, subsets, tryOne } from './brute-force.js'
import type { Opened } from './open.js'

/**
 * The universe as docs/remedies.md has it: what is offered for the finding; what is offered for what any set of those, and of seats,
 * leaves, or causes if it cures, a shortage as it stands before any seat is bought; and seats for whatever any set leaves short.
 * Sets of which a part does no worse are no way to anything. Undefined: more than `most`.
 */
export async function closed(opened: Opened, found: Found, finding: Finding, most: number): Promise<readonly Move[] | undefined> {
  const first = await firstMoves(opened, found)
  const universe = new Map(first.map((one) => [one.id, one]))
  const isFirst = ({ id, counted }: Move): boolean => counted !== undefined || first.some((one) => one.id === id)
  const seen = new Map<string, Outcome | undefined>([['', nothingDone(opened, found)]])
  const clean: (readonly Move[])[] = []
  for (let before = -1; before < universe.size; ) {
    before = universe.size
    for (const set of subsets([...universe.values()])) {
      if (seen.has(setKey(set)) || clean.some((part) => part.every((one) => set.includes(one)))) continue
      const outcome = await outcomeOf(opened, found, finding, set)
      seen.set(setKey(set), outcome)
      if (!outcome || lacksAgain(found, outcome) || [[], ...subsets(set)].some((part) => part.length < set.length && isNoWorse(seen.get(setKey(part)), outcome))) continue
      if (outcome.inTheWay.length === 0) clean.push(set)
      for (const one of await offeredFor(opened, found, set, outcome))
        if ((set.every(isFirst) || one.counted) && !universe.has(one.id)) universe.set(one.id, one)
      if (universe.size > most) return undefined
    }
  }
  return [...universe.values()]
}

/** Whether the target lacks several things, and one of them is still lacking: whatever cures gives each. */
function lacksAgain({ cause: { ruleId, evidence } }: Found, { isCured, inTheWay }: Outcome): boolean {
  if (isCured || evidence.kind !== 'prerequisite' || evidence.direction === 'remove' || evidence.unmet.length < 2) return false
  const needs = new Set(evidence.unmet.map((need) => need.join()))
  return inTheWay.some(({ cause }) => cause.ruleId === ruleId && cause.evidence.kind === 'prerequisite' && cause.evidence.unmet.some((need) => needs.has(need.join())))
}

/** What stands in the way of a set, as it was played. */
interface Outcome extends Played {
  readonly isCured: boolean
  readonly inTheWay: readonly Found[]
}

const nothingDone = ({ base }: Opened, target: Found): Outcome => ({ ...base, isCured: false, inTheWay: inTheWay(base, target, base) })

async function outcomeOf(opened: Opened, found: Found, finding: Finding, moves: readonly Move[]): Promise<Outcome | undefined> {
  const done = await tryOne(opened, finding, moves)
  if (!done) return undefined
  const trial = await tryEdits(opened.base, found, JSON.parse(done.edits), opened.tools.judge)
  return { ...trial, inTheWay: trial.isCured ? trial.caused : trial.left }
}

/** Whether all that stands in the way of the first stands in the way of the other, too. */
const isNoWorse = (one: Outcome | undefined, other: Outcome): boolean =>
  one !== undefined && Number(one.isCured) >= Number(other.isCured) && one.inTheWay.every((less) => other.inTheWay.some((more) => isStill(one, less, other, more)))

/** Units are given last: a call that is refused for another reason is not asked for them. */
const isStill = (one: Outcome, less: Found, other: Outcome, more: Found): boolean =>
  (textOf(one, less) === textOf(other, more) && less.count.count <= more.count.count) ||
  (less.cause.scope === 'change' && less.cause.kind === 'seats' && more.cause.scope === 'change' && more.cause.kind !== 'seats' && placeIn(one, less.step) === placeIn(other, more.step))

/** The cause, what shows it, and where in the plan as it stands. */
const textOf = (of: Outcome, { cause, step }: Found): string => [cause.key, placeIn(of, step), JSON.stringify(cause.evidence)].join(' ')

const placeIn = ({ edited }: Outcome, step: number): number => (edited ? placeOf(edited, step) : step)

/** What is offered for the finding, and on users once more for each of two or three cohorts. */
async function firstMoves({ base, tools }: Opened, found: Found): Promise<readonly Move[]> {
  const home = await tools.scenes(found.step)
  const offeredTo = (users: readonly number[]): Promise<readonly Move[]> => movesFor({ found, scene: home, home, users, siblings: base.found })
  const moves = [...(await offeredTo(usersOf(found)))]
  const cohorts = cohortsOf(home, usersOf(found))
  if (cohorts.length < 2 || cohorts.length > 3) return moves
  for (const users of cohorts) moves.push(...(await offeredTo(users)).filter((one) => isOnUsers(one)))
  return [...new Map(moves.map((one) => [one.id, one])).values()]
}

/** Whether all that it does, it does to users by themselves. */
const isOnUsers = ({ deeds, counted }: Move): boolean =>
  !counted && deeds.every((deed) => 'users' in deed || ('target' in deed && 'users' in deed.target))

/** What is offered for what stands in the way of a set. */
async function offeredFor({ base, tools }: Opened, target: Found, moves: readonly Move[], outcome: Outcome): Promise<readonly Move[]> {
  const offers: Move[] = []
  const home = await tools.scenes(target.step)
  const isBought = moves.some(({ counted }) => counted)
  for (const problem of outcome.inTheWay) {
    const scene = await tools.scenes(beginOf(base, problem, outcome))
    const some = await movesFor({ found: problem, scene, home, users: usersOf(problem), siblings: outcome.found })
    offers.push(...(isBought && problem.cause.error === 'CountViolation' ? some.filter((one) => one.counted) : some))
  }
  return offers
}
