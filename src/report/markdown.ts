import type { Finding, Impact, Report, SeatLine } from '../model/report.js'
import { counted, digits, fewOf } from './count.js'
import { doubtOf } from './doubt.js'
import { codeOf, nameOf, originOf, placesIn, stepOf, waivedWords } from './finding-words.js'
import { md } from './markdown-text.js'
import { uncolored } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { fitting, taking, type Room } from './text-fit.js'
import { verdictLines } from './text-verdict.js'
import { howMany, known, whoByName } from './who.js'

/** GitHub takes a job summary of 1 MiB. */
const most = 1_000_000
/** For the end of what is cut off. */
const keep = 4000
const fewPlans = 12
const fewWays = 3
const manyImpacts = 50

interface Section {
  readonly title: string
  holds(finding: Finding): boolean
}

const sections: readonly Section[] = [
  { title: 'New with this plan', holds: ({ waived, origin }) => waived === null && origin === 'introduced' },
  { title: 'There already', holds: ({ waived, origin }) => waived === null && origin === 'existing' },
  { title: 'Resolved by this plan', holds: ({ waived, origin }) => waived === null && origin === 'resolved' },
  { title: 'Waived', holds: ({ waived }) => waived !== null },
]

/** A summary for a job or a pull request: the verdict, tables, and the reasons where a reader unfolds them. Numbers; names of users only with `--expand`. */
export function* renderMarkdown(report: Report, options: RenderOptions): Iterable<string> {
  const room: Room = { bytes: most }
  const end = `\n${noteOf(report)}\n`
  taking(end, room)
  yield taking(headOf(report), room)
  for (const { title, holds } of sections) yield* section(title, report.findings.filter(holds), report, room)
  yield* impactTable(report, options, room)
  yield* seatTable(report.seats, room)
  yield* noticeList(report, room)
  yield* reasons(report, options, room)
  yield end
}

function headOf(report: Report): string {
  const { plan, tenant, rules, now } = report
  const [verdict = '', ...losses] = verdictLines(report, uncolored)
  const played = plan === null ? 'The tenant as it is' : `Plan **${md(plan.title)}** (${md(plan.file)})`
  return [
    '## seatplan', '', `**${md(verdict)}**`, ...losses.flatMap(line => ['', md(line)]), '',
    `${played}; ${counted(tenant.users, 'user')}, ${counted(tenant.groups, 'group')}, ${counted(tenant.subscribedSkus, 'product')}; ${counted(rules.count, 'rule')} of ${md(rules.packs.join(', '))}, as of ${md(now)}`, '',
  ].join('\n')
}

function* section(title: string, findings: readonly Finding[], report: Report, room: Room): Iterable<string> {
  if (findings.length === 0) return
  const head = `\n### ${report.plan === null && title === 'There already' ? 'Findings' : title}\n\n| id | severity | what | users | where | step | ways out |\n|---|---|---|---|---|--:|---|\n`
  yield taking(head, room)
  yield* fitting(findings, finding => findingRow(finding), room, keep, left => `\n${counted(left, 'more finding')} found no room here: the JSON report has all.\n`)
}

function findingRow(finding: Finding): string {
  const { id, severity, origin, step, remedies } = finding
  const clean = remedies.filter(remedy => remedy.clean).length
  const ways = remedies.length === 0 ? '' : `${digits(remedies.length)}, ${clean === 0 ? 'none' : digits(clean)} clean`
  const cells = [id, origin === 'resolved' ? 'resolved' : severity, nameOf(finding), howMany(finding), placesIn(finding).join('; '), step === 0 ? '' : String(step), ways]
  return `| ${cells.map(md).join(' | ')} |\n`
}

function* impactTable({ impact }: Report, { expand }: RenderOptions, room: Room): Iterable<string> {
  const losing = impact.filter(({ loses }) => loses.length > 0)
  if (losing.length === 0) return
  yield taking('\n### Who loses service plans\n\n| step | users | lose | gain |\n|--:|---|---|---|\n', room)
  const left = (more: number): string => `\n${counted(more, 'more set')} of users.\n`
  yield* fitting(losing.slice(0, manyImpacts), one => impactRow(one, expand), room, keep, left)
  if (losing.length > manyImpacts) yield taking(left(losing.length - manyImpacts), room)
}

