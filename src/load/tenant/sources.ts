import type { Guid } from '../../model/catalog.js'
import type { Problem } from '../../model/problem.js'
import { readElements } from './elements.js'
import type { Files } from '../files.js'
import { asGuid } from '../text/guid.js'
import { databaseOf } from './lake/attach.js'
import type { DatabaseOf } from './lake/attach.js'
import { parquetFiles } from './lake/relation.js'
import { rowsAsElements } from './lake/values.js'
import { resourceNames } from './resource.js'
import type { Elements, ResourceName, Sources } from './resource.js'

/** The sources in a folder, and what is written twice. */
export async function sourcesIn(files: Files, folder: string): Promise<{ readonly sources: Sources; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = []
  const reading = { files, problems, database: databaseOf(files, folder) }
  const forms = await formsIn(files, folder)
  const found = (name: string) => one(reading, folder, name, forms.get(name.toLowerCase()))
  const named = Object.fromEntries(await Promise.all(resourceNames.map(async (name) => [name, await found(name)] as const))) as Record<ResourceName, Elements | undefined>
  const { members, strange } = await membersIn(reading, folder)
  if (named.groupMembers !== undefined && members.size > 0) problems.push(bothMembers(named.groupMembers.name))
  return { sources: keptIn(files, folder, { ...named, members, strangeMembers: strange }), problems: problems.sort(byFile) }
}

/** Whatever is made of files that are kept need not be made again while they say the same. */
function keptIn(files: Files, folder: string, sources: Sources): Sources {
  if (files.remember === undefined) return sources
  return { ...sources, remember: (what, make) => files.remember!(`${what} in ${folder}`, (from) => make(keptIn(from, folder, readThrough(from, sources)))) }
}

function readThrough(files: Files, sources: Sources): Sources {
  const through = (elements: Elements | undefined) => elements?.through?.(files) ?? elements
  const named = Object.fromEntries(resourceNames.map((name) => [name, through(sources[name])])) as Record<ResourceName, Elements | undefined>
  return { ...named, members: new Map([...sources.members].map(([id, elements]) => [id, through(elements)!])), strangeMembers: sources.strangeMembers }
}

const byFile = (a: Problem, b: Problem): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)

/** A folder while it is looked through. */
interface Folder {
  readonly files: Files
  readonly problems: Problem[]
  readonly database: DatabaseOf
}

async function membersIn(reading: Folder, folder: string) {
  const { files } = reading
  const members = new Map<Guid, Elements>()
  const strange: string[] = []
  for (const name of (await files.list(folder)).filter((entry) => entry.toLowerCase() === 'members')) {
    const inside = joined(folder, name)
    if ((await files.stat(inside))?.kind !== 'folder') continue
    for (const [id, forms] of await formsIn(files, inside)) {
      const group = asGuid(id)
      const elements = group === undefined ? void strange.push(forms[0]!) : await one(reading, inside, id, forms)
      if (elements !== undefined) members.set(group!, elements)
    }
  }
  return { members, strange: strange.sort() }
}

const fileForm = /^(.+?)\.(?:(?:json|ndjson|jsonl)(?:\.gz)?|parquet)$/i
const isParquet = (path: string): boolean => /\.parquet$/i.test(path)

/** What a folder has under each name, in lower case: files of a known form, and folders. */
async function formsIn(files: Files, folder: string): Promise<Map<string, string[]>> {
  const forms = new Map<string, string[]>()
  for (const entry of await files.list(folder)) {
    if (entry.startsWith('.')) continue
    const name = (fileForm.exec(entry)?.[1] ?? entry).toLowerCase()
    forms.set(name, [...(forms.get(name) ?? []), entry])
  }
  return forms
}

/** The one form of a name. */
async function one(reading: Folder, folder: string, name: string, entries: readonly string[] | undefined): Promise<Elements | undefined> {
  const forms: Elements[] = []
  for (const entry of entries ?? []) forms.push(...(await formsAt(reading, name, joined(folder, entry))))
  const [first, ...others] = forms
  for (const other of others) reading.problems.push(twoForms(name, first!.name, other.name))
  return first
}

/** A file, or a folder of files, read in the order of their names. Parquet and JSON in one folder are two forms. */
async function formsAt(reading: Folder, name: string, path: string): Promise<readonly Elements[]> {
  const { files, problems } = reading
  const found = await files.stat(path)
  if (found?.kind === 'file') return fileForm.test(path) ? filesAs(reading, path, [path]) : []
  const inside = found === undefined ? [] : (await files.list(path)).filter((entry) => fileForm.test(entry) && !entry.startsWith('.'))
  const [tables, others] = [inside.filter(isParquet), inside.filter((entry) => !isParquet(entry))]
  if (tables.length > 0 && others.length > 0) problems.push(twoForms(name, tables[0]!, joined(path, others[0]!)))
  return inside.length === 0 ? [] : filesAs(reading, path, (tables.length > 0 ? tables : others).map((entry) => joined(path, entry)))
}

async function filesAs({ files, problems, database }: Folder, name: string, paths: readonly string[]): Promise<readonly Elements[]> {
  if (!isParquet(paths[0]!)) return [elementsIn(files, name, paths)]
  const opened = await database()
  const relation = opened.value && (await parquetFiles(opened.value, name, paths, await Promise.all(paths.map((path) => files.lake!.at(path)))))
  problems.push(...opened.problems, ...(relation?.problems ?? []))
  return relation?.value === undefined ? [{ name, read: async () => ({ problems: [], pages: 0, linked: 0 }) }] : [rowsAsElements(relation.value)]
}

const elementsIn = (files: Files, name: string, paths: readonly string[]): Elements => ({
  name,
  read: (take, progress, takeBytes) => readElements(files, paths, take, progress, takeBytes),
  size: () => sizeOf(files, paths),
  through: (others) => elementsIn(others, name, paths),
})

/** What is packed grows while it is read. */
async function sizeOf(files: Files, paths: readonly string[]): Promise<number | undefined> {
  if (paths.some((path) => /\.gz$/i.test(path))) return undefined
  const stats = await Promise.all(paths.map((path) => files.stat(path)))
  return stats.reduce((sum, stat) => sum + (stat?.size ?? 0), 0)
}

export const joined = (folder: string, entry: string): string =>
  folder === '' || folder === '.' ? entry : folder.endsWith('/') ? folder + entry : `${folder}/${entry}`

/** Without the folder: a snapshot says the same wherever it lies. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const twoForms = (name: string, first: string, other: string): Problem => ({
  file: other,
  severity: 'error',
  code: 'two-forms',
  message: `\`${name}\` is there twice: as \`${baseName(first)}\` and as \`${baseName(other)}\``,
  hint: 'keep the newer one',
})

const bothMembers = (file: string): Problem => ({
  file,
  severity: 'error',
  code: 'two-forms',
  message: `members are there twice: in \`${baseName(file)}\` and in \`members/\``,
  hint: 'keep one of them',
})
