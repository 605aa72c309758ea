import type { TestReport } from '../../model/tests.js'
import { counted } from '../count.js'
import { md } from '../markdown-text.js'
import { uncolored } from '../paint.js'
import { fitting, taking, type Room } from '../text-fit.js'
import { failuresOf, type Failure } from './failures.js'
import { totalLines } from './words.js'

/** GitHub takes a job summary of 1 MiB. */
const most = 1_000_000
const fewLines = 60

/** A summary for a job: the totals, and what fails in what a reader unfolds. */
export function* renderTestMarkdown(report: TestReport): Iterable<string> {
  const room: Room = { bytes: most }
  const end = `\n<sub>seatplan ${md(report.tool.version)}</sub>\n`
  taking(end, room)
  yield taking(`## seatplan test\n\n**${totalLines(report, uncolored).map(md).join('; ')}**\n`, room)
  yield* fitting(failuresOf(report), detailsOf, room, 1000, left => `\n${counted(left, 'more failure')} found no room here: the JSON report has all.\n`)
  yield end
}

function detailsOf({ file, title, lines }: Failure): string {
  const more = lines.length > fewLines ? [`${counted(lines.length - fewLines, 'more line')}`] : []
  return `\n<details>\n<summary>${md(file)}: ${md(title)}</summary>\n\n${[...lines.slice(0, fewLines), ...more].map(line => `- ${md(line.trim())}\n`).join('')}\n</details>\n`
}
