import type { Files } from './files.js'

/** Files in memory, by path with forward slashes: for tests, editors, and pages that have no disk. */
export function memory(entries: Readonly<Record<string, string | Uint8Array>>): Files {
  const files = new Map(Object.entries(entries).map(([path, content]) => [tidy(path), bytes(content)]))
  const read = async (path: string): Promise<Uint8Array> => files.get(tidy(path)) ?? absent(path)
  return {
    stat: async (path) => fileStat(files.get(tidy(path))) ?? folderStat(namesIn(files, path)),
    list: async (folder) => namesIn(files, folder),
    read,
    stream: async function* (path, range) {
      yield (await read(path)).subarray(range?.start ?? 0, range?.end)
    },
  }
}

const bytes = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

const fileStat = (content: Uint8Array | undefined) => content && ({ kind: 'file', size: content.length } as const)
const folderStat = (names: readonly string[]) => (names.length > 0 ? ({ kind: 'folder', size: 0 } as const) : undefined)

function namesIn(files: ReadonlyMap<string, unknown>, folder: string): string[] {
  const prefix = tidy(folder) === '' ? '' : `${tidy(folder)}/`
  const inside = [...files.keys()].filter((path) => path.startsWith(prefix))
  return [...new Set(inside.map((path) => path.slice(prefix.length).split('/')[0]!))].sort()
}

/** `./a//b/` and `a/b` are one path. */
const tidy = (path: string): string => {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/** A disk says the same of a file that is not there. */
function absent(path: string): never {
  throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' })
}
