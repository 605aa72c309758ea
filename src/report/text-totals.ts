import type { Report } from '../model/report.js'
import { table } from './columns.js'
import { counted, digits } from './count.js'
import type { Paint } from './paint.js'

/** What there is of everything, and why the exit code is what it is. */
export function totalLines(report: Report, paint: Paint): readonly string[] {
  const { errors, warnings, existing, resolved, waived, exitCode } = report.summary
  const rows = [
    [report.plan === null ? 'counted' : 'new', `${counted(errors, 'error')}, ${counted(warnings, 'warning')}`],
    ['existing', digits(existing)],
    ['resolved', digits(resolved)],
    ['waived', digits(waived)],
    ['exit', `${exitCode}, because ${reasonOf(report)}`],
  ]
  return ['', paint.bold('Totals'), ...table(rows, ['left', 'left'])]
}

function reasonOf({ plan, summary: { errors, warnings, existing, exitCode } }: Report): string {
  const source = plan === null ? 'the tenant has' : 'the plan brings'
  if (exitCode === 0) return errors > 0 ? 'nothing was asked to fail' : warnings > 0 ? 'warnings do not fail' : `${source} nothing that fails`
  if (errors > 0) return `${source} ${counted(errors, 'error')}`
  if (warnings > 0 && existing > 0) return 'warnings or existing findings were asked to fail'
  return warnings > 0 ? `${counted(warnings, 'warning')} ${warnings === 1 ? 'was' : 'were'} asked to fail` : `${counted(existing, 'existing finding')} ${existing === 1 ? 'was' : 'were'} asked to fail`
}
