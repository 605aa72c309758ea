import { play, type Checkpoint } from '../engine/play.js'
import { foundIn, type Found } from '../explain/found.js'
import { groupOf } from '../explain/named.js'
import { situationOf, type Situation } from '../explain/situation.js'
import type { Plan } from '../model/change.js'
import type { Judge } from '../model/judge.js'
import type { Consequence } from '../model/report.js'
import type { Trace } from '../model/trace.js'
import { onceFor } from '../once.js'
import { editPlan, keyOfEdits, placeOf, type EditedPlan, type PlanEdit } from './edit-plan.js'
import { playPart } from './part/play-part.js'
import { usersOf } from './scene.js'

/** A plan as it was played and explained: the one as it stands, or an edited one. */
export interface Played {
  readonly situation: Situation
  readonly found: readonly Found[]
  /** Undefined: the plan as it stands. */
  readonly edited?: EditedPlan | undefined
}

/** What an edited plan did for one finding. */
export interface Trial extends PlayedEdits {
  /** Users of the finding whom it no longer concerns, and whom it still does. */
  readonly cures: number
  readonly leaves: number
  readonly isCured: boolean
  /** Findings that stand in the way of the cure: what is left of it, and refused edits. */
  readonly left: readonly Found[]
  /** Findings that were not there before, or that grew. */
  readonly caused: readonly Found[]
}

/** The plan as it stands, played, with the places from which other plans can be played on. */
export interface Base extends Played {
  checkpointBefore(step: number): Checkpoint | undefined
}

/** The plan with these edits, played on from where they begin. */
export interface PlayedEdits extends Played {
  readonly edited: EditedPlan
  readonly edits: readonly PlanEdit[]
  /** The same for the same edits. */
  readonly key: string
  /** Edited calls that are themselves refused: no way out. */
  readonly refused: readonly Found[]
  /** Played for the whole tenant, or for those whom the edits concern. */
  readonly isWhole: boolean
}

/** Share of all cohorts up to which it costs less to play these alone, and the whole tenant again for what is shown. */
const worthwhile = 1 / 6

/** So few cohorts are played as quickly as some of them are put together with the rest. */
const few = 200

const shareOf = ({ situation }: Base): number => (situation.project.tenant.cohorts.length > few ? worthwhile : 0)

/** Played for those whom the edits concern, unless they are most: all else as in the plan as it stands. */
export async function playEdits(base: Base, edits: readonly PlanEdit[], judge: Judge, share = shareOf(base)): Promise<PlayedEdits> {
  const { project, trace } = base.situation
  const plan = project.plan ?? noPlan
  const edited = editPlan(plan, edits)
  const from = share > 0 ? checkpointFor(base, edits) : undefined
  const part = from && (await playPart({ project, plan, trace }, edits, edited, from, judge, share))
  return part ? playedEdits(base, edits, edited, part, false) : playWhole(base, edits, judge, edited)
}

/** Played for the whole tenant. */
export async function playWhole(base: Base, edits: readonly PlanEdit[], judge: Judge, edited = editPlan(base.situation.project.plan ?? noPlan, edits)): Promise<PlayedEdits> {
  const { project } = base.situation
  const from = checkpointFor(base, edits)
  return playedEdits(base, edits, edited, await play({ ...project, plan: edited.plan }, judge, { numbers: edited.numbers, ...(from && { from }) }), true)
}

const noPlan: Plan = { title: '', file: '', steps: [], notices: [] }

const checkpointFor = (base: Base, edits: readonly PlanEdit[]): Checkpoint | undefined =>
  base.checkpointBefore(Math.max(1, Math.min(...edits.map((edit) => edit.step))))

function playedEdits(base: Base, edits: readonly PlanEdit[], edited: EditedPlan, trace: Trace, isWhole: boolean): PlayedEdits {
  const situation = situationAfter(base, edited.plan, edits, trace)
  const played = { situation, found: foundIn(situation) }
  return { ...played, edited, edits, key: keyOfEdits(edits), refused: refusedEdits(base, played, edited), isWhole }
}

