import type { Loaded, Problem } from '../model/problem.js'
import { UnreadableBytes, textOf } from './bytes.js'
import type { Files } from './files.js'
import { readText } from './open.js'
import type { PlaceOf } from './tenant-document.js'

/** One document holds a small tenant; a large one is a folder, whose files are streamed. */
const largest = 64 * 1024 * 1024

/** A tenant that is one JSON or YAML file. */
export async function readTenantFile(files: Files, path: string): Promise<Loaded<{ readonly data: unknown; readonly place: PlaceOf }>> {
  const text = await wholeText(files, path)
  if (typeof text !== 'string') return { problems: [text] }
  const { value, problems } = await readText(path.replace(/\.gz$/i, ''), text)
  const named = problems.map((problem) => ({ ...problem, file: path }))
  if (value === undefined || problems.some(({ severity }) => severity === 'error')) return { problems: named }
  return { value: { data: value.data, place: (at) => ({ ...value.place(at), file: path }) }, problems: named }
}

async function wholeText(files: Files, path: string): Promise<string | Problem> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of textOf(files, path)) {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes > largest) return tooLarge(path)
    }
  } catch (error) {
    if (!(error instanceof UnreadableBytes)) throw error
    return { file: path, severity: 'error', code: error.code, message: error.message, hint: error.hint }
  }
  return Buffer.concat(chunks).toString('utf8').replace(/^\uFEFF/, '')
}

const tooLarge = (path: string): Problem => ({
  file: path,
  severity: 'error',
  code: 'file-too-large',
  message: `a tenant in one document may have ${largest} bytes at most`,
  hint: 'write a folder with `users.json`, `groups.json` and so on: its files are streamed',
})
