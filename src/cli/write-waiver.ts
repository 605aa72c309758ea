import { knownFindings } from './known-findings.js'
import { check } from '../check.js'
import { waiverNotices } from '../explain/waiver-notices.js'
import { withWaiver } from '../load/project/add-waiver.js'
import { readDocument } from '../load/text/document.js'
import { isDay } from '../load/text/days.js'
import { openText } from '../load/text/open.js'
import type { LoadedProject } from '../load/project/project.js'
import { pathFrom, shownFrom } from '../load/paths.js'
import { readWaivers, waiverFiles, waiversName, type WaiverBody } from '../load/project/waivers.js'
import type { Loaded, Problem } from '../model/problem.js'
import type { Finding, Report } from '../model/report.js'
import type { Waiver, WaiverBy } from '../model/waiver.js'
import { counted, fewOf } from '../report/count.js'
import { isFailing, nameOf, summaryLine } from '../report/finding-words.js'
import { visible } from '../report/visible.js'
import { valueOf, type Given, type Invocation } from './command.js'
import { optionProblem, readReportOptions } from './options.js'
import { openProject } from './project.js'
import { refuse, warn } from './say.js'

/** `seatplan waive`: finds the finding, writes the waiver, and tells what it changes. */
export async function writeWaiver(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  if (/^f\d+$/.test(words[1] ?? '')) return refuse([optionProblem('turned-round', `\`${words[1]}\` is no plan`, `the finding stands before the plan: \`seatplan waive ${words[1]} ${words[0]}\``)], given, io)
  const { value: project, problems } = await openProject(invocation, io.files, words[1])
  if (project === undefined) return refuse(problems, given, io)
  warn(problems, given, io)
  const report = await check(project, { ...readReportOptions(given), remedies: 'none' })
  const made = waiverFor(words[0]!, report, project, given)
  if (made.value === undefined) return refuse(made.problems, given, io)
  const target = await targetOf(project, io.files)
  const old = (await io.files.stat(target.path)) === undefined ? { value: undefined, problems: [] } : await openText(io.files, target.path, target.shown)
  if (old.problems.length > 0) return refuse(old.problems, given, io)
  const text = withWaiver(target.shown, old.value, { body: made.value.body, comment: visible(summaryLine(made.value.finding)) })
  if (text.value === undefined) return refuse(text.problems, given, io)
  await io.write(target.path, [text.value])
  const waivers = [...(project.waivers ?? []), waiverIn(text.value, target.shown, made.value)]
  io.out(await effectOf(project, report, waivers, made.value, target))
  return 0
}

interface Made {
  readonly finding: Finding
  readonly body: WaiverBody
}

function waiverFor(handle: string, report: Report, project: LoadedProject, given: readonly Given[]): Loaded<Made> {
  const finding = report.findings.find(({ id, fingerprint }) => id === handle || fingerprint === handle.toLowerCase())
  const expires = expiryOf(valueOf(given, 'expires'), project.now)
  const reason = valueOf(given, 'reason')?.trim()
  const problems = [...findingProblems(handle, finding, report, given), ...(reason ? [] : [optionProblem('no-reason', 'a waiver needs a reason', 'say why: `--reason "..."`')]), ...('problem' in expires ? [expires.problem] : [])]
  if (problems.length > 0 || finding === undefined || 'problem' in expires) return { problems }
  const [owner, ticket] = [valueOf(given, 'owner'), valueOf(given, 'ticket')]
  const body: WaiverBody = { ...covers(finding, byOf(given)), reason: reason!, expires: expires.day, ...(owner && { owner }), ...(ticket && { ticket }) }
  return { value: { finding, body }, problems: [] }
}

const byOf = (given: readonly Given[]): WaiverBy => (valueOf(given, 'by') ?? 'fingerprint') as WaiverBy

function covers({ fingerprint, ruleId, group }: Finding, by: WaiverBy): Partial<WaiverBody> {
  switch (by) {
    case 'fingerprint': return { fingerprint }
    case 'rule': return { rule: ruleId! }
    case 'group': return { group: group!.id }
    case 'user': return {}
  }
}

