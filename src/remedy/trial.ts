import { play } from '../engine/play.js'
import { findingsOf, type Found } from '../explain/findings.js'
import { situationOf, type Situation } from '../explain/situation.js'
import type { Judge } from '../model/judge.js'
import type { Project } from '../model/project.js'
import type { Consequence } from '../model/report.js'
import { editPlan, type EditedPlan, type PlanEdit } from './edit-plan.js'
import { usersOf } from './scene.js'

/** A plan as it was played and explained: the one as it stands, or an edited one. */
export interface Played {
  readonly situation: Situation
  readonly found: readonly Found[]
}

/** What an edited plan did for one finding. */
export interface Trial extends Played {
  readonly edited: EditedPlan
  readonly edits: readonly PlanEdit[]
  /** Users of the finding whom it no longer concerns, and whom it still does. */
  readonly cures: number
  readonly leaves: number
  readonly isCured: boolean
  /** Findings that stand in the way of the cure: what is left of it, and refused edits. */
  readonly left: readonly Found[]
  /** Findings that were not there before, or that grew. */
  readonly caused: readonly Found[]
}

export async function playAll(project: Project, judge: Judge): Promise<Played> {
  const trace = await play(project, judge)
  const situation = situationOf(project, trace, false)
  return { situation, found: findingsOf(situation) }
}

/** Plays the plan with these edits and compares. */
export async function tryEdits(base: Played, target: Found, edits: readonly PlanEdit[], judge: Judge): Promise<Trial> {
  const { project } = base.situation
  const plan = project.plan ?? { title: '', file: '', steps: [], notices: [] }
  const edited = editPlan(plan, edits)
  const played = await playAll({ ...project, plan: edited.plan }, judge)
  const remaining = played.found.filter((one) => isSame(one, target))
  const leaves = leftOver(target, remaining)
  const refused = played.found.filter((one) => isRefusedEdit(played, edited, plan.steps.length, edits, one))
  return {
    ...played,
    edited,
    edits,
    cures: target.finding.users.count - leaves,
    leaves,
    isCured: remaining.every((one) => overlap(target, one) === 0 && one.finding.users.count > 0) && refused.length === 0,
    left: [...refused, ...remaining],
    caused: played.found.filter((one) => isCaused(base, one) && !remaining.includes(one)),
  }
}

/** The same rule and code about the same products, at any step, by any path: moving a finding does not cure it. */
function isSame(one: Found, target: Found): boolean {
  const { ruleId, error, reason, skus } = target.finding
  if (one.finding.origin === 'resolved') return false
  if (one.finding.ruleId !== ruleId || one.finding.error !== error || one.finding.reason !== reason) return false
  if (skus.length === 0) return one.cause.source === target.cause.source
  return one.finding.skus.some((sku) => skus.some((other) => other.skuId === sku.skuId))
}

/** Users of the finding whom one of these still concerns; where nobody can know who, numbers are compared. */
function leftOver(target: Found, remaining: readonly Found[]): number {
  if (!target.finding.users.determined || remaining.some((one) => !one.finding.users.determined))
    return Math.min(target.finding.users.count, remaining.reduce((sum, one) => sum + one.finding.users.count, 0))
  const users = new Set(usersOf(target))
  const left = new Set(remaining.flatMap((one) => usersOf(one).filter((ordinal) => users.has(ordinal))))
  return left.size
}

/** How far a remaining finding concerns the target's users. */
const overlap = (target: Found, one: Found): number =>
  target.finding.users.count === 0 ? 1 : leftOver(target, [one])

/** An inserted or changed call that is itself refused is no way out. */
function isRefusedEdit(played: Played, edited: EditedPlan, steps: number, edits: readonly PlanEdit[], one: Found): boolean {
  if (one.finding.scope !== 'change' && one.finding.scope !== 'group') return false
  if (edited.plan.steps.length === steps && edits.every((edit) => edit.at !== 'instead')) return false
  const index = one.finding.step - 1
  const outcome = played.situation.trace.steps[index]
  return outcome !== undefined && outcome.outcome !== 'accepted' && isEditedStep(edited, edits, index)
}

function isEditedStep(edited: EditedPlan, edits: readonly PlanEdit[], index: number): boolean {
  const change = edited.plan.steps[index]?.change
  return edits.some((edit) => edit.change === change)
}

function isCaused(base: Played, one: Found): boolean {
  const { origin, severity, users } = one.finding
  if (origin !== 'introduced' || severity === 'info') return false
  const before = counterpart(base, one)
  return !before || users.count > before.finding.users.count
}

const counterpart = (base: Played, one: Found): Found | undefined =>
  base.found.find((other) => other.cause.key === one.cause.key && other.finding.origin === one.finding.origin)

/** A caused finding as a remedy's price. */
export function consequenceOf(base: Played, one: Found): Consequence {
  const { ruleId, error, scope, group, skus, users } = one.finding
  const before = counterpart(base, one)?.finding.users ?? { count: 0, min: 0, max: 0 }
  const more = (a: number, b: number): number => Math.max(0, a - b)
  return {
    ruleId,
    error,
    scope,
    group,
    skus,
    users: { count: more(users.count, before.count), min: more(users.min, before.min), max: more(users.max, before.max) },
    new: before.count === 0,
  }
}
