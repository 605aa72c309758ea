import type { Report, StateRows } from '../model/report.js'
import { inOrder, stateRow } from './key-order.js'
import { reportSchema } from './schema.js'
import { harmlessJson } from './visible.js'

const rowsInAChunk = 1000

/** The report as cli.md's JSON: two spaces, keys in the order of the schema, one line for each row of `states`. */
export function* renderJson({ states, ...report }: Report): Iterable<string> {
  const text = harmlessJson(JSON.stringify(inOrder(report, reportSchema), null, 2))
  if (states === undefined) return yield `${text}\n`
  yield `${text.slice(0, -'\n}'.length)},\n  "states": [`
  yield* stateLines(states)
  yield states.length === 0 ? ']\n}\n' : '\n  ]\n}\n'
}

function* stateLines(states: StateRows): Iterable<string> {
  let lines: string[] = []
  let between = ''
  for (const row of states) {
    if (lines.push(`\n    ${JSON.stringify(stateRow(row))}`) < rowsInAChunk) continue
    yield between + harmlessJson(lines.join(','))
    between = ','
    lines = []
  }
  if (lines.length > 0) yield between + harmlessJson(lines.join(','))
}