function findingProblems(handle: string, finding: Finding | undefined, { findings }: Report, given: readonly Given[]): readonly Problem[] {
  if (finding === undefined) return [optionProblem('unknown-finding', `there is no finding \`${handle}\``, findings.length === 0 ? 'nothing is found' : `${knownFindings(findings)}; of a plan the plan stands behind: \`seatplan waive ${handle} plan.yaml\``)]
  const { kind, origin, waived, rule, ruleId, group, id } = finding
  if (kind === 'waiver') return [optionProblem('is-waiver', `${id} is itself a waiver that has run out`, `decide anew: change \`expires\` at ${rule!.file}:${rule!.line}, or remove it`)]
  if (origin === 'resolved') return [optionProblem('is-resolved', `the plan resolves ${id}`, 'it needs no waiver')]
  if (waived !== null && waived.expires !== null) return [optionProblem('is-waived', `${id} is waived already, until ${waived.expires}`, `change that waiver: ${waived.file}:${waived.line}`)]
  if (byOf(given) === 'rule' && ruleId === null) return [optionProblem('no-rule', `no loaded rule explains ${id}`, 'leave `--by` out', 'by')]
  return byOf(given) === 'group' && group === null ? [optionProblem('no-group', `${id} is not about a group`, 'leave `--by` out', 'by')] : []
}

const mostDays = 3660

/** `30d` counts from the day that is judged. */
function expiryOf(text: string | undefined, now: string): { readonly day: string } | { readonly problem: Problem } {
  if (text === undefined) return { problem: optionProblem('no-expiry', 'a waiver needs a last day', 'say when: `--expires 30d`, or `--expires 2026-12-31`') }
  const days = /^(\d{1,9})d$/.exec(text)?.[1]
  if (Number(days) > mostDays) return { problem: optionProblem('far-day', `\`--expires ${text}\` is more than ten years away`, `a waiver is for a time: \`${mostDays}d\` at most`, 'expires') }
  const day = days === undefined ? text : new Date(Date.parse(`${now}T00:00:00Z`) + Number(days) * 86_400_000).toISOString().slice(0, 10)
  if (!isDay(day)) return { problem: optionProblem('no-day', `\`--expires ${text}\` is no day`, 'write `30d`, or a day as YYYY-MM-DD', 'expires') }
  return day < now ? { problem: optionProblem('past-day', `\`--expires ${text}\` is over already`, `today is ${now}`, 'expires') } : { day }
}

interface Target {
  readonly path: string
  readonly shown: string
  readonly isFound: boolean
}

/** The first file of waivers that the project has, else `waivers.yaml` beside the project's file. */
async function targetOf({ config }: LoadedProject, files: Invocation['io']['files']): Promise<Target> {
  const [first] = await waiverFiles(files, config)
  if (first !== undefined) return { path: first.path, shown: first.shown, isFound: true }
  const path = pathFrom(config.root, waiversName)
  return { path, shown: shownFrom(config.root, path), isFound: config.file !== undefined }
}

/** The waiver as loading will read it. */
function waiverIn(text: string, file: string, { body }: Made): Waiver {
  const document = readDocument(file, text).value!
  const at = readWaivers(document).value!.findLastIndex(one => JSON.stringify(one) === JSON.stringify(body))
  const by = kinds.find(kind => body[kind] !== undefined)!
  return { by, text: body[by]!, id: body[by]!, reason: body.reason, expires: body.expires, owner: body.owner ?? null, ticket: body.ticket ?? null, place: document.place(['waivers', at]) }
}

const kinds = ['fingerprint', 'rule', 'group'] as const

/** What passes now, what still fails, and what has become unnecessary. */
async function effectOf(project: LoadedProject, before: Report, waivers: readonly Waiver[], { finding, body }: Made, target: Target): Promise<string> {
  const options = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: false } as const
  const after = await check({ ...project, waivers }, options)
  const passes = after.findings.filter(({ waived, id }) => waived !== null && before.findings.find(one => one.id === id)?.waived === null)
  const failing = after.findings.filter(one => isFailing(one, after))
  const known = new Set(waiverNotices(project.waivers ?? [], [before]).map(({ text }) => text))
  const needless = waiverNotices(waivers, [after]).filter(({ id, text }) => id === 'waiver-unnecessary' && !known.has(text))
  const lines = [
    `${finding.id} (${nameOf(finding)}) is waived until ${body.expires}: ${target.shown}`,
    passes.length > 1 ? `      with it pass ${counted(passes.length, 'finding')}: ${fewOf(passes.map(({ id }) => id), 10)}` : '',
    failing.length === 0 ? '      the check passes' : `      the check still fails: ${fewOf(failing.map(({ id }) => id), 10)}`,
    ...needless.map(({ text }) => `      ${text}`),
    target.isFound ? '' : `      to use it, name it: \`--waivers ${target.shown}\`, or keep it beside a \`seatplan.yaml\``,
  ]
  return `${lines.filter(line => line !== '').map(visible).join('\n')}\n`
}
