import type { BatchReport, BatchResult } from '../../model/batch.js'
import { columns, field, renderCsv } from '../csv.js'

/** The rows of all reports, with their tenant and plan before them. What could not be read has a row that says so. */
export function* renderBatchCsv({ results }: BatchReport): Iterable<string> {
  yield `tenant,plan,outcome,${columns.join(',')}\r\n`
  for (const result of results) yield* rowsOf(result)
}

function* rowsOf({ tenant, plan, outcome, report }: BatchResult): Iterable<string> {
  const start = [tenant ?? '', plan ?? '', outcome].map(field).join(',')
  if (report === null) return yield `${start}${','.repeat(columns.length)}\r\n`
  let first = true
  for (const chunk of renderCsv(report)) {
    if (!first) yield chunk.split('\r\n').filter(row => row !== '').map(row => `${start},${row}\r\n`).join('')
    first = false
  }
}
