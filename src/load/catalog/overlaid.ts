import type { Files } from '../files.js'
import { folderOf } from '../paths.js'

/** Files with the texts of the moment in the place of what the disk has: what editors show and have not saved. By whole paths. */
export function overlaid(files: Files, texts: () => ReadonlyMap<string, string>): Files {
  const bytesOf = (path: string): Uint8Array | undefined => {
    const text = texts().get(path)
    return text === undefined ? undefined : new TextEncoder().encode(text)
  }
  return {
    ...files,
    async stat(path) {
      const bytes = bytesOf(path)
      if (bytes !== undefined) return { kind: 'file', size: bytes.length }
      return (await files.stat(path)) ?? (namesIn(texts(), path).length > 0 ? { kind: 'folder', size: 0 } : undefined)
    },
    async list(folder) {
      const listed = (await files.stat(folder))?.kind === 'folder' ? await files.list(folder) : []
      return [...new Set([...listed, ...namesIn(texts(), folder)])].sort()
    },
    read: async (path) => bytesOf(path) ?? files.read(path),
    async *stream(path, range) {
      const bytes = bytesOf(path)
      if (bytes === undefined) yield* files.stream(path, range)
      else yield bytes.subarray(range?.start ?? 0, range?.end)
    },
  }
}

/** Files that tell which text was read where. */
export function noting(files: Files, note: (path: string, text: string) => void): Files {
  return {
    ...files,
    async read(path) {
      const bytes = await files.read(path)
      if (/\.(ya?ml|json)$/i.test(path)) note(path, new TextDecoder().decode(bytes))
      return bytes
    },
  }
}

function namesIn(texts: ReadonlyMap<string, string>, folder: string): readonly string[] {
  return [...texts.keys()].filter((path) => folderOf(path) === folder).map((path) => path.slice(folder.length + 1))
}
