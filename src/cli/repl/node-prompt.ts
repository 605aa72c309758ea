import { createInterface, type Interface } from 'node:readline'
import type { Prompt } from './prompt.js'

/** Where a reader types and reads. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean }
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
}

/** Earlier lines are kept while the program runs, and nowhere else: they name people. */
export function nodePrompt({ stdin, stdout }: Terminal = process): Prompt {
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true
  return {
    isTerminal,
    async *lines(complete) {
      const reader = createInterface({
        input: stdin,
        ...(isTerminal && { output: stdout, terminal: true, completer: (line: string) => complete(line) as [string[], string] }),
        prompt: 'seatplan> ',
        historySize: 500,
        removeHistoryDuplicates: true,
      })
      reader.on('SIGINT', dropping(reader, stdout))
      if (isTerminal) reader.prompt()
      for await (const line of reader) {
        yield line
        if (isTerminal) reader.prompt()
      }
    },
  }
}

/** Ctrl-C drops the line that is being typed; on an empty one it asks to be pressed again, so that nobody loses what was tried. */
function dropping(reader: Interface, stdout: NodeJS.WritableStream): () => void {
  let wasEmpty = false
  reader.on('line', () => (wasEmpty = false))
  return () => {
    const isEmpty = reader.line === ''
    if (isEmpty && wasEmpty) return reader.close()
    wasEmpty = isEmpty
    stdout.write(isEmpty ? '\nCtrl-C once more ends, and so does `quit`\n' : '\n')
    reader.write(null, { ctrl: true, name: 'e' })
    reader.write(null, { ctrl: true, name: 'u' })
    reader.prompt()
  }
}
