import type { TestReport } from '../../model/tests.js'

export interface TestOptions {
  readonly color: boolean
  /** What passed is only counted. */
  readonly quiet: boolean
}

/** One way to show what became of tests. */
export interface TestReporter {
  readonly name: string
  /** It shows nothing else. */
  readonly needs?: 'coverage'
  render(report: TestReport, options: TestOptions): Iterable<string>
}
