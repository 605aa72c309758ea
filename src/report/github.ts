import type { Place } from '../model/problem.js'
import type { Finding, Report } from '../model/report.js'
import { counted } from './count.js'
import { isCounted, levelOf, nameOf, summaryLine } from './finding-words.js'
import { issueLines, placeOf } from './issues.js'
import type { RenderOptions } from './reporter.js'
import { verdictOf } from './text-verdict.js'
import { allVisible } from './visible.js'

/** GitHub shows so many of each level for one step of a job. */
export const mostOfALevel = 10

/** Annotations for GitHub Actions: what counts, where the plan says it; in the end the verdict. What GitHub would not show is a line of the log. */
export function* renderGithub({ states: _, ...hostile }: Report, options: RenderOptions): Iterable<string> {
  const report = allVisible(hostile)
  const shown = { error: 0, warning: 0, info: 0 }
  for (const finding of report.findings.filter(one => isCounted(one, report))) {
    const isShown = (shown[levelOf(finding)] += 1) <= mostOfALevel
    yield isShown ? annotation(finding, report, options) : `${levelOf(finding)} ${finding.id} ${summaryLine(finding)}\n`
  }
  yield githubNotice([verdictOf(report), ...besides(report)].join('\n'))
}

export function githubNotice(text: string): string {
  return `::notice title=seatplan::${data(text)}\n`
}

/** An error that no finding is, at a place if it has one. */
export function githubError(title: string, text: string, place?: Partial<Place>): string {
  return `::error ${[...where(place), `title=${property(title)}`].join(',')}::${data(text)}\n`
}

function where(place: Partial<Place> | undefined): readonly string[] {
  if (place?.file === undefined) return []
  const { file, line, column } = place
  return [`file=${property(file)}`, ...(line === undefined ? [] : [`line=${line}`]), ...(column === undefined ? [] : [`col=${column}`])]
}

export function annotation(finding: Finding, report: Report, options: RenderOptions): string {
  const properties = [...where(placeOf(finding, report)), `title=${property(`${finding.id} ${nameOf(finding)}`)}`].join(',')
  return `::${levelOf(finding)} ${properties}::${data(issueLines(finding, options).join('\n'))}\n`
}

/** What does not count is not annotated: it would hide what does. */
function besides({ plan, summary }: Report): readonly string[] {
  const { existing, resolved, waived } = summary
  const parts = [
    plan !== null && existing > 0 && `${counted(existing, 'finding')} there already`, resolved > 0 && `${counted(resolved, 'finding')} resolved`, waived > 0 && `${counted(waived, 'finding')} waived`,
  ].filter(Boolean)
  return parts.length === 0 ? [] : [`Beside that: ${parts.join(', ')}.`]
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
