/** What happens around a command that stays. The program supplies the machine's (`node-signals.ts`), tests a list. */
export interface Signals {
  /** From now on these paths are watched, and no others: files, folders, and what is not there yet. */
  watch(paths: readonly string[]): void
  /** The next thing that happens: something may have been saved, or the reader has had enough (Ctrl-C). Saves that come together are one. */
  next(): Promise<'saved' | 'ended'>
  close(): void
}

export type WatchMode = 'events' | 'poll'
