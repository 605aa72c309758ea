import type { Guid } from '../../model/catalog.js'
import type { Place, Problem } from '../../model/problem.js'
import { pageItems } from './elements.js'
import { isProps, prop } from './graph/property.js'
import type { Props } from './graph/property.js'
import { asGuid } from '../text/guid.js'
import type { Locate } from '../text/remarks.js'
import { hasNextLink } from './page.js'
import { resourceNames } from './resource.js'
import type { Elements, ResourceName, Sources } from './resource.js'

type Path = readonly (string | number)[]

/** Where a value of a document was written. */
export type PlaceOf = (path: Path) => Place

/** Sources that lie in one document, under the names that files have in a folder. */
export function sourcesOf(data: unknown, file: string, place: PlaceOf | undefined): { readonly sources?: Sources; readonly problems: readonly Problem[]; readonly locate: Locate } {
  const paths: Path[] = []
  const locate: Locate = async (_, offsets) => new Map(offsets.map((offset) => [offset, place?.(paths[offset] ?? []) ?? ({ file } as Place)]))
  if (!isProps(data)) return { problems: [notATenant(file)], locate }
  const inside = (path: Path, value: unknown): Elements => elementsOf(path, value, file, paths)
  const named = Object.fromEntries(resourceNames.map((name) => [name, at(data, name, inside)])) as Record<ResourceName, Elements | undefined>
  const { members, strange, twice } = membersOf(data, inside)
  const problems = twice.map((id) => listedTwice(file, id))
  if (named.groupMembers !== undefined && members.size > 0) problems.push(bothMembers(file))
  return { sources: { ...named, members, strangeMembers: strange }, problems, locate }
}

const notATenant = (file: string): Problem => ({
  file,
  severity: 'error',
  code: 'no-snapshot',
  message: 'a tenant is an object with the keys `users`, `groups`, `subscribedSkus`, ...',
  hint: 'docs/snapshot.md has an example',
})

const bothMembers = (file: string): Problem => ({
  file,
  severity: 'error',
  code: 'two-forms',
  message: 'members are there twice: under `groupMembers` and under `members`',
  hint: 'keep one of them',
})

const listedTwice = (file: string, id: string): Problem => ({
  file,
  severity: 'error',
  code: 'two-forms',
  message: `the members of \`${id}\` are there twice`,
  hint: 'keep one of the lists',
})

type Inside = (path: Path, value: unknown) => Elements

function at(data: Props, name: string, inside: Inside): Elements | undefined {
  const value = prop(data, name)
  const key = Object.keys(data).find((other) => other.toLowerCase() === name.toLowerCase()) ?? name
  return value === undefined || value === null ? undefined : inside([key], value)
}

/** `members: { <groupId>: [...] }`, or keys `members/<groupId>`. */
function membersOf(data: Props, inside: Inside): { readonly members: ReadonlyMap<Guid, Elements>; readonly strange: readonly string[]; readonly twice: readonly string[] } {
  const lists: [string, Path, unknown][] = []
  for (const [key, value] of Object.entries(data)) {
    if (/^members\//i.test(key)) lists.push([key.slice('members/'.length), [key], value])
    if (key.toLowerCase() !== 'members' || !isProps(value)) continue
    for (const [id, list] of Object.entries(value)) if (!/^additionalproperties$/i.test(id)) lists.push([id, [key, id], list])
  }
  const members = new Map<Guid, Elements>()
  const twice = lists.filter(([id, path, list]) => takeList(members, asGuid(id), inside(path, list)))
  return { members, strange: lists.map(([id]) => id).filter((id) => asGuid(id) === undefined).sort(), twice: twice.map(([id]) => id) }
}

/** Whether the group had a list already. */
function takeList(members: Map<Guid, Elements>, group: Guid | undefined, list: Elements): boolean {
  if (group === undefined) return false
  const known = members.has(group)
  members.set(group, list)
  return known
}

/** Offsets of a document count what was taken from it; `paths` has where that stands. */
function elementsOf(root: Path, value: unknown, file: string, paths: Path[]): Elements {
  return {
    name: `${file} ${root.join('.')}`,
    read: async (take, progress) => {
      const counts = { pages: 0, linked: 0 }
      const takeAt = (element: unknown, path: Path) => take(element, file, paths.push(path) - 1)
      walk(value, root, takeAt, counts)
      progress?.(0)
      return { problems: [], ...counts }
    },
  }
}

function walk(value: unknown, path: Path, take: (element: unknown, path: Path) => void, counts: { pages: number; linked: number }): void {
  if (Array.isArray(value)) return value.forEach((item, i) => walk(item, [...path, i], take, counts))
  const items = isProps(value) ? pageItems(value) : undefined
  if (items === undefined) return take(value, path)
  counts.pages++
  if (hasNextLink(value as Props)) counts.linked++
  items.forEach((item, i) => walk(item, [...path, 'value', i], take, counts))
}

