import type { Finding, Report } from '../../model/report.js'
import { version } from '../../model/version.js'
import type { RenderOptions } from '../../report/reporter.js'
import { counted } from '../../report/count.js'
import { colored, severityWord, uncolored } from '../../report/paint.js'
import { wrapped } from '../../report/columns.js'
import { safetyWords } from '../../report/safety-words.js'
import { formWords, priceOf, wayOutLines } from '../../report/text-remedies.js'
import type { WholeWay } from '../../remedy/plan-wide.js'
import { allVisible, visible } from '../../report/visible.js'

/** How ways out are shown; and whether some were not wanted. */
export interface WaysShown extends RenderOptions {
  readonly isNarrowed?: boolean
}

/** Every finding in one line, its ways out below it. */
export function remediesText(report: Report, findings: readonly Finding[], options: WaysShown): string {
  const paint = options.color ? colored : uncolored
  if (findings.length === 0) return 'There is nothing to cure.\n'
  return [...findings.flatMap(finding => [`${finding.id}  ${severityWord(paint, finding.severity)}  ${headOf(finding)}`, ...waysOf(finding, report, options), '']), ...withoutSteps(findings)].join('\n')
}

function waysOf(finding: Finding, report: Report, options: WaysShown): readonly string[] {
  const isNothingLeft = options.isNarrowed && finding.remedies.length === 0 && finding.remediesComplete
  if (!isNothingLeft) return wayOutLines(allVisible(finding), report, options.color ? colored : uncolored, options)
  const whole = ['seatplan remedies', report.plan?.file, '--finding', finding.id].filter(Boolean).join(' ')
  return ['    ways out none is left among the moves that are wanted', ...wrapped(`All that there are: ${visible(whole)}`, options.width, '      ')]
}

/** Leaving a step out is named once, apart: it is no way out. */
function withoutSteps(findings: readonly Finding[]): readonly string[] {
  const steps = [...new Set(findings.filter(({ origin }) => origin === 'introduced').map(({ step }) => step))].sort((a, b) => a - b)
  if (steps.length === 0) return []
  const named = steps.length === 1 ? `step ${steps[0]}` : `steps ${steps.slice(0, -1).join(', ')} or ${steps.at(-1)}`
  return [`Leaving out ${named} is no way out: it gives up what the plan is for.`, '']
}

function headOf({ ruleId, error, reason, origin, users }: Finding): string {
  const parts = [ruleId ?? 'recorded by the service, no loaded rule explains it', error ?? reason ?? '', origin, users.max > 0 ? counted(users.max, 'user') : '']
  return parts.filter(part => part !== '').map(visible).join('  ')
}

export function remediesJson(findings: readonly Finding[]): string {
  const listed = findings.map(({ id, fingerprint, ruleId, error, reason, origin, users, remedies, remediesComplete, remediesCut }) => ({ id, fingerprint, ruleId, error, reason, origin, users, remedies, remediesComplete, remediesCut }))
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, findings: allVisible(listed) }, undefined, 2)}\n`
}

/** Ways out of everything at once, numbered, each with its edits and its price. */
export function waysText(ways: readonly WholeWay[], { errors }: Report['summary'], plan: string | undefined, width: number): string {
  if (errors === 0) return 'There is no error to cure.\n'
  if (ways.length === 0) return `No set of moves was found that leaves ${plan ?? 'the tenant'} without errors. The ways out of the single findings: seatplan remedies ${plan ?? ''}\n`
  const lines = ways.flatMap((way, index) => [
    ...wrapped(`${allVisible(way).title} (${way.id})`, width, `${String(index + 1).padStart(3)}. `),
    ...formWords(allVisible(way)).flatMap(text => wrapped(text, width, '     ')),
    ...wrapped([`cures ${way.cures.join(', ')}`, safetyWords[way.safety], priceOf(allVisible(way), false)].filter(text => text !== '').join('; '), width, '     '),
    '',
  ])
  return `${lines.join('\n')}`
}

export function waysJson(ways: readonly WholeWay[]): string {
  return `${JSON.stringify({ schemaVersion: 1, tool: { name: 'seatplan', version }, ways: allVisible(ways) }, undefined, 2)}\n`
}
