import type { Report } from '../model/report.js'
import { definition, inOrder, stateRow } from './key-order.js'
import { reportSchema } from './schema.js'
import { harmlessJson } from './visible.js'

const linesInAChunk = 1000

/** The lists of a report: what a line is called, and the definition of what stands in it. */
const lists = [
  ['step', 'steps'], ['finding', 'findings'], ['impact', 'impact'], ['seatLine', 'seats'], ['groupLine', 'groups'], ['notice', 'notices'],
] as const

/** One JSON value a line: the head of the report with its verdict, then one line for each item of its lists; `type` says which. */
export function* renderNdjson(report: Report): Iterable<string> {
  let lines: string[] = []
  for (const line of linesOf(report)) {
    lines.push(harmlessJson(JSON.stringify(line)))
    if (lines.length < linesInAChunk) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`
}

function* linesOf(report: Report): Iterable<object> {
  const { steps, findings, impact, seats, groups, notices, states, ...head } = report
  yield { type: 'report', ...(inOrder(head, reportSchema) as object) }
  for (const [name, list] of lists) {
    for (const item of report[list]) yield { type: typeOf(name), ...(inOrder(item, definition(name)) as object) }
  }
  for (const row of states ?? []) yield { type: 'state', ...(stateRow(row) as object) }
}

/** `seatLine` is called `seats` in the report: its lines are called after what they are about. */
function typeOf(name: (typeof lists)[number][0]): string {
  return name.replace('Line', '')
}
