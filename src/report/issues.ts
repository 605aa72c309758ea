import type { Finding, Report } from '../model/report.js'
import { counted } from './count.js'
import { codeOf, summaryLine, stepOf } from './finding-words.js'
import type { RenderOptions } from './reporter.js'
import { whoByName } from './who.js'

export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Where a build shows the finding: the step that brings it, or the waiver that has run out. What was there before has no place among the project's files. */
export function placeOf(finding: Finding, report: Pick<Report, 'steps'>): Place | undefined {
  if (finding.kind === 'waiver') return finding.rule ?? undefined
  return finding.step === 0 ? undefined : stepOf(finding, report)
}

/** What a build says of a finding: what, why, and the first ways out. Users are named only where names were asked for. */
export function issueLines(finding: Finding, { expand }: RenderOptions): readonly string[] {
  return [
    summaryLine(finding),
    ...(expand && finding.users.sample.length > 0 ? [`Who: ${whoByName(finding)}.`] : []),
    ...finding.because,
    ...codeOf(finding).map(code => `Code: ${code}.`),
    ...wayOut(finding),
  ]
}

/** The first clean way out; else the first, and that it is none. */
function wayOut({ remedies, remediesComplete }: Finding): readonly string[] {
  const best = remedies.find(({ clean }) => clean) ?? remedies[0]
  if (best === undefined) return remediesComplete ? ['No way out is known.'] : []
  const more = remedies.length === 1 ? '' : ` (${counted(remedies.length - 1, 'more way')} out)`
  return [`${best.clean ? 'Way out' : 'Way out, not clean'}: ${best.title}${more}.`]
}
