import type { Finding, Report } from '../model/report.js'
import { counted, digits } from './count.js'
import { findingArticle } from './html-findings.js'
import { pageStart } from './html-page.js'
import { groupTable, impactTable, noticeTable, seatTable, stateTable, stepTable } from './html-tables.js'
import { html, name } from './html-text.js'
import type { RenderOptions } from './reporter.js'
import { fitting, type Room } from './text-fit.js'
import { verdictParts } from './text-verdict.js'

/** Of 5 MB in all, tables and the frame need some too. */
const findingsMost = 3_400_000
const tablesMost = 1_300_000

interface Section {
  readonly id: string
  readonly title: string
  holds(finding: Finding): boolean
}

const sections: readonly Section[] = [
  { id: 'new', title: 'New with this plan', holds: ({ waived, origin }) => waived === null && origin === 'introduced' },
  { id: 'existing', title: 'There already', holds: ({ waived, origin }) => waived === null && origin === 'existing' },
  { id: 'resolved', title: 'Resolved by this plan', holds: ({ waived, origin }) => waived === null && origin === 'resolved' },
  { id: 'waived', title: 'Waived', holds: ({ waived }) => waived !== null },
]

/** One page that stands alone: nothing is loaded and nothing runs; it can be mailed and archived. */
export function* renderHtml(report: Report, options: RenderOptions): Iterable<string> {
  yield headOf(report)
  yield '<main>\n'
  yield* findingSections(report, options)
  const room: Room = { bytes: tablesMost }
  yield* impactTable(report.impact, options, room)
  yield* seatTable(report.seats, room)
  yield* groupTable(report.groups, room)
  yield* stepTable(report.steps, room)
  yield* noticeTable(report.notices, room)
  yield* stateTable(report, room)
  yield `</main>\n${footOf(report)}</body>\n</html>\n`
}

function headOf(report: Report): string {
  const { plan, summary } = report
  const { head, rest } = verdictParts(report)
  const look = summary.exitCode !== 0 ? 'fail' : summary.errors + summary.warnings > 0 ? 'but' : 'pass'
  const title = plan === null ? 'The tenant as it is' : plan.title
  return `${pageStart({ title: `${head.replace(/[:,].*/, '')}: ${title}`, look })}<header>
<p class="brand">seatplan</p>
<h1>${html(head.replace(/:$/, ''))}</h1>
<p class="verdict">${html(rest)}</p>
${tiles(report)}${about(report)}${contents(report)}</header>
`
}

function tiles({ plan, summary }: Report): string {
  const { errors, warnings, affectedUsers, existing, resolved, waived } = summary
  const all: readonly (readonly [number, string])[] = [
    [errors, errors === 1 ? 'error' : 'errors'], [warnings, warnings === 1 ? 'warning' : 'warnings'], [affectedUsers, affectedUsers === 1 ? 'user affected' : 'users affected'],
    ...(plan === null ? [] : [[existing, 'there already'] as const, [resolved, 'resolved'] as const]), [waived, 'waived'],
  ]
  return `<ul class="tiles">${all.map(([number, label]) => `<li><b>${digits(number)}</b><span>${label}</span></li>`).join('')}</ul>\n`
}

function about({ plan, tenant, rules, now }: Report): string {
  const played = plan === null ? 'none: the tenant as it is' : `${name(plan.title)} <code>${html(plan.file)}</code>`
  const size = `${counted(tenant.users, 'user')} in ${counted(tenant.cohorts, 'cohort')}, ${counted(tenant.groups, 'group')}, ${counted(tenant.subscribedSkus, 'product')}`
  return `<dl><dt>plan</dt><dd>${played}</dd><dt>tenant</dt><dd>${size}</dd><dt>rules</dt><dd>${digits(rules.count)} of ${html(rules.packs.join(', '))}, as of ${html(now)}</dd></dl>\n`
}

/** Sections that there are, to jump to. */
function contents(report: Report): string {
  const found = sections.filter(({ holds }) => report.findings.some(holds)).map(({ id, title }) => [id, titleIn(report, title)] as const)
  const tables = ([['impact', 'Impact', report.impact], ['seats', 'Seats', report.seats], ['notices', 'Notices', report.notices]] as const).filter(([, , items]) => items.length > 0)
  const links = [...found, ...tables].map(([id, title]) => `<a href="#${id}">${title}</a>`)
  return links.length === 0 ? '' : `<nav>${links.join(' ')}</nav>\n`
}

function titleIn({ plan }: Report, title: string): string {
  return plan === null && title === 'There already' ? 'Findings' : title
}

function* findingSections(report: Report, options: RenderOptions): Iterable<string> {
  const room: Room = { bytes: findingsMost }
  for (const { id, title, holds } of sections) {
    const findings = report.findings.filter(holds)
    if (findings.length === 0) continue
    yield `<h2 id="${id}">${titleIn(report, title)} <span class="soft">${digits(findings.length)}</span></h2>\n`
    yield* fitting(findings, finding => findingArticle(finding, report, options), room, 0, left => `<p class="soft">${counted(left, 'more finding')} found no room here: the JSON report has all.</p>\n`)
  }
}

function footOf({ tool, rules, summary }: Report): string {
  return `<footer>seatplan ${html(tool.version)}, rules <code>${html(rules.digest.slice(0, 19))}</code>, exit code ${summary.exitCode}. A prediction: what seatplan does not know for certain is named as an assumption.</footer>\n`
}
