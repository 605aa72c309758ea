import { knownFindings } from '../known-findings.js'
import type { Problem } from '../../model/problem.js'
import type { Finding, Report } from '../../model/report.js'
import type { Project } from '../../model/project.js'
import type { CheckOptions } from '../../check.js'
import type { Narrowing } from '../../remedy/narrow.js'
import type { WholeWay } from '../../remedy/plan-wide.js'
import { narrowingOptions, readNarrowing } from '../narrowing.js'
import { isGiven, valueOf, type Command, type Given, type Invocation } from '../command.js'
import { ontoInputs, pairOutputs, put, remembering, twoForms, wrongOutputs, type Output } from '../outputs.js'
import { anonymiseOption, optionProblem, outputOptions, projectOptions, quietOptions, readReportOptions, reportOptions, usesColor, waiverOptions } from '../options.js'
import { needsNames, withoutNames } from '../anonymous.js'
import type { Remedied } from '../remedied.js'
import { refuse, warn, progress } from '../say.js'

/** The ways out, and the plan that takes them. */
export const remedies: Command = {
  name: 'remedies',
  summary: 'the ways out of what a plan breaks, and the plan that takes them',
  about: 'Lists all ways out of every finding, each one tried. With --apply it prints the plan that results from taking some of them, as a file that stands alone. --emit says in which form: the plan (yaml), a script (powershell), request batches (graph), or a change request for people (markdown); without --apply it takes the first clean way out of every finding, all tried together. seatplan runs none of it.',
  arguments: [{ name: '[plan]', about: 'the plan; without it the errors of the tenant as it is' }],
  options: [
    { flags: '--finding <finding>', about: 'only this finding: its id (f1) or its fingerprint' },
    { flags: '--apply <remedies>', about: 'ways out to take, with commas: f1.r2,f3.r1' },
    { flags: '--emit <how>', about: 'the form of the plan that results: yaml (default), powershell, graph or markdown', values: ['yaml', 'powershell', 'graph', 'markdown'] },
    { flags: '--all', about: 'ways out of all errors of the plan at once, best first' },
    { flags: '--most <number>', about: 'with --all: how many (default 5)', whole: true, least: 1 },
    ...narrowingOptions,
    ...projectOptions,
    ...waiverOptions,
    ...reportOptions.filter(option => /fail-on|expand/.test(option.flags)),
    anonymiseOption,
    ...outputOptions,
    ...quietOptions,
  ],
  examples: [
    ['seatplan remedies plan.yaml', 'all ways out of all findings'],
    ['seatplan remedies plan.yaml --finding f1', 'those of one finding'],
    ['seatplan remedies plan.yaml --keep group:Sales --forbid buySeats', 'without what is not wanted'],
    ['seatplan remedies plan.yaml --all', 'ways that leave the plan without any error'],
    ['seatplan remedies plan.yaml --all --apply all.r2 > better.yaml', 'a plan that takes one of them'],
    ['seatplan remedies plan.yaml --apply f1.r2,f3.r1 > better.yaml', 'a plan that takes two of them'],
    ['seatplan remedies plan.yaml --emit powershell > change.ps1', 'a script that makes the plan with the best of them'],
  ],
  run: runRemedies,
}

async function runRemedies(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const outputs = pairOutputs(given)
  const wrong = [...wrongOutputs(outputs, ['text', 'json'], io), ...needsNames(given, ['apply', 'emit']), ...twoForms(given)]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const files = remembering(io.files)
  const [{ openProject }, { check }] = await Promise.all([import('../project.js'), import('../../check.js')])
  const bar = progress(given, io)
  bar.say('looking for ways out')
  const loaded = await openProject(invocation, files, words[0])
  bar.done()
  const problems = [...loaded.problems, ...ontoInputs(outputs, files.inputs, io)]
  const project = loaded.value
  if (project === undefined || problems.some(({ severity }) => severity === 'error')) return refuse(problems, given, io)
  warn(problems, given, io)
  const narrowing = readNarrowing(given, project)
  if (narrowing.problems.length > 0) return refuse(narrowing.problems, given, io)
  const { asked, wanted } = await underNames(project, narrowing.value, given)
  const takes = isGiven(given, 'apply') || isGiven(given, 'emit')
  const read = readReportOptions(given)
  const options = { ...read, remedies: 'all' as const, expand: read.expand || takes, ...(wanted && { narrowing: wanted }) }
  if (isGiven(given, 'all')) return await forAll(asked, options, outputs, invocation)
  const report = await check(asked, options)
  bar.done()
  const found = chosen(report, invocation)
  if (typeof found === 'number') return found
  if (takes) return handOver(project, report, found, outputs[0]!, invocation)
  const { remediesJson, remediesText } = await import('../texts/remedies.js')
  for (const output of outputs) {
    const options = { color: output.file === undefined && usesColor(given, io, 'out'), width: io.width, expand: true, isNarrowed: wanted !== undefined }
    await put(output, output.format === 'json' ? remediesJson(found) : remediesText(report, found, options), io)
  }
  return report.summary.exitCode
}

