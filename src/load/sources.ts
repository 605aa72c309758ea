import type { Guid } from '../model/catalog.js'
import type { Problem } from '../model/problem.js'
import { readElements } from './elements.js'
import type { Progress, Reading, TakeBytes, TakeValue } from './elements.js'
import type { Files } from './files.js'
import { asGuid } from './guid.js'

/** Elements of one resource, wherever they are. */
export interface Elements {
  /** As problems name it. */
  readonly name: string
  read(take: TakeValue, progress?: Progress, takeBytes?: TakeBytes): Promise<Reading>
}

/** What a snapshot consists of. */
export interface Sources {
  readonly users: Elements | undefined
  readonly groups: Elements | undefined
  readonly subscribedSkus: Elements | undefined
  readonly organization: Elements | undefined
  readonly subscriptions: Elements | undefined
  readonly groupMembers: Elements | undefined
  readonly members: ReadonlyMap<Guid, Elements>
  /** Names under `members/` that are no group's id. */
  readonly strangeMembers: readonly string[]
}

export const resourceNames = ['users', 'groups', 'subscribedSkus', 'organization', 'subscriptions', 'groupMembers'] as const
export type ResourceName = (typeof resourceNames)[number]

/** The sources in a folder, and what is written twice. */
export async function sourcesIn(files: Files, folder: string): Promise<{ readonly sources: Sources; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = []
  const forms = await formsIn(files, folder)
  const found = (name: string) => one(files, folder, name, forms.get(name.toLowerCase()), problems)
  const named = Object.fromEntries(await Promise.all(resourceNames.map(async (name) => [name, await found(name)] as const))) as Record<ResourceName, Elements | undefined>
  const { members, strange } = await membersIn(files, folder, problems)
  if (named.groupMembers !== undefined && members.size > 0) problems.push(bothMembers(named.groupMembers.name))
  return { sources: { ...named, members, strangeMembers: strange }, problems: problems.sort(byFile) }
}

const byFile = (a: Problem, b: Problem): number => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0)

async function membersIn(files: Files, folder: string, problems: Problem[]) {
  const members = new Map<Guid, Elements>()
  const strange: string[] = []
  for (const name of (await files.list(folder)).filter((entry) => entry.toLowerCase() === 'members')) {
    const inside = joined(folder, name)
    if ((await files.stat(inside))?.kind !== 'folder') continue
    for (const [id, forms] of await formsIn(files, inside)) {
      const group = asGuid(id)
      const elements = group === undefined ? void strange.push(forms[0]!) : await one(files, inside, id, forms, problems)
      if (elements !== undefined) members.set(group!, elements)
    }
  }
  return { members, strange: strange.sort() }
}

const fileForm = /^(.+?)\.(?:json|ndjson|jsonl)(?:\.gz)?$/i

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
async function one(files: Files, folder: string, name: string, entries: readonly string[] | undefined, problems: Problem[]): Promise<Elements | undefined> {
  const forms: Elements[] = []
  for (const entry of entries ?? []) forms.push(...(await formAt(files, joined(folder, entry))))
  const [first, ...others] = forms
  for (const other of others) problems.push(twoForms(name, first!.name, other.name))
  return first
}

/** A file, or a folder of files, read in the order of their names. */
async function formAt(files: Files, path: string): Promise<Elements[]> {
  const found = await files.stat(path)
  if (found?.kind === 'folder') {
    const inside = (await files.list(path)).filter((entry) => fileForm.test(entry) && !entry.startsWith('.'))
    return inside.length === 0 ? [] : [filesAs(files, path, inside.map((entry) => joined(path, entry)))]
  }
  return found !== undefined && fileForm.test(path) ? [filesAs(files, path, [path])] : []
}

const filesAs = (files: Files, name: string, paths: readonly string[]): Elements => ({
  name,
  read: (take, progress, takeBytes) => readElements(files, paths, take, progress, takeBytes),
})

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
