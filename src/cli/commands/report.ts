import { exitCodeOf, tallyOf } from '../../explain/exit-code.js'
import type { Problem } from '../../model/problem.js'
import type { Report } from '../../model/report.js'
import { isGiven, type Command, type Given, type Invocation } from '../command.js'
import { failOptions, optionProblem, outputOptions, quietOptions, readReportOptions } from '../options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs } from '../outputs.js'

/** A JSON report, shown again. */
export const report: Command = {
  name: 'report',
  summary: 'show a JSON report again, in any format',
  about: 'Reads what `seatplan check --format json` wrote and shows it in another format: nothing is played again. The answer to many checks, or to many tests, can be shown again, too. The file is checked against the published schema first. The exit code is that of the check, unless one of the options about failing is given: then they are applied anew.',
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
    import('../../load/project/report-file.js'), import('../say.js'), import('../../report/index.js'), import('../paths.js'), import('../write-report.js'),
  ])
  const outputs = pairOutputs(given)
  const files = remembering(io.files)
  const loaded = await openReport(files, absolute(words[0]!, io), words[0]!)
  const many = loaded.value === undefined ? await manyIn(words[0]!, invocation) : undefined
  if (many !== undefined) return many
  const problems = [...wrongOutputs(outputs, reporters.map(reporter => reporter.name), io), ...loaded.problems, ...ontoInputs(outputs, files.inputs, io)]
  if (loaded.value === undefined || problems.length > 0) return refuse(problems, given, io)
  const shown = judgedAnew(loaded.value, given)
  tellUnnamed(shown, outputs.map(({ format }) => format), invocation)
  await writeReport(shown, async () => shown, outputs, invocation)
  return shown.summary.exitCode
}

/** Many checks, or many tests, are shown as they are. Undefined: it is something else. */
async function manyIn(word: string, { given, io, words }: Invocation): Promise<number | undefined> {
  const [{ openMany }, { refuse }, { absolute }, { writeMany, wrongFormats }] = await Promise.all([import('../../load/project/batch-file.js'), import('../say.js'), import('../paths.js'), import('../many/write-many.js')])
  const files = remembering(io.files)
  const { value } = await openMany(files, absolute(word, io), word)
  if (value === undefined) return undefined
  const outputs = pairOutputs(given)
  const wrong = [...wrongFormats(value, outputs, io), ...ontoInputs(outputs, files.inputs, io), ...failOptionsGiven(given)]
  return wrong.length > 0 ? refuse(wrong, given, io) : writeMany(value, outputs, { given, io, words })
}

function failOptionsGiven(given: readonly Given[]): readonly Problem[] {
  return failNames.filter(name => isGiven(given, name)).map(name => optionProblem('only-for-one', `\`--${name}\` is not for an answer to many`, 'give it to the run itself'))
}

const failNames = failOptions.map(({ flags }) => /--([a-z-]+)/.exec(flags)![1]!)

/** What counts is in the report; what fails may be asked again. */
function judgedAnew(report: Report, given: readonly Given[]): Report {
  if (!failNames.some(name => isGiven(given, name))) return report
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
