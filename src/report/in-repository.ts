import type { BatchReport } from '../model/batch.js'
import type { Report } from '../model/report.js'
import type { TestReport } from '../model/tests.js'

/** What a repository calls a file that the project knows by its own name: the project may lie in a folder of it. */
export type InRepository = (file: string) => string

/** The report with files as the repository calls them: builds and code scanning open them there. */
export function reportInRepository(report: Report, place: InRepository): Report {
  const placed = <T extends { readonly file: string }>(one: T): T => ({ ...one, file: place(one.file) })
  return {
    ...report,
    plan: report.plan && placed(report.plan),
    steps: report.steps.map(placed),
    findings: report.findings.map(finding => ({ ...finding, rule: finding.rule && placed(finding.rule), waived: finding.waived && placed(finding.waived) })),
  }
}

export function batchInRepository(batch: BatchReport, place: InRepository): BatchReport {
  return { ...batch, results: batch.results.map(({ report, problems, ...one }) => ({ ...one, problems: problems.map(problem => ({ ...problem, file: place(problem.file) })), report: report && reportInRepository(report, place) })) }
}

export function testsInRepository(report: TestReport, place: InRepository): TestReport {
  const placed = <T extends { readonly file: string }>(one: T): T => ({ ...one, file: place(one.file) })
  return {
    ...report,
    scenarios: report.scenarios.map(one => placed({ ...one, problems: one.problems.map(placed) })),
    ruleTests: report.ruleTests.map(one => placed({ ...one, problems: one.problems.map(placed) })),
    ...(report.coverage && { coverage: { ...report.coverage, rules: report.coverage.rules.map(placed) } }),
  }
}
