import type { Report, StateRow } from '../model/report.js'
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

function* stateLines(states: readonly StateRow[]): Iterable<string> {
  for (let from = 0; from < states.length; from += rowsInAChunk) {
    const lines = states.slice(from, from + rowsInAChunk).map(row => `\n    ${JSON.stringify(stateRow(row))}`)
    yield (from === 0 ? '' : ',') + harmlessJson(lines.join(','))
  }
}
