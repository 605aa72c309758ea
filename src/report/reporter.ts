import type { Report } from '../model/report.js'

export interface RenderOptions {
  /** ANSI colours. Whoever calls knows the terminal and `NO_COLOR`. */
  readonly color: boolean
  /** Columns at which sentences are broken. */
  readonly width: number
  /** Names every user of a sample, every way out, every set of users. */
  readonly expand: boolean
}

/** One way to show a report. Chunks, so that a million states need not be one string; joined as they are. */
export interface Reporter {
  readonly name: string
  /** A format that is a list of users: it needs all of them, not a sample. */
  readonly wants?: 'everyone'
  /** It is read in a repository, which opens the files that it names. */
  readonly readIn?: 'repository'
  render(report: Report, options: RenderOptions): Iterable<string>
}
