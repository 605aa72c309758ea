import type { Guid } from '../model/catalog.js'
import type { Grant, Holding, PlansOf } from '../model/subject.js'
import type { Group, License, Path, Source, UserState } from '../model/tenant.js'

/** What all sources give one user; one object is one answer, since it never changes in place. */
export type Paths = readonly Path[]

const nothing: readonly License[] = []
const noErrors: Path['errors'] = {}

/** Direct first, then by group id. */
export const bySource = (a: Source, b: Source): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1

export function sameLicenses(a: readonly License[], b: readonly License[]): boolean {
  return a === b || (a.length === b.length && a.every((license, i) => sameLicense(license, b[i]!)))
}

export function sameLicense(a: License, b: License): boolean {
  return (
    a === b ||
    (a.skuId === b.skuId &&
      a.disabledPlans.length === b.disabledPlans.length &&
      a.disabledPlans.every((plan, i) => plan === b.disabledPlans[i]))
  )
}

/** Licences after a call: `addLicenses` replace what is there of the same product, sorted by skuId. */
export function afterCall(
  licenses: readonly License[],
  addLicenses: readonly License[],
  removeLicenses: readonly Guid[],
): readonly License[] {
  const gone = new Set([...removeLicenses, ...addLicenses.map((license) => license.skuId)])
  return [...licenses.filter((license) => !gone.has(license.skuId)), ...addLicenses].sort((a, b) =>
    a.skuId < b.skuId ? -1 : a.skuId > b.skuId ? 1 : 0,
  )
}

export function pathOf(state: UserState, source: Source): Path {
  for (const path of state.paths) if (path.source === source) return path
  return { source, effective: nothing, intended: nothing, errors: noErrors, disabled: nothing }
}

export function isFailed({ errors }: Path): boolean {
  for (const _ in errors) return true
  return false
}
export const isInStep = (path: Path): boolean => sameLicenses(path.effective, path.intended)
/** Waits, without a recorded error. */
export const isPending = (path: Path): boolean => !isFailed(path) && !isInStep(path)

const isEmpty = (path: Path): boolean =>
  path.effective.length === 0 && path.intended.length === 0 && path.disabled.length === 0 && !isFailed(path)

/** The state with one path replaced; a path without content is left out. */
export function withPath(state: UserState, path: Path): UserState {
  const others = state.paths.filter((other) => other.source !== path.source)
  if (isEmpty(path)) return { ...state, paths: others }
  return { ...state, paths: [...others, path].sort((a, b) => bySource(a.source, b.source)) }
}

const grantsByPaths = new WeakMap<readonly Path[], readonly Grant[]>()

/** What is on, by path. The same list for the same paths, so that what is remembered by it is found again. */
export function grantsOf({ paths }: UserState): readonly Grant[] {
  const known = grantsByPaths.get(paths)
  if (known) return known
  const grants = paths
    .filter((path) => path.effective.length > 0)
    .map((path) => ({ source: path.source, licenses: path.effective }))
  grantsByPaths.set(paths, grants)
  return grants
}

/** What would be on if `source` gave `licenses`. */
export function grantsWith(state: UserState, source: Source, licenses: readonly License[]): readonly Grant[] {
  const others = grantsOf(state).filter((grant) => grant.source !== source)
  if (licenses.length === 0) return others
  return [...others, { source, licenses }].sort((a, b) => bySource(a.source, b.source))
}

const none: ReadonlySet<Guid> = new Set()
const consumedByPaths = new WeakMap<Paths, ReadonlySet<Guid>>()
const plansOnPaths = new WeakMap<PlansOf, WeakMap<Paths, ReadonlySet<Guid>>>()
const enabledByLicense = new WeakMap<PlansOf, WeakMap<License, readonly Guid[]>>()

/** Products with at least one effective path: one unit each. Remembered, since paths never change in place. */
export function consumedBy(state: UserState | undefined): ReadonlySet<Guid> {
  if (!state) return none
  const known = consumedByPaths.get(state.paths)
  if (known) return known
  const consumed = new Set(state.paths.flatMap((path) => path.effective.map((license) => license.skuId)))
  consumedByPaths.set(state.paths, consumed)
  return consumed
}

/** Plans that are on, by any path. */
export function plansOn(state: UserState | undefined, plansOf: PlansOf): ReadonlySet<Guid> {
  if (!state) return none
  const memory = memoryFor(plansOnPaths, plansOf)
  const known = memory.get(state.paths)
  if (known) return known
  const on = new Set<Guid>()
  for (const path of state.paths)
    for (const license of path.effective) for (const plan of enabledPlans(license, plansOf)) on.add(plan)
  memory.set(state.paths, on)
  return on
}

/** Plans that a licence leaves on. Company plans cannot be switched off. */
export function enabledPlans(license: License, plansOf: PlansOf): readonly Guid[] {
  const memory = memoryFor(enabledByLicense, plansOf)
  const known = memory.get(license)
  if (known) return known
  const enabled = plansOf(license.skuId)
    .filter((plan) => plan.appliesTo === 'Company' || !license.disabledPlans.includes(plan.servicePlanId))
    .map((plan) => plan.servicePlanId)
  memory.set(license, enabled)
  return enabled
}

function memoryFor<K extends object, V>(memories: WeakMap<PlansOf, WeakMap<K, V>>, plansOf: PlansOf): WeakMap<K, V> {
  const memory = memories.get(plansOf) ?? new WeakMap<K, V>()
  memories.set(plansOf, memory)
  return memory
}

/** Whether a grant list gives this holding (a plan, or with `planId: null` the product) by its path. */
export function gives(grants: readonly Grant[], holding: Holding, plansOf: PlansOf): boolean {
  const license = grants
    .find((grant) => grant.source === holding.assignedByGroup)
    ?.licenses.find(({ skuId }) => skuId === holding.skuId)
  if (!license) return false
  return holding.planId === null || enabledPlans(license, plansOf).includes(holding.planId)
}

/** What a group asks for on behalf of a member: its licences, if it can license anybody at all. */
export const intentOf = (group: Group | undefined): readonly License[] =>
  group?.securityEnabled ? (group.assignedLicenses ?? nothing) : nothing

export const isDynamic = (group: Group): boolean => group.groupTypes.includes('DynamicMembership')
