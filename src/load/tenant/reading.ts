import type { Catalog, Guid } from '../../model/catalog.js'
import type { Problem } from '../../model/problem.js'
import type { Notice, Tenant } from '../../model/tenant.js'
import type { Document } from '../text/document.js'
import type { Found } from '../catalog/names.js'
import { problemAt } from '../text/problems.js'
import type { Scene } from './scene.js'
import type { Mention } from './user-list.js'

export type Path = readonly (string | number)[]

/** Everything that the readers of single changes need, and where they leave problems and notices. */
export interface Reading {
  readonly document: Document
  readonly catalog: Catalog
  /** Undefined: nobody is known, so everybody may exist (`lint` without a tenant). */
  readonly tenant: Tenant | undefined
  readonly assumeMembersInferred: boolean
  readonly scene: Scene
  /** Lists that `usersFrom` names, by the text that names them. */
  readonly lists: ReadonlyMap<string, readonly Mention[]>
  plan(handle: string, path: Path): Guid | undefined
  product(handle: string, path: Path): Guid | undefined
  group(handle: string, path: Path): Guid | undefined
  user(handle: string, path: Path): Guid | undefined
  planName(this: void, id: Guid): string
  productName(this: void, id: Guid): string
  problem(path: Path, code: string, message: string, hint?: string): undefined
  report(problem: Problem): void
  /** `text` names products and service plans at most. */
  notice(id: string, text: string, count: number): void
}

type Given = Pick<Reading, 'document' | 'catalog' | 'tenant' | 'assumeMembersInferred' | 'scene' | 'lists'>

/** A reading that collects into these two lists. */
export function readingOf(given: Given, problems: Problem[], notices: Notice[]): Reading {
  const { document, catalog, scene } = given
  const problem: Reading['problem'] = (path, code, message, hint) => void problems.push(problemAt(document.place(path), code, message, hint))
  const take = (found: Found, path: Path): Guid | undefined => ('id' in found ? found.id : problem(path, found.problem.code, found.problem.message, found.problem.hint))
  return {
    ...given,
    plan: (handle, path) => take(scene.plan(handle), path),
    product: (handle, path) => take(scene.product(handle), path),
    group: (handle, path) => take(scene.group(handle), path),
    user: (handle, path) => take(scene.user(handle), path),
    planName: (id) => catalog.plans.get(id)?.servicePlanName ?? id,
    productName: (id) => catalog.products.get(id)?.skuPartNumber ?? id,
    problem,
    report: (found) => void problems.push(found),
    notice: (id, text, count) => void notices.push({ id, text, unnamed: text, count }),
  }
}
