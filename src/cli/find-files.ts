import type { Files } from '../load/files.js'
import { filesBelow } from '../load/files-below.js'

/** The files that a word of the command line means: a file, all files below a folder, or a pattern with `*`, `**`, `?` and `{a,b}`. */
export async function filesOf(files: Files, path: string): Promise<readonly string[]> {
  const found = await files.stat(path)
  if (found?.kind === 'file') return [path]
  if (found?.kind === 'folder') return filesBelow(files, path)
  return isPattern(path) ? matching(files, path) : []
}

export function isPattern(path: string): boolean {
  return /[*?{]/.test(path)
}

async function matching(files: Files, pattern: string): Promise<readonly string[]> {
  const fixed = pattern.slice(0, pattern.search(/[*?{]/)).replace(/\/[^/]*$/, '')
  const wanted = new RegExp(`^${expression(pattern)}$`, 'u')
  if ((await files.stat(fixed === '' ? '/' : fixed))?.kind !== 'folder') return []
  return (await filesBelow(files, fixed)).filter(path => wanted.test(path))
}

/** A pattern as a regular expression. */
export function expression(pattern: string): string {
  return pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/g, part => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    return part.length > 1 ? `(?:${part.slice(1, -1).split(',').map(expression).join('|')})` : `\\${part}`
  })
}
