import type { Report } from '../model/report.js'
import { isGiven, type Invocation } from './command.js'
import { usesColor } from './options.js'
import type { Output } from './outputs.js'

/**
 * Writes a report in every format that was asked for. `everyone` makes the same report with every user named: a format that
 * lists users takes that one, the others do not change by it.
 */
export async function writeReport(report: Report, everyone: () => Promise<Report>, outputs: readonly Output[], { given, io }: Invocation): Promise<void> {
  const { reporters } = await import('../report/index.js')
  let named: Report | undefined
  for (const { format, file } of outputs) {
    const reporter = reporters.find(one => one.name === format)!
    const options = { color: file === undefined && usesColor(given, io, 'out'), width: io.width, expand: isGiven(given, 'expand') }
    const shown = reporter.wants === 'everyone' ? (named ??= await everyone()) : report
    const chunks = reporter.render(reporter.readIn === undefined ? shown : await placed(shown, { given, io }), options)
    if (file === undefined) for (const chunk of chunks) io.out(chunk)
    else await io.write(file, chunks)
  }
}

async function placed(report: Report, invocation: Pick<Invocation, 'given' | 'io'>): Promise<Report> {
  const [{ inRepository }, { reportInRepository }] = await Promise.all([import('./in-repository.js'), import('../report/in-repository.js')])
  return reportInRepository(report, await inRepository(invocation))
}
