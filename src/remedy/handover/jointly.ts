import { play } from '../../engine/play.js'
import { findingsOf } from '../../explain/findings.js'
import { foundIn } from '../../explain/found.js'
import { situationOf } from '../../explain/situation.js'
import type { Judge } from '../../model/judge.js'
import type { Plan } from '../../model/change.js'
import type { Project } from '../../model/project.js'
import type { Finding, Remedy } from '../../model/report.js'
import { planWith } from './edited-plan.js'

/** Ways out taken together, and the findings that none of the taken ones ends. */
export interface Taken {
  readonly remedies: readonly Remedy[]
  readonly left: readonly Finding[]
}

/**
 * The first clean way out of every finding, each tried together with those that were taken before it: one that clashes
 * with them, does not cure beside them or breaks something beside them gives way to the next. A finding that went with an earlier one needs none.
 */
export async function takeFirstClean(project: Project, judge: Judge, findings: readonly Finding[]): Promise<Taken> {
  let taken: readonly Remedy[] = []
  const before = await findingsWith(project, judge, project.plan)
  const offered = findings.filter(isOffered).map(finding => ({ finding, whole: counterpart(finding, before) ?? finding }))
  let now = before
  for (const { finding: { remedies }, whole: finding } of offered) {
    if (isGone(finding, now)) continue
    for (const remedy of remedies.filter(one => one.clean)) {
      const next = await tried(project, judge, [...taken, remedy])
      if (next === undefined || !isGone(finding, next) || isWorse(next, now)) continue
      taken = [...taken, remedy]
      now = next
      break
    }
  }
  return { remedies: taken, left: offered.filter(({ whole }) => !isGone(whole, now)).map(({ finding }) => finding) }
}

/** Findings that a cure is looked for: not what is over, remarked only, or accepted. */
export const isOffered = ({ origin, severity, waived }: Finding): boolean => origin !== 'resolved' && severity !== 'info' && waived === null

async function tried(project: Project, judge: Judge, remedies: readonly Remedy[]): Promise<readonly Finding[] | undefined> {
  const made = await planWith(project, remedies)
  return 'step' in made ? undefined : findingsWith(project, judge, made.plan)
}

/** The findings of the project with this plan, every user named. */
export async function findingsWith(project: Project, judge: Judge, plan: Plan | undefined): Promise<readonly Finding[]> {
  const played = { ...project, plan }
  const situation = situationOf(played, await play(played, judge), true)
  return findingsOf(situation, foundIn(situation)).map(([, finding]) => finding)
}

/** Those of the findings that still stand, in the plan that has these ones; `before`: all of the plan as it was, every user named. */
export function stillStanding(findings: readonly Finding[], before: readonly Finding[], now: readonly Finding[]): readonly Finding[] {
  return findings.filter(finding => !isGone(counterpart(finding, before) ?? finding, now))
}

/** Whether no finding of the same rule and code about the same products, of any step and path, concerns one of its users. */
function isGone(finding: Finding, now: readonly Finding[]): boolean {
  const alike = now.filter(one => one.origin !== 'resolved' && isAlike(one, finding))
  if (finding.users.max === 0) return alike.every(one => one.scope !== finding.scope || one.group?.id !== finding.group?.id)
  const concerned = alike.filter(one => one.users.max > 0)
  if ([finding, ...concerned].some(({ users }) => !users.determined)) return concerned.length === 0
  const users = new Set(finding.users.sample)
  return !concerned.some(one => one.users.sample.some(name => users.has(name)))
}

function isAlike(one: Finding, finding: Finding): boolean {
  if (one.ruleId !== finding.ruleId || one.error !== finding.error || one.reason !== finding.reason) return false
  return finding.skus.length === 0 || one.skus.some(({ skuId }) => finding.skus.some(sku => sku.skuId === skuId))
}

/** Whether something stands that did not stand before, or for more users. */
function isWorse(next: readonly Finding[], now: readonly Finding[]): boolean {
  return next.some(one => one.origin === 'introduced' && one.severity !== 'info' && one.users.count > (counterpart(one, now)?.users.count ?? -1))
}

function counterpart(finding: Finding, among: readonly Finding[]): Finding | undefined {
  return among.find(one => one.fingerprint === finding.fingerprint && one.transient === finding.transient)
}
