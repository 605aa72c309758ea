import type { Loaded, Problem } from '../../model/problem.js'
import { textOf } from '../text/bytes.js'
import { unreadable } from './elements.js'
import type { Files } from '../files.js'
import { isProps } from './graph/property.js'
import { readText } from '../text/open.js'
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
  const place: PlaceOf = (at) => ({ ...value.place(at), file: path })
  const newer = newerVersion(value.data, place)
  return newer === undefined ? { value: { data: value.data, place }, problems: named } : { problems: [...named, newer] }
}

const knownVersion = 1

function newerVersion(data: unknown, place: PlaceOf): Problem | undefined {
  const version = isProps(data) ? data['schemaVersion'] : undefined
  if (typeof version !== 'number' || version <= knownVersion) return undefined
  const message = `\`schemaVersion\` ${version} is newer than this seatplan knows (${knownVersion})`
  return { ...place(['schemaVersion']), severity: 'error', code: 'schema-version', message, hint: 'update seatplan' }
}

async function wholeText(files: Files, path: string): Promise<string | Problem> {
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of textOf(files, path)) {
      chunks.push(Buffer.from(chunk))
      bytes += chunk.length
      if (bytes > largest) return tooLarge(path)
    }
  } catch (error) {
    const { offset: _, ...rest } = unreadable(error, bytes)
    return { file: path, severity: 'error', ...rest }
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
