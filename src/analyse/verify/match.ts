import type { Guid } from '../../model/catalog.js'
import type { Group, Tenant } from '../../model/tenant.js'
import type { Prediction } from './predict.js'

/** Who is who in a later export: ids, and for what the plan made names, since Graph gave it an id that nobody could foresee. */
export interface Matching {
  /** The later ordinal of a user of the prediction. */
  user(ordinal: number): number | undefined
  /** What the prediction calls a group of the later export. */
  group(id: Guid): Guid
  /** Users of the later export of whom the prediction knows nothing. */
  readonly strangers: readonly number[]
}

export function matchOf(prediction: Prediction, after: Tenant): Matching {
  const { trace, project, person } = prediction.situation
  const made = new Map([...trace.groups.values()].filter(({ id }) => !project.tenant.groups.has(id)).flatMap(group => laterIds(group, after, project.tenant)))
  const created = new Map([...trace.created].map(([ordinal, { userPrincipalName }]) => [ordinal, only(after.findByName(userPrincipalName))]))
  const later = new Set(created.values())
  return {
    user: ordinal => (created.has(ordinal) ? created.get(ordinal) : after.find(person(ordinal).id)),
    group: id => made.get(id) ?? id,
    strangers: Array.from({ length: after.users }, (_, ordinal) => ordinal).filter(ordinal => !later.has(ordinal) && project.tenant.find(after.nameOf(ordinal).id) === undefined),
  }
}

function laterIds(made: Group, after: Tenant, before: Tenant): readonly (readonly [Guid, Guid])[] {
  const found = only([...after.groups.values()].filter(({ id, displayName }) => displayName === made.displayName && !before.groups.has(id)))
  return found === undefined ? [] : [[found.id, made.id]]
}

function only<T>(some: readonly T[]): T | undefined {
  return some.length === 1 ? some[0] : undefined
}
