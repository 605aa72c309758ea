import type { Catalog, Guid } from '../../model/catalog.js'
import type { Loaded } from '../../model/problem.js'
import type { Tenant } from '../../model/tenant.js'
import { withTenantPlans } from '../catalog/catalog.js'
import { remembered, type Files } from '../files.js'
import { openTenant, readTenant, type Needs, type OpenTenant } from './tenant.js'

/** Opens a snapshot; of files that are kept (`load/project/kept.ts`) it is the one opened before, until one of its files changes. */
export function openKeptTenant(files: Files, path: string): Promise<Loaded<OpenTenant>> {
  return remembered(files, `tenant ${path}`, (from) => openTenant(from, path))
}

interface Reading {
  readonly needs: string
  /** What the catalog was asked while reading, and what it said. */
  readonly asked: ReadonlyMap<Guid, string | undefined>
  readonly tenant: Loaded<Tenant>
}

const readings = new WeakMap<OpenTenant, readonly Reading[]>()

/** So many are kept: two plans that ask for other groups, or the questions of an editor, take turns without reading anew. */
const mostReadings = 3

/** Reads users and members of a snapshot, once for the same needs. */
export async function readKeptTenant(opened: OpenTenant, needs: Needs): Promise<Loaded<Tenant>> {
  const key = JSON.stringify([needs.attributes, [...needs.groups].sort(), needs.assumeMembersInferred])
  const all = readings.get(opened) ?? []
  const known = all.find((one) => one.needs === key && [...one.asked].every(([id, name]) => needs.partNumberOf?.(id) === name))
  if (known !== undefined) return known.tenant
  const asked = new Map<Guid, string | undefined>()
  const tenant = await readTenant(opened, { ...needs, partNumberOf: (id) => noted(asked, id, needs.partNumberOf?.(id)) })
  readings.set(opened, [{ needs: key, asked, tenant }, ...all].slice(0, mostReadings))
  return tenant
}

function noted<T>(asked: Map<Guid, T>, id: Guid, name: T): T {
  asked.set(id, name)
  return name
}

interface OfTenants {
  readonly known: WeakMap<OpenTenant, Catalog>
  last?: { readonly names: string; readonly catalog: Catalog }
}

const catalogs = new WeakMap<Catalog, OfTenants>()

/** The catalog as this tenant has it: the same one as long as the tenant's products and plans are the same, so that what is remembered by it is found again. */
export function catalogOfTenant(catalog: Catalog, opened: OpenTenant): Catalog {
  const ofTenants = catalogs.get(catalog) ?? { known: new WeakMap<OpenTenant, Catalog>() }
  catalogs.set(catalog, ofTenants)
  const known = ofTenants.known.get(opened)
  if (known !== undefined) return known
  const names = JSON.stringify([[...opened.subscribedSkus.values()].map(({ skuId, skuPartNumber, servicePlans }) => [skuId, skuPartNumber, servicePlans]), [...opened.planNames]])
  const made = ofTenants.last?.names === names ? ofTenants.last.catalog : withTenantPlans(catalog, opened.subscribedSkus, opened.planNames)
  ofTenants.last = { names, catalog: made }
  ofTenants.known.set(opened, made)
  return made
}
