import type { Found } from '../../../src/explain/findings.js'
import type { Finding } from '../../../src/model/report.js'
import type { Move } from '../../../src/remedy/move.js'
import { movesFor } from '../../../src/remedy/moves/index.js'
import { cohortsOf, usersOf } from '../../../src/remedy/scene.js'
import { tryEdits } from '../../../src/remedy/trial.js'
import { setKey, subsets, tryOne } from './brute-force.js'
import type { Opened } from './open.js'

/**
 * The universe as docs/remedies.md has it: what is offered for the finding; what is offered for anything that any set of those,
 * and of seats, leaves or causes, a shortage as it stands before any seat is bought; and seats for whatever any set leaves short.
 * A set of which a part is clean is no way to anything. Undefined: more than `most`.
 */
export async function closed(opened: Opened, found: Found, finding: Finding, most: number): Promise<readonly Move[] | undefined> {
  const first = await firstMoves(opened, found)
  const universe = new Map(first.map((one) => [one.id, one]))
  const isFirst = ({ id, counted }: Move): boolean => counted !== undefined || first.some((one) => one.id === id)
  const seen = new Set<string>()
  const clean: (readonly Move[])[] = []
  for (let before = -1; before < universe.size; ) {
    before = universe.size
    for (const set of subsets([...universe.values()])) {
      if (seen.has(setKey(set)) || clean.some((part) => part.every((one) => set.includes(one)))) continue
      seen.add(setKey(set))
      const offers = await offeredAfter(opened, found, finding, set)
      if (offers === 'clean') clean.push(set)
      else for (const one of offers) if ((set.every(isFirst) || one.counted) && !universe.has(one.id)) universe.set(one.id, one)
      if (universe.size > most) return undefined
    }
  }
  return [...universe.values()]
}

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

/** What is offered for everything that the set leaves or causes; `clean`: that is nothing. */
async function offeredAfter(opened: Opened, found: Found, finding: Finding, moves: readonly Move[]): Promise<readonly Move[] | 'clean'> {
  const { base, tools } = opened
  const done = await tryOne(opened, finding, moves)
  if (!done) return []
  const trial = await tryEdits(base, found, JSON.parse(done.edits), tools.judge)
  if (trial.isCured && trial.caused.length === 0) return 'clean'
  const offers: Move[] = []
  const home = await tools.scenes(found.step)
  const isBought = moves.some(({ counted }) => counted)
  for (const problem of [...trial.left, ...trial.caused]) {
    const scene = await tools.scenes(trial.edited.anchors[problem.step - 1] ?? 0)
    const some = await movesFor({ found: problem, scene, home, users: usersOf(problem), siblings: trial.found })
    offers.push(...(isBought && problem.cause.error === 'CountViolation' ? some.filter((one) => one.counted) : some))
  }
  return offers
}
