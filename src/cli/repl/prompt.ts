/** Where lines come from: a reader at a terminal, or a pipe. */
export interface Prompt {
  /** A reader sits there: they are asked for a line, and see what they type. */
  readonly isTerminal: boolean
  /** Each line, until there are no more. `complete` offers what could stand where a line ends. */
  lines(complete: (line: string) => readonly [offers: readonly string[], typed: string]): AsyncIterable<string>
}
