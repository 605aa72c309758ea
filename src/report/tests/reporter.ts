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
  /** It is read in a repository, which opens the files that it names. */
  readonly readIn?: 'repository'
  render(report: TestReport, options: TestOptions): Iterable<string>
}
