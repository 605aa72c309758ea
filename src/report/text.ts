import type { Report } from '../model/report.js'
import { wrapped } from './columns.js'
import { counted, digits } from './count.js'
import { colored, uncolored, type Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { findingLines } from './text-findings.js'
import { groupLines, impactLines, noticeLines, seatLines, stateLines, stepLines } from './text-tables.js'
import { totalLines } from './text-totals.js'
import { verdictLines } from './text-verdict.js'
import { allVisible } from './visible.js'

const linesInAChunk = 1000
/** Narrower, sentences would be broken after every word. */
const narrowest = 60

/** The report for the reader who has two minutes before a change window: the verdict first, then why, then the numbers. */
export function* renderText(report: Report, options: RenderOptions): Iterable<string> {
  let lines: string[] = []
  for (const line of linesOf(report, options)) {
    lines.push(line)
    if (lines.length < linesInAChunk) continue
    yield `${lines.join('\n')}\n`
    lines = []
  }
  yield `${lines.join('\n')}\n`
}

function* linesOf({ states, ...hostile }: Report, { width, ...given }: RenderOptions): Iterable<string> {
  const report = allVisible(hostile)
  const options = { ...given, width: Math.max(width, narrowest) }
  const paint = options.color ? colored : uncolored
  yield* verdictLines(report, paint)
  yield* headLines(report, paint, options.width)
  yield* stepLines(report.steps, paint)
  yield* findingLines(report, paint, options)
  yield* impactLines(report.impact, paint, options)
  yield* seatLines(report.seats, paint)
  yield* groupLines(report.groups, paint)
  if (states !== undefined) yield* stateLines(states, report.groups, paint)
  yield* noticeLines(report.notices, paint, options.width)
  yield* totalLines(report, paint)
}

function headLines({ plan, tenant, rules, now }: Report, paint: Paint, width: number): readonly string[] {
  const played = plan === null ? 'none: the tenant as it is' : `${plan.title} (${plan.file})`
  const size = [
    `${counted(tenant.users, 'user')} in ${counted(tenant.cohorts, 'cohort')}`,
    counted(tenant.groups, 'group'),
    counted(tenant.subscribedSkus, 'product'),
  ].join(', ')
  const line = (label: string, text: string): readonly string[] => wrapped(text, width, paint.dim(label.padEnd(8)))
  return [
    '',
    ...line('plan', played),
    ...line('tenant', size),
    ...line('rules', `${digits(rules.count)} of ${rules.packs.join(', ')}, as of ${now}`),
  ]
}
