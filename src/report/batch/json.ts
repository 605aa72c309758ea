import type { BatchReport, BatchResult } from '../../model/batch.js'
import { inOrder } from '../key-order.js'
import { reportSchema } from '../schema.js'
import { harmlessJson } from '../visible.js'

/** Everything, one result a chunk. */
export function* renderBatchJson({ results, notices, part, ...head }: BatchReport): Iterable<string> {
  yield harmlessJson(`${JSON.stringify(head, null, 2).slice(0, -'\n}'.length)},\n  "results": [`)
  for (const [at, result] of results.entries()) yield harmlessJson(`${at === 0 ? '' : ','}\n${indented(resultInOrder(result), 4)}`)
  yield harmlessJson(`${results.length === 0 ? ']' : '\n  ]'},\n  "notices": ${indented(notices, 2).trimStart()}${part === undefined ? '' : `,\n  "part": ${indented(part, 2).trimStart()}`}\n}\n`)
}

export function resultInOrder({ tenant, plan, outcome, problems, report }: BatchResult): BatchResult {
  return { tenant, plan, outcome, problems, report: report === null ? null : (inOrder(report, reportSchema) as BatchResult['report']) }
}

function indented(value: unknown, spaces: number): string {
  const indent = ' '.repeat(spaces)
  return indent + JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)
}
