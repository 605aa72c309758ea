import type { LoadedProject } from '../load/project.js'
import type { Finding, Report } from '../model/report.js'
import { isGiven, valueOf, valuesOf, type Command, type Invocation } from './command.js'
import { projectOptions, quietOptions, readReportOptions, reportOptions, usesColor } from './options.js'
import { refuse, warn, progress } from './say.js'

/** The ways out, and the plan that takes them. */
export const remedies: Command = {
  name: 'remedies',
  summary: 'the ways out of what a plan breaks, and the plan that takes them',
  about: 'Lists all ways out of every finding, each one tried. With --apply it prints the plan that results from taking some of them, as a file that stands alone; with --emit yaml alone it takes the first clean way out of every finding, and the exit code tells what is left when all are taken together.',
  arguments: [{ name: '[plan]', about: 'the plan; without it the errors of the tenant as it is' }],
  options: [
    { flags: '--finding <finding>', about: 'only this finding: its id (f1) or its fingerprint' },
    { flags: '--apply <remedies>', about: 'ways out to take, with commas: f1.r2,f3.r1' },
    { flags: '--emit <how>', about: 'print the plan that results: yaml', values: ['yaml'] },
    ...projectOptions,
    ...reportOptions.filter(option => /fail-on/.test(option.flags)),
    { flags: '--format <name>', about: 'text (default) or json, of the list', values: ['text', 'json'] },
    ...quietOptions,
  ],
  examples: [
    ['seatplan remedies plan.yaml', 'all ways out of all findings'],
    ['seatplan remedies plan.yaml --finding f1', 'those of one finding'],
    ['seatplan remedies plan.yaml --apply f1.r2,f3.r1 > better.yaml', 'a plan that takes two of them'],
  ],
  run: runRemedies,
}

async function runRemedies(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ openProject }, { check }] = await Promise.all([import('./project.js'), import('../check.js')])
  const bar = progress(given, io)
  bar.say('looking for ways out')
  const { value: project, problems } = await openProject(invocation, io.files, words[0])
  bar.done()
  if (project === undefined) return refuse(problems, given, io)
  warn(problems, given, io)
  const report = await check(project, { ...readReportOptions(given), remedies: 'all' })
  bar.done()
  const found = await chosen(report, invocation)
  if (typeof found === 'number') return found
  if (isGiven(given, 'apply') || isGiven(given, 'emit')) return emit(project, report, found, invocation)
  const { remediesJson, remediesText } = await import('./remedies-text.js')
  const options = { color: usesColor(given, io, 'out'), width: io.width, expand: true }
  io.out(valueOf(given, 'format') === 'json' ? remediesJson(found) : remediesText(report, found, options))
  return report.summary.exitCode
}

/** The findings that are meant; an unknown one is wrong input. */
async function chosen(report: Report, { given, io }: Invocation): Promise<readonly Finding[] | number> {
  const wanted = valueOf(given, 'finding')
  if (wanted === undefined) return report.findings
  const found = report.findings.filter(({ id, fingerprint }) => id === wanted || fingerprint === wanted)
  if (found.length > 0) return found
  const { optionProblem } = await import('./options.js')
  const known = report.findings.map(({ id }) => id)
  return refuse([optionProblem('unknown-finding', `there is no finding \`${wanted}\``, known.length === 0 ? 'there are no findings' : `there are ${known[0]} to ${known.at(-1)}`)], given, io)
}

/** Prints the plan that takes the ways out, and judges it: the exit code is what `check` would say of it. */
async function emit(project: LoadedProject, report: Report, found: readonly Finding[], invocation: Invocation): Promise<number> {
  const { given, io } = invocation
  const [{ planWith }, { check }] = await Promise.all([import('./remedied-plan.js'), import('../check.js')])
  const made = await planWith(project, report, found, valuesOf(given, 'apply'), io)
  if (made.value === undefined) return refuse(made.problems, given, io)
  const result = await check({ ...project, plan: made.value.plan }, { ...readReportOptions(given), remedies: 'none' })
  io.out(made.value.text)
  const left = result.findings.filter(finding => finding.origin === 'introduced' && !finding.transient).length
  if (!isGiven(given, 'quiet')) io.err(left === 0 ? 'the resulting plan introduces nothing\n' : `the resulting plan still introduces ${left} of its own: check it\n`)
  return result.summary.exitCode
}
