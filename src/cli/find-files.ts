import type { Files } from '../load/files.js'

/** Deeper than anybody nests scenarios; ends the walk where links go round. */
const deepest = 16

/** The files that a word of the command line means: a file, all files below a folder, or a pattern with `*`, `**`, `?` and `{a,b}`. */
export async function filesOf(files: Files, path: string): Promise<readonly string[]> {
  const found = await files.stat(path)
  if (found?.kind === 'file') return [path]
  if (found?.kind === 'folder') return filesBelow(files, path, deepest)
  return isPattern(path) ? matching(files, path) : []
}

export function isPattern(path: string): boolean {
  return /[*?{]/.test(path)
}

async function matching(files: Files, pattern: string): Promise<readonly string[]> {
  const fixed = pattern.slice(0, pattern.search(/[*?{]/)).replace(/\/[^/]*$/, '')
  const wanted = new RegExp(`^${expression(pattern)}$`, 'u')
  if ((await files.stat(fixed === '' ? '/' : fixed))?.kind !== 'folder') return []
  return (await filesBelow(files, fixed, deepest)).filter(path => wanted.test(path))
}

function expression(pattern: string): string {
  return pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[.+^$()|[\]\\{}]/g, part => {
    if (part === '**/') return '(?:.*/)?'
    if (part === '**') return '.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    return part.length > 1 ? `(?:${part.slice(1, -1).split(',').map(expression).join('|')})` : `\\${part}`
  })
}

/** Sorted; what starts with a dot is not looked at. */
async function filesBelow(files: Files, folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return []
  const names = (await files.list(folder)).filter(name => !name.startsWith('.') && name !== 'node_modules')
  const below = await Promise.all(names.map(async name => {
    const path = `${folder}/${name}`
    return (await files.stat(path))?.kind === 'folder' ? filesBelow(files, path, depth - 1) : [path]
  }))
  return below.flat().sort()
}
