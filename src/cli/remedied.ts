import { check } from '../check.js'
import type { Loaded } from '../model/problem.js'
import type { Project } from '../model/project.js'
import type { Finding, Remedy, Report, WayOut } from '../model/report.js'
import { planWith, type EditedPlan } from '../remedy/handover/edited-plan.js'
import type { Cure } from '../remedy/handover/handover.js'
import type { WholeWay } from '../remedy/plan-wide.js'
import { judgeOf, throughGraph, written, type Form } from './written.js'
import { findingsWith, isOffered, stillStanding, takeFirstClean } from '../remedy/handover/jointly.js'
import { isGiven, valueOf, valuesOf, type Invocation } from './command.js'
import { optionProblem, readReportOptions } from './options.js'

/** The plan that takes some ways out, written down, and what `check` says of it. */
export interface Remedied {
  readonly text: string
  /** For standard error. */
  readonly remark: string
  readonly exitCode: number
}

/** Takes the ways out that are named, else the first clean one of every finding, jointly tried. */
export async function remedied(project: Project, report: Report, found: readonly Finding[], invocation: Invocation): Promise<Loaded<Remedied>> {
  const ids = valuesOf(invocation.given, 'apply')
  const taken = await take(project, report, found, ids)
  if (taken.value === undefined) return { problems: taken.problems }
  const { remedies, made, left } = taken.value
  const cures = report.findings.flatMap(finding => finding.remedies.filter(remedy => remedies.includes(remedy)).map(remedy => ({ finding, remedy })))
  return { value: await writtenDown(project, { remedies: ids === undefined ? remedies : undefined, made, left, cures }, invocation), problems: [] }
}

/** Takes one way out of all errors at once. */
export async function remediedAtOnce(project: Project, report: Report, way: WholeWay, invocation: Invocation): Promise<Remedied> {
  const made = await planWith(project, [way])
  if ('step' in made) throw new Error(`${way.id} contradicts itself at step ${made.step}`)
  const cures = report.findings.filter(({ id }) => way.cures.includes(id)).map(finding => ({ finding, remedy: way }))
  const isNamed = isGiven(invocation.given, 'apply')
  return writtenDown(project, { remedies: isNamed ? undefined : [way], made, left: [], cures }, invocation)
}

interface Choice {
  /** Undefined: they were named by whoever asks. */
  readonly remedies: readonly WayOut[] | undefined
  readonly made: EditedPlan
  readonly left: readonly Finding[]
  readonly cures: readonly Cure[]
}

async function writtenDown(project: Project, { remedies, made, left, cures }: Choice, { given }: Invocation): Promise<Remedied> {
  const form = (valueOf(given, 'emit') ?? 'yaml') as Form
  const played = form === 'yaml' ? project : throughGraph(project)
  const result = await check({ ...played, plan: made.plan }, { ...readReportOptions(given), remedies: 'none' })
  const text = await written(form, project, made, cures)
  return { text, remark: remarkOn(remedies, left, result), exitCode: result.summary.exitCode }
}

interface Made {
  readonly remedies: readonly Remedy[]
  readonly made: EditedPlan
  /** What was to be cured and is not. */
  readonly left: readonly Finding[]
}

async function take(project: Project, report: Report, found: readonly Finding[], ids: readonly string[] | undefined): Promise<Loaded<Made>> {
  const judge = judgeOf(project)
  const named = ids === undefined ? { value: (await takeFirstClean(project, judge, found)).remedies, problems: [] } : remediesNamed(ids, report)
  if (named.value === undefined) return { problems: named.problems }
  const remedies = named.value
  const made = await planWith(project, remedies)
  if ('step' in made) return { problems: [clash(remedies, made.step)] }
  const wanted = ids === undefined ? found.filter(isOffered) : report.findings.filter(finding => finding.remedies.some(remedy => ids.includes(remedy.id)))
  const [before, now] = [await findingsWith(project, judge, project.plan), await findingsWith(project, judge, made.plan)]
  return { value: { remedies, made, left: stillStanding(wanted, before, now) }, problems: [] }
}

function remediesNamed(ids: readonly string[], { findings }: Report): Loaded<readonly Remedy[]> {
  const known = new Map(findings.flatMap(finding => finding.remedies).map(remedy => [remedy.id, remedy]))
  const unknown = ids.filter(id => !known.has(id))
  if (unknown.length === 0) return { value: [...new Set(ids)].map(id => known.get(id)!), problems: [] }
  return { problems: unknown.map(id => optionProblem('unknown-remedy', `there is no way out \`${id}\``, '`seatplan remedies` lists them', 'apply')) }
}

function clash(remedies: readonly Remedy[], step: number) {
  const ids = remedies.filter(({ changes }) => changes.some(edit => edit.at === 'instead' && edit.step === step)).map(({ id }) => id)
  return optionProblem('remedies-clash', `the ways out ${ids.join(', ')} contradict each other at step ${step}`, 'take one of them, check the plan that results, and go on from there', 'apply')
}

/** What was chosen is said where nobody named it. */
function remarkOn(chosen: readonly WayOut[] | undefined, left: readonly Finding[], result: Report): string {
  const introduced = result.findings.filter(finding => finding.origin === 'introduced')
  return [
    ...(chosen === undefined ? [] : [`taken: ${chosen.map(({ id }) => id).join(', ') || 'nothing'}`]),
    ...(left.length === 0 ? [] : [`not cured by that: ${left.map(({ id }) => id).join(', ')}`]),
    introducedWords(introduced.length, introduced.filter(finding => !finding.transient && finding.severity !== 'info').length),
    '',
  ].join('\n')
}

function introducedWords(all: number, counting: number): string {
  if (counting > 0) return `the resulting plan still introduces ${counting} ${counting === 1 ? 'finding' : 'findings'}: check it`
  return all === 0 ? 'the resulting plan introduces nothing' : 'the resulting plan introduces nothing that counts'
}
