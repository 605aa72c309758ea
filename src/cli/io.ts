import type { Files } from '../load/files.js'
import type { Machine } from './machine.js'
import type { Prompt } from './repl/prompt.js'
import type { Signals, WatchMode } from './watch/signals.js'

/** All that a command meets of the outside world. The program supplies the real one (`node-io.ts`), tests a memory. */
export interface Io {
  /** Standard output: data, and nothing else. */
  out(text: string): void
  /** Standard error: problems, progress, everything that is not data. */
  err(text: string): void
  readonly files: Files
  /** Writes a whole file or nothing (a temporary file beside it, then a rename); makes missing folders. Chunks are joined as they are. */
  write(path: string, chunks: Iterable<string>): Promise<void>
  /** Absolute, with forward slashes. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Today in UTC, `YYYY-MM-DD`. */
  today(): string
  readonly isTerminal: { readonly out: boolean; readonly err: boolean }
  /** Columns of the terminal, or 80. */
  readonly width: number
  readonly machine?: Machine
  /** With `--root`: nothing is read but what lies below this folder. Whoever reads past `files` adds what was asked for and lies elsewhere. */
  readonly confined?: { readonly root: string; readonly outside: Set<string> }
  /** For commands that stay: saved files, Ctrl-C. Absent where nothing can be heard. */
  signals?(mode: WatchMode): Signals
  /** Lines that somebody types or pipes. Absent where nobody can. */
  prompt?(): Prompt
}
