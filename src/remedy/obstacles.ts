import type { Found } from '../explain/found.js'
import type { Case } from './case.js'
import type { Move } from './move.js'
import { needsOf } from './needs.js'
import type { Offers } from './offers.js'
import { playSet } from './play-set.js'
import { cohortsOf, usersOf, type Scene } from './scene.js'
import { know, type Known, type Obstacle, type Search } from './search.js'
import { groupsJoined, scopeOf, usersIn, type Scope } from './touch.js'
import { beginOf, type Played, type Trial } from './trial.js'
import { isGift, isOrder } from './use.js'

export const none: ReadonlySet<string> = new Set()

/** One need of several, by what is offered for all of them and for this one. */
export function needOf(found: Found, scope: Scope, all: readonly Move[], own: readonly Move[]): Obstacle {
  const offers = new Set(own.map(({ id }) => id))
  return { parts: [{ found, scope }], offers, others: new Set(all.filter((one) => isGift(one) && !offers.has(one.id)).map(({ id }) => id)) }
}

/** What stands in the way together, and each of its needs. What only an answer breaks is answered with seats, or with moves that come up elsewhere. */
export async function obstaclesOf(search: Search, set: readonly Known[], trial: Trial, some: readonly Found[]): Promise<readonly Obstacle[]> {
  const parts: { found: Found; scope: Scope; moves: readonly Move[] }[] = []
  for (const found of some) parts.push(await partOf(search, set, trial, found))
  const moves = parts.flatMap((part) => part.moves)
  const whole = { parts, offers: new Set(moves.map(({ id }) => id)), others: none }
  // A gift that failed may need what is offered for another need.
  const needs = some.length > 1 || trial.caused.length + trial.refused.length > 0 ? [] : needsOf(some[0]!)
  const apart: Obstacle[] = []
  for (const need of needs) apart.push(needOf(need, parts[0]!.scope, moves, (await partOf(search, set, trial, need)).moves))
  return [whole, ...apart]
}

async function partOf(search: Search, set: readonly Known[], trial: Trial, found: Found): Promise<{ found: Found; scope: Scope; moves: readonly Move[] }> {
  const scene = await search.tools.scenes(beginOf(search.base, found, trial))
  const isOwn = await isOfFirst(search, set, found)
  const moves = await offered(search, trial, found, scene, false)
  for (const one of moves) if (isOwn || one.counted) await know(search, one, false)
  // What is done later finds its users in groups that they join before.
  const joined = set.some(({ move }) => isOrder(move) || move.kind === 'reprocess') ? groupsJoined(scene, usersOf(found)) : []
  return { found, scope: scopeOf(found, scene, joined), moves }
}

/** Whether the obstacle arises by those moves alone that are offered for the finding itself. */
async function isOfFirst({ base, goal, tools }: Search, set: readonly Known[], { cause }: Found): Promise<boolean> {
  const first = set.filter((one) => one.isFirst || one.move.counted)
  if (first.length === set.length) return true
  const played = await playSet(base, first.map((one) => one.move), tools, goal.shortIn)
  if (!played) return false
  const { left, caused } = goal.judged(played.played)
  return [...left, ...caused].some((one) => one.cause.key === cause.key)
}

/** Cohorts of a finding up to which moves on one of them are offered. */
const mostCohorts = 3

export async function offered({ home, tools, movesFor }: Search, played: Played, found: Found, scene: Scene, isFirst: boolean): Promise<readonly Move[]> {
  const users = usersOf(found)
  const the: Case = { found, scene, home, users: users.length > tools.bounds.users ? [] : users, siblings: played.found }
  const moves = [...(await movesFor(the)), ...(isFirst ? await movesOnOne(the, movesFor) : [])]
  return tools.narrow ? moves.flatMap((one) => tools.narrow!(one) ?? []) : moves
}

/** The moves on users once more, for each cohort by itself. */
async function movesOnOne(the: Case, movesFor: Offers): Promise<readonly Move[]> {
  const cohorts = cohortsOf(the.scene, the.users)
  if (cohorts.length < 2 || cohorts.length > mostCohorts) return []
  const moves: Move[] = []
  for (const users of cohorts) moves.push(...(await movesFor({ ...the, users })).filter((one) => isOnUsers(one, users)))
  return moves
}

const isOnUsers = (one: Move, users: readonly number[]): boolean => {
  const touched = one.deeds.flatMap(usersIn)
  return touched.length > 0 && !one.counted && touched.every((ordinal) => users.includes(ordinal))
}
