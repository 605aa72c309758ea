import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { nodePrompt } from '../../src/cli/repl/node-prompt.js'

const ctrlC = '\u0003'
const left = '\u001b[D'

/** What comes of keys that are pressed one after another at a terminal. */
async function typed(...keys: readonly string[]): Promise<{ readonly lines: readonly string[]; readonly shown: string }> {
  const stdin = Object.assign(new PassThrough(), { isTTY: true })
  const stdout = Object.assign(new PassThrough(), { isTTY: true })
  const heard = (async () => {
    const lines: string[] = []
    for await (const line of nodePrompt({ stdin, stdout }).lines((line) => [[`${line}!`], line])) lines.push(line)
    return lines
  })()
  for (const key of keys) {
    stdin.write(key)
    await new Promise((resolve) => setImmediate(resolve))
  }
  stdin.end()
  return { lines: await heard, shown: String(stdout.read()) }
}

test.each([
  ['a line', ['findings', '\r'], ['findings']],
  ['Ctrl-C in a line drops it', ['try deleteGroup Sales', left, left, ctrlC, 'findings', '\r'], ['findings']],
  ['Ctrl-C once, on an empty line', [ctrlC, 'findings', '\r', ctrlC, 'plan', '\r'], ['findings', 'plan']],
  ['Ctrl-C twice, on an empty line', [ctrlC, ctrlC, 'findings', '\r'], []],
  ['Ctrl-C in a line, then once', ['us', ctrlC, ctrlC, 'findings', '\r'], ['findings']],
  ['Tab', ['us', '\t', '\r'], ['us!']],
])('%s', async (_, keys, lines) => {
  expect((await typed(...keys)).lines).toEqual(lines)
})

test('says how to end', async () => {
  expect((await typed(ctrlC, '\r')).shown).toContain('Ctrl-C once more ends, and so does `quit`\n')
})