/** Everything has the name that it had, unless the edits give names. */
function situationAfter({ situation }: Base, plan: Plan, edits: readonly PlanEdit[], trace: Trace): Situation {
  const project = { ...situation.project, plan }
  const isNaming = edits.some(({ change }) => change?.op === 'createGroup' || change?.op === 'updateGroup')
  return isNaming ? situationOf(project, trace, false) : { ...situation, project, trace }
}

/** Compares a plan that was played with the one as it stands. */
export function compare(base: Base, target: Found, played: PlayedEdits): Trial {
  const { refused } = played
  const remaining = played.found.filter((one) => isLeft(base, target, one, played))
  const leaves = leftOver(target, remaining)
  return {
    ...played,
    cures: target.count.count - leaves,
    leaves,
    isCured: remaining.length === 0 && refused.length === 0,
    left: [...refused, ...remaining],
    caused: played.found.filter((one) => isCaused(base, one, played) && !remaining.includes(one)),
  }
}

/** The same, tried on the whole tenant. */
export const confirmed = async (base: Base, played: PlayedEdits, judge: Judge): Promise<PlayedEdits> =>
  played.isWhole ? played : playWhole(base, played.edits, judge)

/** Plays the plan with these edits and compares. */
export const tryEdits = async (base: Base, target: Found, edits: readonly PlanEdit[], judge: Judge): Promise<Trial> =>
  compare(base, target, await playEdits(base, edits, judge))

/** What stands in the way of a plan that was played: what is left of the target, and what is caused. */
export const inTheWay = (base: Played, target: Found, played: Played): readonly Found[] =>
  played.found.filter((one) => isLeft(base, target, one, played) || isCaused(base, one, played))

/** The same, for what is short: what is left may keep nobody, what was there before as many as it had. */
export const shortfalls = (base: Played, target: Found, played: Played): readonly { readonly found: Found; readonly kept: number }[] =>
  inTheWay(base, target, played).map((found) => ({ found, kept: isLeft(base, target, found, played) ? 0 : keptOf(base, found, played) }))

/** As many users as it had; of refused calls all but those of calls that it did not refuse. */
function keptOf(base: Played, one: Found, played: Played): number {
  const calls = new Set(newCalls(base, one, played))
  if (calls.size === 0) return sum(alike(base, one), ({ count }) => count.max)
  return one.count.max - new Set(one.parts.flatMap(({ standing, users }) => (calls.has(placeIn(played, standing.firstStep)) ? users : []))).size
}

/** The same rule and code about the same products, at any step, by any path: moving a finding does not cure it. */
function isSame({ cause, origin, skus }: Found, target: Found): boolean {
  if (origin === 'resolved') return false
  if (cause.ruleId !== target.cause.ruleId || cause.error !== target.cause.error || cause.reason !== target.cause.reason) return false
  if (target.skus.length === 0) return cause.source === target.cause.source
  return skus.some((sku) => target.skus.some((other) => other.skuId === sku.skuId))
}

/** Whether it still concerns the target: its users, or, where it had none (a refused group call), a group that had no such finding of its own. */
function isLeft(base: Played, target: Found, one: Found, played: Played): boolean {
  if (!isSame(one, target)) return false
  if (target.count.count > 0) return one.count.count > 0 && leftOver(target, [one]) > 0
  return one.cause.key === target.cause.key || (one.count.count === 0 && isNew(base, one, played))
}

/** Users of the finding whom one of these still concerns; where nobody can know who, numbers are compared. */
function leftOver(target: Found, remaining: readonly Found[]): number {
  if (!target.count.determined || remaining.some((one) => !one.count.determined))
    return Math.min(target.count.count, sum(remaining, (one) => one.count.count))
  const users = new Set(usersOf(target))
  const left = new Set(remaining.flatMap((one) => usersOf(one).filter((ordinal) => users.has(ordinal))))
  return left.size
}

/**
 * What refuses an edited call: an inserted one, or one that the plan as it stands gets through. Nothing of such a call happens,
 * so it is no way out. A call that was refused before may still be, for another reason that has a finding of its own.
 */
