import { createJudge } from './engine/judge.js'
import { play } from './engine/play.js'
import { findingsOf } from './explain/findings.js'
import { reportOf } from './explain/report.js'
import { situationOf } from './explain/situation.js'
import type { Project } from './model/project.js'
import type { Report } from './model/report.js'
import type { ReportOptions } from './model/settings.js'
import { usualBounds, withRemedies } from './remedy/remedies.js'
import { version } from './model/version.js'

/**
 * The whole check on one screen: play the plan, explain what the service would refuse, try the ways out, report.
 * Takes values, touches nothing; the same project gives the same report.
 */
export async function check(project: Project, options: CheckOptions): Promise<Report> {
  const judge = createJudge(project.rules.rules, plansOf(project), { verify: options.verify ?? false })
  const trace = await play(project, judge, options.signal)
  const situation = situationOf(project, trace, options.expand)
  const found = findingsOf(situation)
  const findings =
    options.remedies === 'none'
      ? found.map(({ finding }) => finding)
      : await withRemedies({ situation, found }, judge, usualBounds[options.remedies])
  return reportOf(situation, findings, options, version)
}

export interface CheckOptions extends ReportOptions {
  /** Judge everything with the engine alone as well, and compare. */
  readonly verify?: boolean
  readonly signal?: AbortSignal
}

const plansOf =
  ({ catalog }: Project) =>
  (skuId: string) =>
    catalog.products.get(skuId)?.servicePlans ?? []
