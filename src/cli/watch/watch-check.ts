import { setImmediate } from 'node:timers/promises'
import { waiverNotices, withNotices } from '../../explain/waiver-notices.js'
import { projectRoot } from '../../load/project/config.js'
import { shownFrom } from '../../load/paths.js'
import type { LoadedProject } from '../../load/project/project.js'
import type { Finding, Report } from '../../model/report.js'
import { compareReports, comparisonText, isSame, type Comparison } from '../../report/compare.js'
import { reporters } from '../../report/index.js'
import { colored, uncolored } from '../../report/paint.js'
import { verdictLines } from '../../report/text-verdict.js'
import { openSession, type Session } from '../../session.js'
import { isGiven, type Invocation } from '../command.js'
import { readReportOptions, usesColor } from '../options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs, type Output } from '../outputs.js'
import { absolute } from '../paths.js'
import { requestOf } from '../project.js'
import { remediesText } from '../texts/remedies.js'
import { refuse, warn } from '../say.js'
import { loadShipped } from '../shipped.js'
import { writeReport } from '../write-report.js'
import { lastGood } from './last-good.js'
import { stay, type Look } from './stay.js'
import { sayChanged, sayHeld, sayWatching, signalsOf, unwatchable } from './watch-option.js'

/** `check --watch`: the whole report once, then what each save made of it. */
export async function watchCheck(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const outputs = pairOutputs(given)
  const wrong = [...wrongOutputs(outputs, reporters.map(({ name }) => name), io), ...unwatchable(invocation, instead)]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const inputs = remembering(io.files)
  const session = openSession(inputs)
  const request = { ...requestOf(invocation, await loadShipped()), ...(words[0] !== undefined && { plan: absolute(words[0], io) }) }
  const load = lastGood(session.files, () => projectRoot(session.files, request), () => session.load(request))
  const watched: Watched = { invocation, session, outputs, last: undefined }

  async function look(changed: readonly string[]): Promise<Look> {
    sayChanged(changed, invocation, (path) => shownFrom(io.cwd, path))
    const { value, problems, broken, held } = await load(changed)
    const onto = ontoInputs(outputs, inputs.inputs, io)
    if (value === undefined || onto.length > 0) refuse([...problems, ...onto], given, io)
    else warn(problems, given, io)
    if (watched.last !== undefined) sayHeld({ broken, held }, value !== undefined, invocation)
    const done = value === undefined || onto.length > 0 ? { exitCode: 2 } : watched.last === undefined ? await firstReport(watched, value) : await nextReport(watched, value)
    if (changed.length === 0) sayWatching(io, given)
    return broken.length > 0 ? { ...done, exitCode: 2 } : done
  }

  return stay(session.files, signalsOf(invocation), look)
}

const instead = {
  'update-baseline': 'write the baseline once, without `--watch`',
  anonymise: 'share a report of a single check',
  resume: 'go on with a single run',
}

interface Watched {
  readonly invocation: Invocation
  readonly session: Session
  readonly outputs: readonly Output[]
  /** What was said last. */
  last: Report | undefined
}

async function firstReport(watched: Watched, project: LoadedProject): Promise<Look> {
  const report = await reportOf(watched, project)
  watched.last = report
  await write(watched, project, report, watched.outputs)
  return { exitCode: report.summary.exitCode }
}

/** What changed is said at once; ways out of what is new or grown, and other formats, follow. */
async function nextReport(watched: Watched, project: LoadedProject): Promise<Look> {
  const { session, invocation: { given, io }, outputs } = watched
  const options = { ...readReportOptions(given), verify: isGiven(given, 'verify') }
  const report = noticed(project, await session.check(project, { ...options, remedies: 'none' }))
  const comparison = compareReports(watched.last!, report)
  watched.last = report
  const isTaken = outputs.some(({ format, file }) => file === undefined && format !== 'text')
  const say = (text: string): void => (isTaken ? io.err(text) : io.out(text))
  const paint = usesColor(given, io, isTaken ? 'err' : 'out') ? colored : uncolored
  say(`${verdictLines(report, paint)[0]}\n${comparisonText(comparison, paint)}`)
  const others = outputs.filter(({ format, file }) => file !== undefined || format !== 'text')
  return {
    exitCode: report.summary.exitCode,
    async finish(signal) {
      if (options.remedies !== 'none' && !isSame(comparison)) await sayWaysOut(watched, project, worse(comparison), say, signal)
      if (others.length > 0) await write(watched, project, await reportOf(watched, project, signal), others)
    },
  }
}

/** Ids of the findings that are new or concern more users. */
const worse = (comparison: Comparison): ReadonlySet<string> => new Set([...comparison.new, ...comparison.grown].flatMap(({ after }) => after?.id ?? []))

async function sayWaysOut({ session, invocation: { given, io } }: Watched, project: LoadedProject, ids: ReadonlySet<string>, say: (text: string) => void, signal: AbortSignal): Promise<void> {
  if (ids.size === 0) return
  const report = await session.check(project, { ...readReportOptions(given), searches: async (finding) => (await turn(signal), ids.has(finding.id)) })
  const found = report.findings.filter((finding: Finding) => ids.has(finding.id) && finding.remedies.length > 0)
  await turn(signal)
  if (found.length > 0) say(`\n${remediesText(report, found, { color: usesColor(given, io, 'out'), width: io.width, expand: isGiven(given, 'expand') })}`)
}

/** Saves are heard between two searches. */
async function turn(signal: AbortSignal): Promise<void> {
  await setImmediate()
  signal.throwIfAborted()
}

async function reportOf({ session, invocation: { given } }: Watched, project: LoadedProject, signal?: AbortSignal): Promise<Report> {
  const options = { ...readReportOptions(given), verify: isGiven(given, 'verify') }
  return noticed(project, await session.check(project, { ...options, ...(signal && { searches: async () => (await turn(signal), true) }) }))
}

const noticed = (project: LoadedProject, report: Report): Report => withNotices(report, waiverNotices(project.waivers ?? [], [report]))

async function write({ session, invocation }: Watched, project: LoadedProject, report: Report, outputs: readonly Output[]): Promise<void> {
  const options = readReportOptions(invocation.given)
  const everyone = async (): Promise<Report> => (options.expand ? report : session.check(project, { ...options, expand: true, remedies: 'none', states: 'none' }))
  await writeReport(report, everyone, outputs, invocation)
}
