import type { BatchReport, BatchResult } from '../../model/batch.js'
import { renderNdjson } from '../ndjson.js'
import { harmlessJson } from '../visible.js'

/** One JSON value a line: the head, then the lines of each report, which say of which tenant and plan they are, then what the whole run shows. */
export function* renderBatchNdjson({ results, notices, part, ...head }: BatchReport): Iterable<string> {
  yield line({ type: 'batch', ...head })
  for (const result of results) yield* linesOf(result)
  for (const notice of notices) yield line({ type: 'runNotice', ...notice })
  if (part !== undefined) yield line({ type: 'part', ...part })
}

function* linesOf({ tenant, plan, outcome, problems, report }: BatchResult): Iterable<string> {
  yield line({ type: 'result', of: { tenant, plan }, outcome, problems })
  if (report === null) return
  const place = `"of":${JSON.stringify({ tenant, plan })},`
  for (const chunk of renderNdjson(report)) yield harmlessJson(chunk.replaceAll(/^\{"type":"\w+",/gm, start => start + place))
}

function line(value: object): string {
  return `${harmlessJson(JSON.stringify(value))}\n`
}
