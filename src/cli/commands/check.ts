import type { Report } from '../../model/report.js'
import type { Problem } from '../../model/problem.js'
import type { LoadedProject } from '../../load/project/project.js'
import { batchOptions, manyOptions, readBatchOptions } from '../many/options.js'
import { isGiven, type Command, type Given, type Invocation } from '../command.js'
import { anonymiseOption, noBaseline, outputOptions, projectOptions, quietOptions, readReportOptions, reportOptions, waiverOptions } from '../options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs } from '../outputs.js'
import { needsNames, shareable } from '../anonymous.js'
import { isBatch } from '../many/is-batch.js'
import { writeReport } from '../write-report.js'
import { watchOption } from '../watch/watch-option.js'

/** The main job. */
export const check: Command = {
  name: 'check',
  summary: 'play a plan and report what would go wrong',
  about: 'Plays PLAN against the tenant\'s snapshot as Entra ID would and reports every violation with its cause and its ways out. Without PLAN it reports the tenant as it is. With a plan only findings that the plan introduces make the exit code 1. Several plans or tenants, folders and patterns of plans, --plans and --tenants make one answer of many checks, worst first: each plan in each tenant; docs/batch.md has its form.',
  arguments: [{ name: '[plan...]', about: 'YAML or JSON file with the changes, in order; several, a folder or a pattern: many plans at once' }],
  options: [...projectOptions, ...manyOptions, ...waiverOptions, { flags: '--update-baseline', about: 'write the baseline: all errors and warnings that are found now' }, ...reportOptions, { flags: '--verify', about: 'judge everything a second time with the rules engine alone, and compare' }, anonymiseOption, watchOption, ...batchOptions, ...outputOptions, ...quietOptions],
  examples: [
    ['seatplan check plan.yaml', 'what the plan would break'],
    ['seatplan check --tenant export', 'what is in error today'],
    ['seatplan check plan.yaml --format json --output report.json', 'for a machine'],
    ['seatplan check plan.yaml --format sarif --output a.sarif --format markdown', 'in two formats at once'],
    ['seatplan check plan.yaml --watch', 'what each save makes of it, while you edit'],
    ['seatplan check --baseline baseline.json --update-baseline', 'accept what is in error today; from now on only what is new counts'],
    ['seatplan check "plans/*.yaml" --tenants customers', 'every plan in every tenant below a folder, and one table'],
  ],
  run: runCheck,
}

async function runCheck(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  if (await isBatch(invocation)) return checkMany(invocation)
  if (isGiven(given, 'watch')) return (await import('../watch/watch-check.js')).watchCheck(invocation)
  const [{ openProject }, { refuse, warn, progress }, { reporters }] = await Promise.all([import('../project.js'), import('../say.js'), import('../../report/index.js')])
  const outputs = pairOutputs(given)
  const wrong = [...readBatchOptions(given).problems, ...wrongOutputs(outputs, reporters.map(reporter => reporter.name), io), ...needsNames(given, ['update-baseline'])]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const files = remembering(io.files)
  const bar = progress(given, io)
  bar.say('reading the tenant')
  const loaded = await openProject(invocation, files, words[0], bar.reading)
  bar.done()
  const problems: readonly Problem[] = [...loaded.problems, ...ontoInputs(outputs, files.inputs, io), ...baselineProblems(loaded.value, given)]
  if (loaded.value === undefined || problems.some(one => one.severity === 'error')) return refuse(problems, given, io)
  warn(problems, given, io)
  bar.say('playing the plan')
  const report = await checked(await shareable(loaded.value, given), invocation)
  bar.done()
  await writeReport(report.shown, report.everyone, outputs, invocation)
  return report.shown.summary.exitCode
}

async function checkMany(invocation: Invocation): Promise<number> {
  if (isGiven(invocation.given, 'watch')) return (await import('../watch/watch-batch.js')).watchBatch(invocation)
  return (await import('../many/check-batch.js')).checkBatch(invocation)
}

interface Checked {
  readonly shown: Report
  /** The same with everybody named, for formats that list users. */
  everyone(this: void): Promise<Report>
}

async function checked(loaded: LoadedProject, { given, io }: Invocation): Promise<Checked> {
  const [{ check }, { waiverNotices, withNotices }] = await Promise.all([import('../../check.js'), import('../../explain/waiver-notices.js')])
  const options = { ...readReportOptions(given), verify: isGiven(given, 'verify') }
  const first = await check(loaded, options)
  const project = isGiven(given, 'update-baseline') ? await (await import('../update-baseline.js')).updateBaseline(loaded, first, given, io) : loaded
  const report = project === loaded ? first : await check(project, options)
  const shown = withNotices(report, waiverNotices(project.waivers ?? [], [report]))
  return { shown, everyone: async () => (options.expand ? shown : check(project, { ...options, verify: false, expand: true, remedies: 'none', states: 'none' })) }
}

function baselineProblems(project: LoadedProject | undefined, given: readonly Given[]): readonly Problem[] {
  if (!isGiven(given, 'update-baseline') || project === undefined || project.config.baseline !== undefined) return []
  return [noBaseline()]
}
