import type { GroupLine, SeatLine } from '../model/report.js'
import type { Group, Path, UserState } from '../model/tenant.js'
import type { Situation } from './situation.js'

/** Seats of every subscribed product before and after, sorted by part number. */
export const seatsOf = ({ trace }: Situation): readonly SeatLine[] =>
  trace.seats
    .map((sku) => ({
      skuId: sku.skuId,
      skuPartNumber: sku.skuPartNumber,
      enabled: sku.enabled,
      warning: sku.warning,
      consumed: { before: sku.consumedBefore, after: sku.consumedAfter },
      free: { before: sku.unitsBefore - sku.consumedBefore, after: sku.unitsAfter - sku.consumedAfter },
      short: sku.short,
      pending: sku.pending,
    }))
    .sort((a, b) => compare(a.skuPartNumber, b.skuPartNumber) || compare(a.skuId, b.skuId))

/** Groups that assign licences, before or after, sorted by displayName. */
export function groupsOf(situation: Situation): readonly GroupLine[] {
  const { trace, project } = situation
  const all = new Map([...project.tenant.groups, ...trace.groups])
  const counts = countsOf(situation)
  return [...all.values()]
    .filter((group) => isLicensed(group) || isLicensed(project.tenant.groups.get(group.id)))
    .map((group) => ({
      id: group.id,
      displayName: group.displayName,
      licenses: (group.assignedLicenses ?? []).map((license) => situation.names.product(license.skuId)).sort(),
      ...(counts.get(group.id) ?? { members: 0, usersInError: { before: 0, after: 0 } }),
    }))
    .sort((a, b) => compare(a.displayName, b.displayName) || compare(a.id, b.id))
}

const isLicensed = (group: Group | undefined): boolean => (group?.assignedLicenses?.length ?? 0) > 0

interface Counts {
  members: number
  readonly usersInError: { before: number; after: number }
}

function countsOf({ trace, project: { tenant: { variants } } }: Situation): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Counts>()
  const of = (id: string): Counts => {
    const known = counts.get(id) ?? { members: 0, usersInError: { before: 0, after: 0 } }
    counts.set(id, known)
    return known
  }
  /** Who is in a group that stands in for others is in some of these. */
  const countHidden = (members: Uint32Array, { memberOf }: UserState): void => {
    const { variantOf } = trace
    const standIns = memberOf.filter((id) => variants!.standsIn(id))
    if (standIns.length === 0) return
    for (const ordinal of members) {
      let hides = false
      variants!.eachGroup(variantOf!(ordinal), (id) => {
        of(id).members++
        hides = true
      })
      if (hides) for (const id of standIns) of(id).members--
    }
  }
  for (const { members, before, after } of trace.cohorts) {
    for (const id of after?.memberOf ?? []) of(id).members += members.length
    if (variants !== undefined && after !== undefined) countHidden(members, after)
    for (const id of sourcesInError(before)) of(id).usersInError.before += members.length
    for (const id of sourcesInError(after)) of(id).usersInError.after += members.length
  }
  return counts
}

const sourcesInError = (state: UserState | undefined): readonly string[] =>
  (state?.paths ?? []).filter(isFailed).flatMap(({ source }) => (source === null ? [] : [source]))

const isFailed = (path: Path): boolean => Object.keys(path.errors).length > 0

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
