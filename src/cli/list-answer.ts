import { groupsNamed, type Wrong } from '../analyse/about/about.js'
import { listGroups, listProducts, listUsers, type Narrowing } from '../analyse/about/listing.js'
import { findProducts, nearestPartNumber } from '../load/catalog/lookup.js'
import { nearest } from '../load/text/nearest.js'
import type { Guid } from '../model/catalog.js'
import type { Project } from '../model/project.js'
import { colored, uncolored, type Paint } from '../report/paint.js'
import { asJson, refused, type Answer, type AnswerOptions } from './explain-answer.js'
import { groupsText, productsText, usersText } from './texts/list.js'

export interface ListOptions extends AnswerOptions {
  readonly inError: boolean
  /** As the reader wrote them. */
  readonly product?: string
  readonly group?: string
}

export const listables = ['users', 'groups', 'products'] as const
export type Listable = (typeof listables)[number]

/** What there is of something, narrowed as asked; an unknown or ambiguous product or group is wrong input. */
export function answerList(what: Listable, project: Project, options: ListOptions): Answer {
  const product = found(options.product, handle => productNamed(handle, project))
  const group = found(options.group, handle => groupNamed(handle, project))
  const problems = Object.entries({ product, group }).flatMap(([option, one]) => ('wrong' in one ? [{ file: `--${option}`, severity: 'error' as const, ...one.wrong }] : []))
  if (problems.length > 0) return refused(problems)
  const narrowing: Narrowing = { inError: options.inError, ...idOf('product', product), ...idOf('group', group) }
  return { text: listed(what, project, narrowing, options), problems: [], exitCode: 0 }
}

function listed(what: Listable, project: Project, narrowing: Narrowing, { format, color }: ListOptions): string {
  const list = listers[what]
  return format === 'json' ? asJson({ schemaVersion: 1, [what]: list.values(project, narrowing) }) : list.text(project, narrowing, color ? colored : uncolored)
}

interface Lister {
  values(project: Project, narrowing: Narrowing): readonly unknown[]
  text(project: Project, narrowing: Narrowing, paint: Paint): string
}

const listers: Readonly<Record<Listable, Lister>> = {
  users: { values: listUsers, text: (project, narrowing, paint) => usersText(listUsers(project, narrowing), paint) },
  groups: { values: listGroups, text: (project, narrowing, paint) => groupsText(listGroups(project, narrowing), paint) },
  products: { values: listProducts, text: (project, narrowing, paint) => productsText(listProducts(project, narrowing), paint) },
}

type Found = { readonly id: Guid | undefined } | { readonly wrong: Wrong }

function found(handle: string | undefined, look: (handle: string) => Found): Found {
  return handle === undefined ? { id: undefined } : look(handle)
}

function idOf(key: 'product' | 'group', one: Found): Partial<Record<'product' | 'group', Guid>> {
  return 'id' in one && one.id !== undefined ? { [key]: one.id } : {}
}

function productNamed(handle: string, { catalog }: Project): Found {
  const candidates = findProducts(catalog, handle).map(({ skuId, displayName }) => ({ id: skuId, name: displayName }))
  return theOnly('product', handle, candidates, () => nearestPartNumber(catalog, handle))
}

function groupNamed(handle: string, project: Project): Found {
  const names = [...project.tenant.groups.values()].map(({ displayName }) => displayName)
  const candidates = groupsNamed(handle, project).map(({ id, displayName }) => ({ id, name: displayName }))
  return theOnly('group', handle, candidates, () => nearest(handle, names))
}

function theOnly(noun: string, handle: string, candidates: readonly { readonly id: Guid; readonly name: string }[], near: () => string | undefined): Found {
  const [only] = candidates
  if (candidates.length > 1) {
    const hint = `write the id of one of them: ${candidates.map(({ id, name }) => `${id} (${name})`).join(', ')}`
    return { wrong: { code: 'ambiguous-name', message: `\`${handle}\` is the name of ${candidates.length} ${noun}s`, hint } }
  }
  if (only !== undefined) return { id: only.id }
  const meant = near()
  return { wrong: { code: 'unknown-name', message: `unknown ${noun} \`${handle}\``, hint: meant === undefined ? `\`seatplan list ${noun}s\` shows which there are` : `did you mean \`${meant}\`?` } }
}
