import type { Report } from '../model/report.js'
import type { Problem } from '../model/problem.js'
import { isGiven, type Command, type Invocation } from './command.js'
import { outputOptions, projectOptions, quietOptions, readReportOptions, reportOptions, usesColor } from './options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs, type Output } from './outputs.js'

/** The main job. */
export const check: Command = {
  name: 'check',
  summary: 'play a plan and report what would go wrong',
  about: 'Plays PLAN against the tenant\'s snapshot as Entra ID would and reports every violation with its cause and its ways out. Without PLAN it reports the tenant as it is. With a plan only findings that the plan introduces make the exit code 1.',
  arguments: [{ name: '[plan]', about: 'YAML or JSON file with the changes, in order' }],
  options: [...projectOptions, ...reportOptions, { flags: '--verify', about: 'judge everything a second time with the rules engine alone, and compare' }, ...outputOptions, ...quietOptions],
  examples: [
    ['seatplan check plan.yaml', 'what the plan would break'],
    ['seatplan check --tenant export', 'what is in error today'],
    ['seatplan check plan.yaml --format json --output report.json', 'for a machine'],
  ],
  run: runCheck,
}

async function runCheck(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ openProject }, { refuse, warn, progress }, { reporters }] = await Promise.all([import('./project.js'), import('./say.js'), import('../report/index.js')])
  const outputs = pairOutputs(given)
  const wrong = wrongOutputs(outputs, reporters.map(reporter => reporter.name), io)
  if (wrong.length > 0) return refuse(wrong, given, io)
  const files = remembering(io.files)
  const bar = progress(given, io)
  bar.say('reading the tenant')
  const loaded = await openProject(invocation, files, words[0])
  bar.done()
  const problems: readonly Problem[] = [...loaded.problems, ...ontoInputs(outputs, files.inputs, io)]
  if (loaded.value === undefined || problems.some(one => one.severity === 'error')) return refuse(problems, given, io)
  warn(problems, given, io)
  bar.say('playing the plan')
  const { check } = await import('../check.js')
  const report = await check(loaded.value, { ...readReportOptions(given), verify: isGiven(given, 'verify') })
  bar.done()
  await writeReport(report, outputs, invocation)
  return report.summary.exitCode
}

async function writeReport(report: Report, outputs: readonly Output[], { given, io }: Invocation): Promise<void> {
  const { reporters } = await import('../report/index.js')
  for (const { format, file } of outputs) {
    const reporter = reporters.find(one => one.name === format)!
    const options = { color: file === undefined && usesColor(given, io, 'out'), width: io.width, expand: isGiven(given, 'expand') }
    const chunks = reporter.render(report, options)
    if (file === undefined) for (const chunk of chunks) io.out(chunk)
    else await io.write(file, chunks)
  }
}