function impactRow({ step, users, loses, gains }: Impact, expand: boolean): string {
  const who = expand ? known({ ...users, sample: users.sample.slice(0, 200) }, true) : counted(users.count, 'user')
  return `| ${[String(step), who, fewOf(loses, fewPlans), fewOf(gains, fewPlans)].map(md).join(' | ')} |\n`
}

function* seatTable(seats: readonly SeatLine[], room: Room): Iterable<string> {
  const moving = seats.filter(({ consumed, free, short }) => consumed.before !== consumed.after || free.before !== free.after || short.max > 0)
  if (moving.length === 0) return
  yield taking('\n### Seats\n\n| product | enabled | used | free | short |\n|---|--:|--:|--:|--:|\n', room)
  yield* fitting(moving, seatRow, room, keep, left => `\n${counted(left, 'more product')}.\n`)
}

function seatRow({ skuPartNumber, enabled, consumed, free, short }: SeatLine): string {
  const change = ({ before, after }: { readonly before: number; readonly after: number }): string => (before === after ? digits(after) : `${digits(before)} → ${digits(after)}`)
  const missing = short.min === short.max ? digits(short.max) : `${digits(short.min)} to ${digits(short.max)}`
  return `| ${[md(skuPartNumber), digits(enabled), change(consumed), change(free), short.max === 0 ? '' : missing].join(' | ')} |\n`
}

function* noticeList({ notices }: Report, room: Room): Iterable<string> {
  if (notices.length === 0) return
  yield taking('\n### Notices\n\n', room)
  yield* fitting(notices, ({ text }) => `- ${md(text)}\n`, room, keep, left => `- ${counted(left, 'more notice')}\n`)
}

/** Why, and the ways out, of what stands. */
function* reasons(report: Report, options: RenderOptions, room: Room): Iterable<string> {
  const findings = report.findings.filter(({ origin }) => origin !== 'resolved')
  if (findings.length === 0) return
  yield taking('\n<details>\n<summary>Reasons and ways out</summary>\n', room)
  yield* fitting(findings, finding => reason(finding, report, options), room, keep, left => `\nReasons of ${counted(left, 'more finding')} found no room here: the JSON report has all.\n`)
  yield taking('\n</details>\n', room)
}

function reason(finding: Finding, report: Report, options: RenderOptions): string {
  const { id, because, remedies, waived, assumptions, rule } = finding
  const step = stepOf(finding, report)
  const items = [
    ...(options.expand ? [`Who: ${whoByName(finding)}`] : []),
    ...because,
    ...codeOf(finding).map(code => `Code: ${code}`),
    ...(step === undefined ? [] : [`Step ${step.step}: ${step.op}, ${step.file}:${step.line}:${step.column}`]),
    ...(rule === null ? [] : [`Rule: ${[`${rule.file}:${rule.line}:${rule.column}`, rule.source, ...doubtOf(rule)].filter(Boolean).join(', ')}`]),
    ...(assumptions.length === 0 ? [] : [`Assumes: ${assumptions.join(', ')}`]),
    ...(waived === null ? [] : [`Waived ${waivedWords(waived)}`]),
  ]
  const shown = options.expand ? remedies : remedies.slice(0, fewWays)
  const ways = shown.map((remedy, at) => `${at + 1}. ${md(remedy.title)} (${md(remedy.id)}, ${remedy.clean ? 'clean' : 'not clean'})\n`)
  const more = remedies.length > shown.length ? `\n${counted(remedies.length - shown.length, 'more way')} out.\n` : ''
  const head = `\n#### ${md(`${id} ${nameOf(finding)}`)} (${md(originOf(finding))})\n\n`
  return [head, ...items.map(item => `- ${md(item)}\n`), ways.length === 0 ? '' : '\nWays out:\n\n', ...ways, more].join('')
}

function noteOf({ tool, summary }: Report): string {
  const { existing, resolved, waived, exitCode } = summary
  return `<sub>seatplan ${md(tool.version)}: ${digits(existing)} existing, ${digits(resolved)} resolved, ${digits(waived)} waived; exit code ${exitCode}</sub>`
}
