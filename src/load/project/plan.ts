import type { Catalog, Guid } from '../../model/catalog.js'
import type { ListStyle, Plan, Step } from '../../model/change.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { Notice, Tenant } from '../../model/tenant.js'
import { readChange } from './change.js'
import type { Document } from '../text/document.js'
import type { Files } from '../files.js'
import { lookupIn } from '../catalog/names.js'
import { folderOf, pathFrom } from '../paths.js'
import { noFile, problemAt, sortedProblems, unlessWrong } from '../text/problems.js'
import { readingOf } from '../tenant/reading.js'
import { sceneOf } from '../tenant/scene.js'
import { mended } from '../text/mended.js'
import { isUnreadable, misfits } from '../text/schema.js'
import type { FileType } from '../text/schema.js'
import type { Mention } from '../tenant/user-list.js'

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
  const steps = bodiesOf(document).flatMap((body, index): Step[] => {
    const path = ['changes', index]
    const readable = isUnreadable(wrong, path) ? mended(document, type, path, wrong) : body
    const change = readable && readChange(readable, path, reading)
    return change === undefined ? [] : [{ change, place: document.place(path) }]
  })
  const plan = { title: titleOf(document), file: document.file, list: listStyle(document), steps, notices }
  return unlessWrong(plan, sortedProblems(problems))
}

function listStyle(document: Document): ListStyle {
  return { style: document.isFlow(['changes']) ? 'flow' : 'block', column: document.place(['changes']).column }
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
async function openLists(document: Document, context: PlanContext): Promise<Loaded<ReadonlyMap<string, readonly Mention[]>>> {
  const named = new Map(bodiesOf(document).flatMap(listsIn).map((list) => [list.name, list] as const))
  if (named.size === 0) return { value: new Map(), problems: [] }
  const opened = await Promise.all([...named.values()].map(async (list) => [list.name, await openList(document, list, context)] as const))
  const value = new Map(opened.flatMap(([name, list]) => (list.value === undefined ? [] : [[name, list.value] as const])))
  return { value, problems: opened.flatMap(([, list]) => list.problems) }
}

interface NamedList {
  readonly name: string
  readonly path: readonly (string | number)[]
}

function listsIn(body: Body, index: number): readonly NamedList[] {
  const places = [{ holder: body, path: ['changes', index] }, { holder: body?.['to'] as Body | undefined, path: ['changes', index, 'to'] }]
  return places.flatMap(({ holder, path }) => (typeof holder?.['usersFrom'] === 'string' ? [{ name: holder['usersFrom'], path: [...path, 'usersFrom'] }] : []))
}

async function openList(document: Document, { name, path }: NamedList, context: PlanContext): Promise<Loaded<readonly Mention[]>> {
  const at = pathFrom(folderOf(context.path), name)
  const found = await context.files.stat(at)
  if (found?.kind !== 'file') return { problems: [problemAt(document.place(path), 'no-file', noFile(name, found), 'the path is relative to the file of the plan')] }
  const { openUserList } = await import('../tenant/user-list.js')
  return openUserList(context.files, at, context.show?.(at) ?? at)
}

/** Ids of the groups that a plan names, for whoever reads the tenant: memberships of other groups do not matter. Names nobody knows are passed over. */
export function namedGroups(document: Document, groups: ReadonlyMap<Guid, { readonly displayName: string }>): readonly Guid[] {
  const { group } = lookupIn({ products: new Map(), plans: new Map() }, { groups })
  const handles = bodiesOf(document).flatMap((body) => [body?.['group'], (body?.['to'] as Body | undefined)?.['group']])
  const found = handles.filter((handle) => typeof handle === 'string').map(group)
  return [...new Set(found.flatMap((one) => ('id' in one ? [one.id] : [])))].sort()
}
