import type { Finding, Report } from '../model/report.js'
import { wrapped } from './columns.js'
import { knownText } from './error-texts.js'
import { severityWord, type Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { wayOutLines } from './text-remedies.js'
import { pathWords } from './where.js'
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
    ...labelled('step', stepOf(finding, report)),
    ...labelled('rule', ruleOf(finding)),
    ...labelled('assumes', finding.assumptions.length === 0 ? [] : [finding.assumptions.join(', ')]),
    ...labelled('waived', finding.waived === null ? [] : [`until ${finding.waived.expires}: ${finding.waived.reason}`]),
    ...(finding.origin === 'resolved' ? [] : wayOutLines(finding, report, paint, options)),
  ]
}

function headline(finding: Finding, paint: Paint): string {
  const name = finding.ruleId ?? 'recorded by the service, no loaded rule explains it'
  const severity = finding.origin === 'resolved' ? paint.green('resolved') : severityWord(paint, finding.severity)
  return `${finding.id}  ${severity}  ${paint.bold(name)}  ${paint.dim(`(${originOf(finding)})`)}`
}

function originOf(finding: Finding): string {
  const word = { introduced: 'new', existing: 'existing', resolved: 'was there before' }[finding.origin]
  return finding.transient && finding.lastStep !== null ? `${word}, passing: gone with step ${finding.lastStep + 1}` : word
}

function placesIn({ scope, group, skus, servicePlans }: Finding): readonly string[] {
  if (scope === 'sku') return []
  const plans = servicePlans.map(plan => plan.servicePlanName).join(', ')
  const words = [pathWords(skus, group), plans && `service plan${servicePlans.length === 1 ? '' : 's'} ${plans}`].filter(Boolean)
  return words.length === 0 ? [] : [words.join('; ')]
}

function codeOf(finding: Finding): readonly string[] {
  const code = finding.error ?? finding.reason
  const text = knownText(finding)
  if (code === null) return []
  return [text === undefined ? code : `${code}, "${text}"`]
}

/** The step that brought it, or that ended it. */
function stepOf({ origin, step, lastStep }: Finding, { steps }: Report): readonly string[] {
  const decisive = origin === 'resolved' && lastStep !== null ? lastStep + 1 : step
  const line = steps.find(one => one.step === decisive)
  return line === undefined ? [] : [`${decisive}, ${line.op}, ${line.file}:${line.line}:${line.column}`]
}

function ruleOf({ rule }: Finding): readonly string[] {
  if (rule === null) return []
  return [[`${rule.file}:${rule.line}:${rule.column}`, rule.source].filter(Boolean).join(', ')]
}
