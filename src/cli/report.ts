import { exitCodeOf, tallyOf } from '../explain/exit-code.js'
import type { Report } from '../model/report.js'
import { isGiven, type Command, type Given, type Invocation } from './command.js'
import { failOptions, outputOptions, quietOptions, readReportOptions } from './options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs } from './outputs.js'

/** A JSON report, shown again. */
export const report: Command = {
  name: 'report',
  summary: 'show a JSON report again, in any format',
  about: 'Reads what `seatplan check --format json` wrote and shows it in another format: nothing is played again. The file is checked against the published schema first. The exit code is that of the check, unless one of the options about failing is given: then they are applied anew.',
  arguments: [{ name: '<file>', about: 'the JSON report' }],
  options: [...failOptions, { flags: '--expand', about: 'name every user that the report names, instead of a few' }, ...outputOptions, ...quietOptions],
  examples: [
    ['seatplan report report.json', 'as text'],
    ['seatplan report report.json --format html --output report.html', 'as one page, to be read in a browser'],
    ['seatplan report report.json --format sarif --output a.sarif --format junit --output b.xml', 'in two formats'],
  ],
  run: runReport,
}

async function runReport(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ openReport }, { refuse }, { reporters }, { absolute }, { writeReport }] = await Promise.all([
    import('../load/report-file.js'), import('./say.js'), import('../report/index.js'), import('./paths.js'), import('./write-report.js'),
  ])
  const outputs = pairOutputs(given)
  const wrong = wrongOutputs(outputs, reporters.map(reporter => reporter.name), io)
  if (wrong.length > 0) return refuse(wrong, given, io)
  const files = remembering(io.files)
  const loaded = await openReport(files, absolute(words[0]!, io), words[0]!)
  const problems = [...loaded.problems, ...ontoInputs(outputs, files.inputs, io)]
  if (loaded.value === undefined || problems.length > 0) return refuse(problems, given, io)
  const shown = judgedAnew(loaded.value, given)
  tellUnnamed(shown, outputs.map(({ format }) => format), invocation)
  await writeReport(shown, async () => shown, outputs, invocation)
  return shown.summary.exitCode
}

/** What counts is in the report; what fails may be asked again. */
function judgedAnew(report: Report, given: readonly Given[]): Report {
  if (!failOptions.some(({ flags }) => isGiven(given, /--([a-z-]+)/.exec(flags)![1]!))) return report
  const exitCode = exitCodeOf(tallyOf(report.findings, report.plan !== null), readReportOptions(given))
  return { ...report, summary: { ...report.summary, exitCode } }
}

/** A list of users from a report that names a few is no list of users. */
function tellUnnamed({ findings }: Report, formats: readonly string[], { given, io }: Invocation): void {
  if (!formats.includes('csv') || isGiven(given, 'quiet')) return
  const short = findings.filter(({ users }) => users.sample.length < users.max)
  if (short.length === 0) return
  io.err(`the report names only some of the users of ${short.length === 1 ? short[0]!.id : `${short.length} findings`}\n      make it with \`--expand\` to have all of them\n`)
}
