import type { BatchReport, BatchResult } from '../../model/batch.js'
import { casesOf } from '../junit.js'
import { junitDocument, type TestCase } from '../junit-document.js'
import type { RenderOptions } from '../reporter.js'
import { labelOf, problemLines } from './words.js'

/** A suite for each plan in a tenant; what could not be read is an error in it. */
export function renderBatchJunit({ results }: BatchReport, options: RenderOptions): Iterable<string> {
  return junitDocument('seatplan', results.map(result => ({ name: labelOf(result), cases: suiteOf(result, options) })))
}

function suiteOf(result: BatchResult, options: RenderOptions): readonly TestCase[] {
  if (result.report !== null) return casesOf(result.report, options)
  const lines = problemLines(result)
  return [{ classname: 'seatplan', name: 'could not be read', outcome: 'error', message: lines[0] ?? 'could not be read', text: lines.join('\n') }]
}
