import { createInterface } from 'node:readline'
import type { Prompt } from './prompt.js'

/** Earlier lines are kept while the program runs, and nowhere else: they name people. */
export function nodePrompt(): Prompt {
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true
  return {
    isTerminal,
    async *lines(complete) {
      const reader = createInterface({
        input: process.stdin,
        ...(isTerminal && { output: process.stdout, completer: (line: string) => complete(line) as [string[], string] }),
        prompt: 'seatplan> ',
        historySize: 500,
        removeHistoryDuplicates: true,
      })
      reader.on('SIGINT', () => reader.close())
      if (isTerminal) reader.prompt()
      for await (const line of reader) {
        yield line
        if (isTerminal) reader.prompt()
      }
    },
  }
}
