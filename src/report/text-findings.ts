import type { Finding, Report } from '../model/report.js'
import { wrapped } from './columns.js'
import { doubtOf } from './doubt.js'
import { codeOf, nameOf, originOf, placesIn, stepOf, waivedWords } from './finding-words.js'
import { severityWord, type Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { wayOutLines } from './text-remedies.js'
import { whoOf } from './who.js'

interface Section {
  readonly title: string
  /** Its title where no plan was played. */
  readonly titleWithoutPlan?: string
  holds(finding: Finding): boolean
}

/** In the order in which a reader with two minutes needs them. */
const sections: readonly Section[] = [
  { title: 'New with this plan', holds: ({ waived, origin }) => waived === null && origin === 'introduced' },
  { title: 'There already', titleWithoutPlan: 'Findings', holds: ({ waived, origin }) => waived === null && origin === 'existing' },
  { title: 'Resolved by this plan', holds: ({ waived, origin }) => waived === null && origin === 'resolved' },
  { title: 'Waived', holds: ({ waived }) => waived !== null },
]

/** Findings under what they mean for the plan, in the order of the report. */
export function* findingLines(report: Report, paint: Paint, options: RenderOptions): Iterable<string> {
  for (const { title, titleWithoutPlan = title, holds } of sections) {
    const findings = report.findings.filter(holds)
    if (findings.length === 0) continue
    yield* ['', paint.bold(report.plan === null ? titleWithoutPlan : title)]
    for (const finding of findings) yield* ['', ...oneFinding(finding, report, paint, options)]
  }
}

function oneFinding(finding: Finding, report: Report, paint: Paint, options: RenderOptions): readonly string[] {
  const labelled = (label: string, texts: readonly string[]): readonly string[] =>
    texts.flatMap((text, at) => wrapped(text, options.width, `    ${(at === 0 ? label : '').padEnd(7)}  `))
  return [
    headline(finding, paint),
    ...labelled('who', [whoOf(finding, options.expand)]),
    ...labelled('where', placesIn(finding)),
    ...labelled('code', codeOf(finding)),
    ...labelled('why', finding.because),
    ...labelled('step', stepLine(finding, report)),
    ...labelled('rule', ruleOf(finding)),
    ...labelled('assumes', finding.assumptions.length === 0 ? [] : [finding.assumptions.join(', ')]),
    ...labelled('waived', finding.waived === null ? [] : [waivedWords(finding.waived)]),
    ...(finding.origin === 'resolved' ? [] : wayOutLines(finding, report, paint, options)),
  ]
}

function headline(finding: Finding, paint: Paint): string {
  const severity = finding.origin === 'resolved' ? paint.green('resolved') : severityWord(paint, finding.severity)
  return `${finding.id}  ${severity}  ${paint.bold(nameOf(finding))}  ${paint.dim(`(${originOf(finding)})`)}`
}

function stepLine(finding: Finding, report: Report): readonly string[] {
  const line = stepOf(finding, report)
  return line === undefined ? [] : [`${line.step}, ${line.op}, ${line.file}:${line.line}:${line.column}`]
}

function ruleOf({ rule }: Finding): readonly string[] {
  if (rule === null) return []
  return [[`${rule.file}:${rule.line}:${rule.column}`, rule.source, ...doubtOf(rule)].filter(Boolean).join(', ')]
}
