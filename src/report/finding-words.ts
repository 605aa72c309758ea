import type { Finding, Report, StepLine, Waived } from '../model/report.js'
import { counted } from './count.js'
import { knownText } from './error-texts.js'
import { pathWords } from './where.js'
import { howMany } from './who.js'

/** What it violates. */
export function nameOf({ ruleId }: Pick<Finding, 'ruleId'>): string {
  return ruleId ?? 'recorded by the service, no loaded rule explains it'
}

/** The id of its rule, for readers that want one for each. */
export function ruleIdOf({ ruleId }: Pick<Finding, 'ruleId'>): string {
  return ruleId ?? 'recorded-error'
}

/** The finding in one line that names nobody: what, how many, where. */
export function summaryLine(finding: Finding): string {
  return [`${nameOf(finding)}: ${howMany(finding)}`, ...placesIn(finding)].join('; ')
}

/** `until 2026-12-31: HR fills them in (hr@contoso.com, CHG-1), waivers.yaml:4` */
export function waivedWords({ reason, expires, owner, ticket, file, line, with: others = [] }: Waived): string {
  const by = [owner, ticket].filter(one => one !== null).join(', ')
  return `${expires === null ? '' : `until ${expires}: `}${reason}${by && ` (${by})`}, ${file}:${line}${others.length === 0 ? '' : `, with the waivers of ${counted(others.length, 'other user')}`}`
}

/** The step that brought it, or that ended it. */
export function stepOf({ origin, step, lastStep }: Finding, { steps }: Pick<Report, 'steps'>): StepLine | undefined {
  const decisive = origin === 'resolved' && lastStep !== null ? lastStep + 1 : step
  return steps.find(one => one.step === decisive)
}

/** Whether it counts: with a plan what the plan brings, without one all that stands; never what is waived. */
export function isCounted({ waived, origin, severity }: Finding, { plan }: Pick<Report, 'plan'>): boolean {
  return waived === null && severity !== 'info' && (origin === 'introduced' || (origin === 'existing' && plan === null))
}

/** What passes within the plan counts as a warning. */
export function levelOf({ severity, transient }: Finding): Finding['severity'] {
  return severity === 'error' && transient ? 'warning' : severity
}

/** What makes the exit code 1, as far as the report says: errors that count; where there are none, what was asked to fail. */
export function isFailing(finding: Finding, report: Report): boolean {
  const { errors, warnings, exitCode } = report.summary
  if (exitCode === 0 || finding.waived !== null || finding.origin === 'resolved') return false
  const isError = finding.severity === 'error' && !finding.transient
  if (errors > 0) return isError && isCounted(finding, report)
  return warnings > 0 ? isCounted(finding, report) : finding.severity === 'error' || report.summary.existing === 0
}

/** `new`, `existing`, `was there before`; of what passes, until when. */
export function originOf(finding: Finding): string {
  const word = { introduced: 'new', existing: 'existing', resolved: 'was there before' }[finding.origin]
  return finding.transient && finding.lastStep !== null ? `${word}, passing: gone with step ${finding.lastStep + 1}` : word
}

/** The failing product, its path and what it meets; the service plans that take part. */
export function placesIn({ scope, group, skus, servicePlans }: Finding): readonly string[] {
  if (scope === 'sku') return []
  const plans = servicePlans.map(plan => plan.servicePlanName).join(', ')
  const words = [pathWords(skus, group), plans && `service plan${servicePlans.length === 1 ? '' : 's'} ${plans}`].filter(Boolean)
  return words.length === 0 ? [] : [words.join('; ')]
}

/** Graph's code with the words under which the administrator knows it. */
export function codeOf(finding: Finding): readonly string[] {
  const code = finding.error ?? finding.reason
  const text = knownText(finding)
  if (code === null) return []
  return [text === undefined ? code : `${code}, "${text}"`]
}
