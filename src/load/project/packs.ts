import type { Loaded, Problem } from '../../model/problem.js'
import type { Document } from '../text/document.js'
import type { Files } from '../files.js'
import { filesBelow } from '../files-below.js'
import { openDocument } from '../text/open.js'
import { problemIn } from '../text/problems.js'
import { checkShape } from '../text/schema.js'

/** The documents of a pack, and the name it goes by. */
export interface OpenPack {
  readonly name: string
  readonly purpose?: string
  readonly documents: readonly Document[]
}

/** Opens a folder of rules, or one file. `pack.yaml` may give the name; `*.test.yaml` are tests of the rules. */
export async function openPack(files: Files, path: string, shown: string): Promise<Loaded<OpenPack>> {
  const found = await files.stat(path)
  if (found === undefined) return { problems: [problemIn(shown, 'no-rules', `there are no rules at \`${shown}\``, 'a word without `/` is a shipped pack; a path contains `/` or starts with `.`')] }
  // each with its leading slash
  const all = found.kind === 'file' ? [''] : (await filesBelow(files, path)).map((below) => below.slice(path.length))
  const opened = await Promise.all(all.filter(isRules).map((name) => openDocument(files, path + name, shown + name)))
  const about = await aboutPack(files, path, shown, all)
  const problems = [...opened, about].flatMap((one) => one.problems)
  if (opened.length === 0) return { problems: [...problems, problemIn(shown, 'no-rules', `the folder \`${shown}\` holds no rules`, 'rules stand in files that end in .yaml, .yml or .json')] }
  return { value: { name: shown, ...about.value, documents: opened.flatMap(({ value }) => value ?? []) }, problems }
}

export function isRules(path: string): boolean {
  return path === '' || (/\.(ya?ml|json)$/i.test(path) && !/\.test\.(ya?ml|json)$/i.test(path) && !isPackFile(path))
}

function isPackFile(path: string): boolean {
  return /^\/pack\.(ya?ml|json)$/i.test(path)
}

type AboutPack = Partial<Pick<OpenPack, 'name' | 'purpose'>>

async function aboutPack(files: Files, path: string, shown: string, all: readonly string[]): Promise<Loaded<AboutPack>> {
  const pack = all.find(isPackFile)
  if (pack === undefined) return { problems: [] }
  const { value, problems } = await openDocument(files, path + pack, shown + pack)
  const wrong: readonly Problem[] = [...problems, ...(value === undefined ? [] : checkShape(value, 'pack'))]
  if (value === undefined || wrong.length > 0) return { problems: wrong }
  const { name, purpose } = value.data as AboutPack
  return { problems: [], value: { ...(name !== undefined && { name }), ...(purpose !== undefined && { purpose }) } }
}