function refusedEdits(base: Played, played: Played, { numbers, anchors, origins }: EditedPlan): readonly Found[] {
  const steps = played.situation.trace.steps.flatMap(({ outcome }, index) => {
    if (outcome !== 'refused' || origins[index] === 'kept') return []
    const before = origins[index] === 'changed' ? base.situation.trace.steps[anchors[index]! - 1]?.outcome : undefined
    return before === 'refused' ? [] : [numbers[index]!]
  })
  if (steps.length === 0) return []
  return played.found.filter(({ cause, parts }) => cause.scope !== 'user' && parts.some(({ standing }) => steps.includes(standing.firstStep)))
}

function isCaused(base: Played, one: Found, played: Played): boolean {
  if (one.origin !== 'introduced' || one.severity === 'info') return false
  return isNew(base, one, played) || one.count.count > sum(alike(base, one), ({ count }) => count.count)
}

/** Whether nothing was known of it, or it refuses a call that it did not refuse. */
const isNew = (base: Played, one: Found, played: Played): boolean => alike(base, one).length === 0 || newCalls(base, one, played).length > 0

/** The step of the plan as it stands at which a finding begins, of refused calls the first that it did not refuse. */
export const beginOf = (base: Played, one: Found, played: Played): number => newCalls(base, one, played)[0] ?? placeIn(played, one.step)

/** Steps whose calls a finding refuses and did not refuse in the plan as it stands. */
function newCalls(base: Played, one: Found, played: Played): readonly number[] {
  if (one.cause.scope !== 'change' && one.cause.scope !== 'group') return []
  const known = new Set(alike(base, one).flatMap(({ parts }) => parts.map(({ standing }) => standing.firstStep)))
  return one.parts.map(({ standing }) => placeIn(played, standing.firstStep)).filter((step) => !known.has(step))
}

/** A step as one of the plan as it stands. */
const placeIn = ({ edited }: Played, step: number): number => (edited ? placeOf(edited, step) : step)

/** Findings of the same cause: it is found apart for whom it ends earlier than for others. */
const alike = (base: Played, { cause, origin }: Found): readonly Found[] => byKey(base).get(cause.key)?.filter((other) => other.origin === origin) ?? []

const byKey = onceFor(({ found }: Played): ReadonlyMap<string, readonly Found[]> => {
  const made = new Map<string, Found[]>()
  for (const one of found) made.set(one.cause.key, [...(made.get(one.cause.key) ?? []), one])
  return made
})

const sum = <T>(all: readonly T[], numberOf: (one: T) => number): number => all.reduce((total, one) => total + numberOf(one), 0)

/** Whether another finding of the plan goes with it: nobody whom it concerned is concerned any more. */
export function curedBy(base: Played, trial: Trial, other: Found): boolean {
  if (other.origin === 'resolved') return false
  return !trial.found.some((one) => isLeft(base, other, one, trial))
}

/** A caused finding as a remedy's price. */
export function consequenceOf(base: Played, trial: Played, one: Found): Consequence {
  const { cause, count, skus } = one
  const before = alike(base, one)
  const more = (key: 'count' | 'min' | 'max'): number => Math.max(0, count[key] - sum(before, (other) => other.count[key]))
  return {
    ruleId: cause.ruleId,
    error: cause.error,
    scope: cause.scope,
    group: groupOf(trial.situation, cause),
    skus,
    users: { count: more('count'), min: more('min'), max: more('max') },
    new: before.every((other) => other.count.count === 0 && count.count > 0),
  }
}

/** An error that counts: what the plan introduces; without a plan whatever there is. */
export const isCounted = ({ situation }: Played, { severity, origin }: Found): boolean =>
  severity === 'error' && (situation.project.plan ? origin === 'introduced' : origin === 'existing')

/** Errors that stand in a plan that was played: those that count, and what an edit brings where there was no plan. */
export const standing = (base: Played, { found }: Played): readonly Found[] =>
  found.filter((one) => isCounted(base, one) || (one.severity === 'error' && one.origin === 'introduced'))
