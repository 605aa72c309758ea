import type { Report } from '../model/report.js'
import { counted, digits } from './count.js'
import { uncolored, type Paint } from './paint.js'

/** The answer in one line, and in a second what no rule counts: who loses service plans. */
export function verdictLines(report: Report, paint: Paint): readonly string[] {
  return [`${paint.bold(headOf(report, paint))} ${sentences(report)}`, ...lossLines(report, paint)]
}

/** The same without colours: `Not yet:` and the sentences that follow. */
export function verdictParts(report: Report): { readonly head: string; readonly rest: string } {
  const losses = lossesOf(report)
  return { head: headOf(report, uncolored), rest: [sentences(report), ...(losses === undefined ? [] : [`${losses}.`])].join(' ') }
}

/** The same on one line. */
export function verdictOf(report: Report): string {
  const { head, rest } = verdictParts(report)
  return `${head} ${rest}`
}

function headOf({ plan, summary }: Report, paint: Paint): string {
  if (summary.exitCode !== 0) return paint.red(plan === null ? 'Not in order:' : 'Not yet:')
  if (summary.errors > 0) return paint.yellow('Passed, but:')
  if (summary.warnings > 0) return paint.yellow(plan === null ? 'In order, but:' : 'Clear, but:')
  return paint.green(plan === null ? 'In order:' : 'Clear:')
}

function sentences(report: Report): string {
  return [`${counts(report)}.`, ...refusals(report)].join(' ')
}

function counts({ plan, summary }: Report): string {
  const { errors, warnings, existing, affectedUsers, exitCode } = summary
  const parts = [errors && counted(errors, 'error'), warnings && counted(warnings, 'warning')].filter(Boolean).join(' and ')
  if (parts === '') return exitCode === 0 ? nothing(plan !== null) : `nothing new, but ${counted(existing, 'finding')} that ${existing === 1 ? 'is' : 'are'} there already`
  return affectedUsers === 0 ? parts : `${parts}; ${counted(affectedUsers, 'user')} affected`
}

const nothing = (isPlan: boolean): string => (isPlan ? 'the plan brings no error and no warning' : 'no error and no warning')

function refusals({ steps }: Report): readonly string[] {
  const refused = steps.filter(({ outcome }) => outcome === 'refused').length
  const partly = steps.filter(({ outcome }) => outcome === 'partly').length
  return [
    ...(refused === 0 ? [] : [`${digits(refused)} of ${counted(steps.length, 'step')} refused.`]),
    ...(partly === 0 ? [] : [`${digits(partly)} of ${counted(steps.length, 'step')} accepted in part.`]),
  ]
}

function lossLines(report: Report, paint: Paint): readonly string[] {
  const losses = lossesOf(report)
  return losses === undefined ? [] : [paint.yellow(`${losses}; see below.`)]
}

/** Losing plans is the commonest harm and breaks no rule. A user can lose at several steps, hence `up to`. */
function lossesOf({ impact }: Report): string | undefined {
  const losing = impact.filter(({ loses }) => loses.length > 0)
  if (losing.length === 0) return undefined
  const users = losing.reduce((sum, one) => sum + one.users.count, 0)
  const isExact = new Set(losing.map(({ step }) => step)).size === 1
  return `${isExact ? '' : 'Up to '}${counted(users, 'user')} ${users === 1 && isExact ? 'loses' : 'lose'} service plans`
}
