import type { Place } from '../model/problem.js'
import type { Finding, Report } from '../model/report.js'
import { isCounted, levelOf, nameOf } from './finding-words.js'
import { issueLines, placeOf } from './issues.js'
import type { RenderOptions } from './reporter.js'
import { verdictOf } from './text-verdict.js'
import { allVisible } from './visible.js'

/** Issues for Azure Pipelines: what counts, where the plan says it; in the end the verdict. */
export function* renderAzure({ states: _, ...hostile }: Report, options: RenderOptions): Iterable<string> {
  const report = allVisible(hostile)
  for (const finding of report.findings.filter(one => isCounted(one, report))) yield issue(finding, report, options)
  yield `${verdictOf(report)}\n`
}

export function issue(finding: Finding, report: Report, options: RenderOptions): string {
  const properties = [`type=${levelOf(finding)}`, ...where(placeOf(finding, report)), `code=${property(nameOf(finding))}`]
  return `##vso[task.logissue ${properties.join(';')}]${data(`${finding.id} ${issueLines(finding, options).join('\n')}`)}\n`
}

/** An error that no finding is, at a place if it has one. */
export function azureError(text: string, place?: Partial<Place>): string {
  return `##vso[task.logissue ${['type=error', ...where(place)].join(';')}]${data(text)}\n`
}

function where(place: Partial<Place> | undefined): readonly string[] {
  if (place?.file === undefined) return []
  const { file, line, column } = place
  return [`sourcepath=${property(file)}`, ...(line === undefined ? [] : [`linenumber=${line}`]), ...(column === undefined ? [] : [`columnnumber=${column}`])]
}

const data = (text: string): string => text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(']', '%5D').replaceAll(';', '%3B')
