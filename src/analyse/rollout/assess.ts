import { play } from '../../engine/play.js'
import { findingsOf } from '../../explain/findings.js'
import { foundIn } from '../../explain/found.js'
import { situationOf, type Situation } from '../../explain/situation.js'
import type { Plan } from '../../model/change.js'
import type { Judge } from '../../model/judge.js'
import type { Project } from '../../model/project.js'
import type { Finding } from '../../model/report.js'
import type { Assessment, PassedViolation } from '../../model/rollout.js'
import { momentOf, type Moment } from '../../remedy/handover/moments.js'
import { directRemovalsOf, removedDirectly } from './direct.js'
import { gapsOf } from './gaps.js'

/** A sequence of steps, played. */
export interface Assessed extends Assessment {
  readonly situation: Situation
  /** Moments before steps that take licences away directly, by step. */
  readonly moments: ReadonlyMap<number, Moment>
}

/** Plays a plan step by step and says what it passes through. */
export async function assess(project: Project, plan: Plan, judge: Judge): Promise<Assessed> {
  const played = { ...project, plan }
  const moments = new Map<number, Moment>()
  const keep = (step: number, at: () => Parameters<typeof momentOf>[1]): void => {
    const next = plan.steps[step]
    if (next !== undefined && removedDirectly(next.change).length > 0) moments.set(step + 1, momentOf(played, at()))
  }
  const situation = situationOf(played, await play(played, judge, { keep }), false)
  const violations = findingsOf(situation, foundIn(situation)).map(([, finding]) => finding).filter(isOwn).map(passed)
  const gaps = gapsOf(situation)
  const directRemovals = [...moments].flatMap(([step, before]) => directRemovalsOf(situation, plan.steps[step - 1]!.change, step, before))
  return { verdict: verdictOf({ violations, gaps, directRemovals }), violations, gaps, directRemovals, situation, moments }
}

const isOwn = ({ origin, severity }: Finding): boolean => origin === 'introduced' && severity !== 'info'

/** Errors that go again and that nobody is without service for can be waited out; everything else is not safe. */
function verdictOf({ violations, gaps, directRemovals }: Pick<Assessment, 'violations' | 'gaps' | 'directRemovals'>): Assessment['verdict'] {
  if (gaps.length > 0 || violations.some(({ lastStep }) => lastStep === null) || directRemovals.some(({ unsafe }) => unsafe.length > 0)) return 'unsafe'
  return violations.length > 0 ? 'verify' : 'safe'
}

function passed({ ruleId, error, reason, scope, group, skus, users, step, transient, lastStep }: Finding): PassedViolation {
  const { count, min, max } = users
  return { ruleId, error, reason, scope, group, skus: skus.map(sku => sku.skuPartNumber), users: { count, min, max }, step, lastStep: transient ? lastStep : null }
}
