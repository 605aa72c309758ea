import type { Finding, Remedy, Report } from '../model/report.js'
import { counted, digits } from './count.js'
import { doubtOf } from './doubt.js'
import { codeOf, nameOf, originOf, placesIn, stepOf, waivedWords } from './finding-words.js'
import { html, names } from './html-text.js'
import { uncolored } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { isWebAddress } from './sarif-rules.js'
import { causeOf, cutWords, formWords, priceOf, verdictOf } from './text-remedies.js'
import { howMany, isByPath } from './who.js'

const fewNames = 5
const manyNames = 200
const manyWays = 10

/** A finding with its reasons, where it stands, and its ways out folded in. */
export function findingArticle(finding: Finding, report: Report, options: RenderOptions): string {
  const look = finding.origin === 'resolved' ? 'resolved' : finding.severity
  return [
    `<article class="${look}" id="${html(finding.id)}">\n`,
    `<h3><span class="id">${html(finding.id)}</span> <span class="word">${look}</span> ${html(nameOf(finding))} <span class="soft">${html(originOf(finding))}</span></h3>\n`,
    `<p>${html(howMany(finding))}${sampleOf(finding, options)}</p>\n`,
    finding.because.length === 0 ? '' : `<ul class="why">${finding.because.map(why => `<li>${html(why)}</li>`).join('')}</ul>\n`,
    factsOf(finding, report),
    finding.origin === 'resolved' ? '' : waysOut(finding, report, options),
    '</article>\n',
  ].join('')
}

function sampleOf(finding: Finding, { expand }: RenderOptions): string {
  const { users } = finding
  const shown = users.sample.slice(0, expand ? manyNames : fewNames)
  if (shown.length === 0) return ''
  const isKnown = users.determined || isByPath(finding)
  const isAll = isKnown && shown.length === users.max
  const lead = isKnown ? (isAll ? ': ' : ', such as ') : '; among others it may be '
  return `${lead}${names(shown)}`
}

function factsOf(finding: Finding, report: Report): string {
  const step = stepOf(finding, report)
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ['where', placesIn(finding).map(html)],
    ['code', codeOf(finding).map(html)],
    ['step', step === undefined ? [] : [`${step.step}, ${html(step.op)}, <code>${html(`${step.file}:${step.line}:${step.column}`)}</code>`]],
    ['rule', ruleOf(finding)],
    ['assumes', finding.assumptions.length === 0 ? [] : [html(finding.assumptions.join(', '))]],
    ['waived', finding.waived === null ? [] : [html(waivedWords(finding.waived))]],
  ]
  const rows = facts.flatMap(([label, values]) => values.map(value => `<dt>${label}</dt><dd>${value}</dd>`))
  return rows.length === 0 ? '' : `<dl>${rows.join('')}</dl>\n`
}

/** Only an address of the web is a link; everything else is text. */
function ruleOf({ rule }: Finding): readonly string[] {
  if (rule === null) return []
  const source = rule.source === null ? '' : isWebAddress(rule.source) ? `, <a href="${html(rule.source)}" rel="noopener noreferrer">${html(rule.source)}</a>` : `, ${html(rule.source)}`
  return [`<code>${html(`${rule.file}:${rule.line}:${rule.column}`)}</code>${source}${doubtOf(rule).map(doubt => `, ${html(doubt)}`).join('')}`]
}

function waysOut({ remedies, remediesComplete, remediesCut }: Finding, report: Report, { expand }: RenderOptions): string {
  if (remedies.length === 0) return remediesComplete ? '<p class="soft">No way out among the moves that seatplan knows.</p>\n' : ''
  const shown = expand ? remedies : remedies.slice(0, manyWays)
  const clean = remedies.filter(remedy => remedy.clean).length
  const more = remedies.length - shown.length
  const notes = [more > 0 && `${counted(more, 'more way')} out: the JSON report has all.`, remediesCut !== null && html(cutWords(remediesCut))].filter(Boolean)
  const head = `<details><summary>${counted(remedies.length, 'way')} out, ${clean === 0 ? 'none' : digits(clean)} clean</summary>`
  return `${head}<ol>${shown.map(remedy => wayOut(remedy, report)).join('')}</ol>${notes.map(note => `<p class="soft">${note}</p>`).join('')}</details>\n`
}

function wayOut(remedy: Remedy, report: Report): string {
  const notes = [...formWords(remedy), priceOf(remedy, false), ...remedy.causes.map(causeOf)].filter(note => note !== '')
  const verdict = `<span class="${remedy.clean ? 'clean' : 'soft'}">${html(verdictOf(remedy, report, uncolored))}</span>`
  return `<li>${html(remedy.title)} <span class="id">${html(remedy.id)}</span><br>${verdict}${notes.map(note => `<br><span class="soft">${html(note)}</span>`).join('')}</li>`
}
