import type { Catalog, Guid } from '../model/catalog.js'
import type { Plan, Step } from '../model/change.js'
import type { Loaded, Problem } from '../model/problem.js'
import type { Notice, Tenant } from '../model/tenant.js'
import { readChange } from './change.js'
import type { Document } from './document.js'
import type { Files } from './files.js'
import { lookupIn } from './names.js'
import { folderOf, pathFrom } from './paths.js'
import { sortedProblems, unlessWrong } from './problems.js'
import { readingOf } from './reading.js'
import { sceneOf } from './scene.js'
import { misfits } from './schema.js'
import type { FileType } from './schema.js'
import type { Mention } from './user-list.js'

/** What a plan is read against. */
export interface PlanContext {
  readonly files: Files
  /** The path under which `files` finds the document; `usersFrom` is relative to it. */
  readonly path: string
  /** How problems call a path (default: as it is). */
  readonly show?: (path: string) => string
  /** With the tenant's own plans. */
  readonly catalog: Catalog
  /** Undefined: users and groups are taken at their word. */
  readonly tenant: Tenant | undefined
  readonly assumeMembersInferred: boolean
}

/** Reads a plan with every name resolved. All problems at once; the value only where there is none. */
export async function readPlan(document: Document, context: PlanContext): Promise<Loaded<Plan>> {
  return readChanges(document, context, 'plan')
}

/** Reads the `changes` of a file of this type: a plan, or a scenario. */
export async function readChanges(document: Document, context: PlanContext, type: Extract<FileType, 'plan' | 'scenario'>): Promise<Loaded<Plan>> {
  const wrong = misfits(document, type)
  const lists = await openLists(document, context)
  const problems: Problem[] = [...wrong.map(({ problem }) => problem), ...lists.problems]
  const notices: Notice[] = []
  const { catalog, tenant, assumeMembersInferred } = context
  const reading = readingOf({ document, catalog, tenant, assumeMembersInferred, scene: sceneOf(catalog, tenant), lists: lists.value! }, problems, notices)
  const isWrong = (index: number): boolean => wrong.some(({ path }) => path[0] === 'changes' && (path.length < 2 || path[1] === index))
  const steps = bodiesOf(document).flatMap((body, index): Step[] => {
    const path = ['changes', index]
    const change = isWrong(index) ? undefined : readChange(body, path, reading)
    return change === undefined ? [] : [{ change, place: document.place(path) }]
  })
  const plan = { title: titleOf(document), file: document.file, steps, notices }
  return unlessWrong(plan, sortedProblems(problems))
}

type Body = Readonly<Record<string, unknown>>

function bodiesOf({ data }: Document): readonly Body[] {
  const changes = (data as Body | null)?.['changes']
  return Array.isArray(changes) ? (changes as readonly Body[]) : []
}

function titleOf({ data, file }: Document): string {
  const title = (data as Body | null)?.['title']
  return typeof title === 'string' ? title : file
}

/** The lists that changes name, by the text that names them. A list that cannot be read is not among them. */
async function openLists(document: Document, { files, path, show }: PlanContext): Promise<Loaded<ReadonlyMap<string, readonly Mention[]>>> {
  const named = new Set(bodiesOf(document).flatMap(listsIn))
  if (named.size === 0) return { value: new Map(), problems: [] }
  const { openUserList } = await import('./user-list.js')
  const opened = await Promise.all([...named].map(async (name) => {
    const at = pathFrom(folderOf(path), name)
    return [name, await openUserList(files, at, show?.(at) ?? at)] as const
  }))
  const value = new Map(opened.flatMap(([name, list]) => (list.value === undefined ? [] : [[name, list.value] as const])))
  return { value, problems: opened.flatMap(([, list]) => list.problems) }
}

function listsIn(body: Body): readonly string[] {
  const places = [body, body?.['to']].map((place) => (place as Body | undefined)?.['usersFrom'])
  return places.filter((name) => typeof name === 'string')
}

/** Ids of the groups that a plan names, for whoever reads the tenant: memberships of other groups do not matter. Names nobody knows are passed over. */
export function namedGroups(document: Document, groups: ReadonlyMap<Guid, { readonly displayName: string }>): readonly Guid[] {
  const { group } = lookupIn({ products: new Map(), plans: new Map() }, { groups })
  const handles = bodiesOf(document).flatMap((body) => [body?.['group'], (body?.['to'] as Body | undefined)?.['group']])
  const found = handles.filter((handle) => typeof handle === 'string').map(group)
  return [...new Set(found.flatMap((one) => ('id' in one ? [one.id] : [])))].sort()
}
