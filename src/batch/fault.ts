/** The id of the problem that is seatplan's own: with one of these the exit code is 3. */
export const ownFault = 'seatplan-failed'

/** The id of the problem that there is too little memory. */
export const noMemory = 'out-of-memory'

type Result = { readonly problems: readonly { readonly code: string }[] }

export function isOurFault({ problems }: Result): boolean {
  return problems.some(({ code }) => code === ownFault)
}

/** Nothing is wrong with its files; another time it may come to its end. */
export function isLost(result: Result): boolean {
  return isOurFault(result) || result.problems.some(({ code }) => code === noMemory)
}

/** The first line of what went wrong: nothing a reader can write ends so. */
export function faultWords(bug: unknown): string {
  const message = bug instanceof Error ? bug.message : String(bug)
  return `seatplan itself failed: ${message.split('\n', 1)[0] ?? ''}`
}

/** What to do about it; with `SEATPLAN_DEBUG` where it happened. */
export function faultHint(bug: unknown, env: Readonly<Record<string, string | undefined>>): string {
  if (env['SEATPLAN_DEBUG']) return bug instanceof Error ? (bug.stack ?? '') : ''
  return 'please report it with the command and, if you can, the files; SEATPLAN_DEBUG=1 shows where it happened'
}
