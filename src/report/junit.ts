import type { Finding, Report } from '../model/report.js'
import { isFailing, nameOf, originOf, placesIn, ruleIdOf, stepOf } from './finding-words.js'
import { issueLines } from './issues.js'
import { junitDocument, type TestCase } from './junit-document.js'
import type { RenderOptions } from './reporter.js'
import { allVisible } from './visible.js'

/** A test for every finding, failed if it makes the check fail; and one for every step that brings none, so that a clean plan is a suite that passed, not an empty one. */
export function renderJunit({ states: _, ...hostile }: Report, options: RenderOptions): Iterable<string> {
  const report = allVisible(hostile)
  return junitDocument('seatplan', [{ name: report.plan?.title ?? 'the tenant as it is', cases: casesOf(report, options) }])
}

/** The tests of one report; never none. */
export function casesOf(report: Report, options: RenderOptions): readonly TestCase[] {
  const findings = report.findings.map(finding => caseOf(finding, report, options))
  const cases = [...quietSteps(report), ...findings]
  return cases.length === 0 ? [nothingFound] : cases
}

const nothingFound: TestCase = { classname: 'seatplan', name: 'the tenant as it is', outcome: 'passed' }

function quietSteps({ steps, findings }: Report): readonly TestCase[] {
  const loud = new Set(findings.map(({ step }) => step))
  return steps.filter(({ step }) => !loud.has(step)).map(({ step, op }) => ({ classname: 'steps', name: `step ${step}: ${op}`, outcome: 'passed' }))
}

function caseOf(finding: Finding, report: Report, options: RenderOptions): TestCase {
  const { error, reason, kind, waived } = finding
  const head = { classname: ruleIdOf(finding), name: caseName(finding), text: [...issueLines(finding, options), ...stepLine(finding, report)].join('\n') }
  if (waived !== null) return { ...head, outcome: 'skipped', message: `waived: ${waived.reason}` }
  if (!isFailing(finding, report)) return { ...head, outcome: 'passed' }
  return { ...head, outcome: 'failed', type: error ?? reason ?? kind, message: issueLines(finding, options)[0]! }
}

/** The same in every run, as long as the cause is the same: trends hang on it. No number of users, no step. */
function caseName(finding: Finding): string {
  const place = placesIn(finding)[0] ?? finding.skus.map(sku => sku.skuPartNumber).join(', ')
  return [nameOf(finding), finding.transient ? `${originOf(finding).split(':')[0]}` : originOf(finding), place, finding.fingerprint.slice(0, 8)].filter(Boolean).join('; ')
}

function stepLine(finding: Finding, report: Report): readonly string[] {
  const line = stepOf(finding, report)
  return line === undefined ? [] : [`Step ${line.step}, ${line.op}, ${line.file}:${line.line}:${line.column}.`]
}