interface Asked {
  readonly asked: Project
  readonly wanted: Narrowing | undefined
}

/** What is to be kept is named as the reader knows it, and looked for under the names that are shown. */
async function underNames(project: Project, narrowing: Narrowing | undefined, given: readonly Given[]): Promise<Asked> {
  if (!isGiven(given, 'anonymise')) return { asked: project, wanted: narrowing }
  const { project: asked, renaming: { userId, groupId } } = await withoutNames(project, given)
  const ids = (some: ReadonlySet<string>, renamed: (id: string) => string): ReadonlySet<string> => new Set([...some].map(renamed))
  return { asked, wanted: narrowing && { ...narrowing, keepUsers: ids(narrowing.keepUsers, userId), keepGroups: ids(narrowing.keepGroups, groupId) } }
}

const usualMost = 5

/** Ways out of everything, as many as asked for: the search goes on only for those that are shown. */
async function forAll(project: Project, options: CheckOptions, outputs: readonly Output[], { given, io, words }: Invocation): Promise<number> {
  const most = Number(valueOf(given, 'most') ?? usualMost)
  const [{ check, waysOutOfAll }, { waysJson, waysText }] = await Promise.all([import('../../check.js'), import('../texts/remedies.js')])
  const report = await check(project, { ...options, remedies: 'none' })
  const { summary } = report
  const wanted = valueOf(given, 'apply')
  const ways: WholeWay[] = []
  for await (const way of waysOutOfAll(project, options)) if (ways.push(way) >= most || way.id === wanted) break
  if (isGiven(given, 'apply') || isGiven(given, 'emit')) {
    const way = wanted === undefined ? ways[0] : ways.find(({ id }) => id === wanted)
    if (way === undefined) return refuse([noSuchWay(wanted, ways)], given, io)
    const { remediedAtOnce } = await import('../remedied.js')
    return handedOver(await remediedAtOnce(project, report, way, { words, given, io }), outputs[0]!, { words, given, io })
  }
  for (const output of outputs) await put(output, output.format === 'json' ? waysJson(ways) : waysText(ways, summary, isGiven(given, 'anonymise') ? project.plan?.file : words[0], io.width), io)
  return summary.exitCode
}

/** The findings that are meant; an unknown one is wrong input. */
function chosen(report: Report, { given, io }: Invocation): readonly Finding[] | number {
  const wanted = valueOf(given, 'finding')
  if (wanted === undefined) return report.findings
  const found = report.findings.filter(({ id, fingerprint }) => id === wanted || fingerprint === wanted)
  if (found.length > 0) return found
  return refuse([optionProblem('unknown-finding', `there is no finding \`${wanted}\``, knownFindings(report.findings), 'finding')], given, io)
}

/** Prints the plan that takes the ways out, and says what is left: the exit code is what `check` would say of it. */
async function handOver(project: Project, report: Report, found: readonly Finding[], output: Output, invocation: Invocation): Promise<number> {
  const { given, io } = invocation
  const { remedied } = await import('../remedied.js')
  const made = await remedied(project, report, found, invocation)
  return made.value === undefined ? refuse(made.problems, given, io) : handedOver(made.value, output, invocation)
}

async function handedOver({ text, remark, exitCode }: Remedied, output: Output, { given, io }: Invocation): Promise<number> {
  await put(output, text, io)
  if (!isGiven(given, 'quiet')) io.err(remark)
  return exitCode
}

function noSuchWay(wanted: string | undefined, ways: readonly WholeWay[]): Problem {
  if (ways.length === 0) return optionProblem('unknown-remedy', 'no set of moves was found that leaves no error', 'the ways out of the single findings: `seatplan remedies` without `--all`', 'apply')
  return optionProblem('unknown-remedy', `there is no way out \`${wanted}\` among the first ${ways.length}`, `one of ${ways.map(({ id }) => id).join(', ')}; with \`--most\` more are looked for`, 'apply')
}
