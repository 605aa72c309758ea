import { play, type Checkpoint } from '../../engine/play.js'
import type { Guid } from '../../model/catalog.js'
import type { Judge } from '../../model/judge.js'
import type { Project } from '../../model/project.js'
import type { Group, UserState } from '../../model/tenant.js'
import type { Trace } from '../../model/trace.js'

/** The tenant after a step; 0: the snapshot. */
export interface Moment {
  readonly groups: ReadonlyMap<Guid, Group>
  readonly consumed: ReadonlyMap<Guid, number>
  /** Undefined: there is no such user, or no more. */
  stateOf(ordinal: number): UserState | undefined
  /** Nobody can know what this user has. */
  isOpen(ordinal: number): boolean
  units(skuId: Guid): number
  find(id: Guid): number | undefined
  idOf(ordinal: number): Guid
  /** Ordinals of direct members, ascending. */
  membersOf(group: Guid): readonly number[]
  ordinals(): Iterable<number>
}

/** Plays the plan and keeps every moment of it. */
export async function momentsOf(project: Project, judge: Judge): Promise<{ readonly trace: Trace; readonly moments: readonly Moment[] }> {
  const moments: Moment[] = []
  const trace = await play(project, judge, { keep: (step, at) => void (moments[step] = momentOf(project, at())) })
  return { trace, moments }
}

export function momentOf(project: Project, { world }: Checkpoint): Moment {
  const { crowds, owner, groups, consumed, skus, created, createdIds } = world
  // Places are kept for all users that the plan makes, before it makes them.
  const crowdOf = (ordinal: number) => (ordinal < project.tenant.users || created.has(ordinal) ? crowds[owner[ordinal] ?? -1] : undefined)
  const strict = project.settings.seats === 'strict'
  return {
    groups,
    consumed,
    stateOf: ordinal => crowdOf(ordinal)?.state,
    isOpen: ordinal => (crowdOf(ordinal)?.lots.length ?? 0) > 0,
    units: skuId => unitsOf(skus.get(skuId)?.prepaidUnits, strict),
    find: id => project.tenant.find(id) ?? createdIds.get(id),
    idOf: ordinal => created.get(ordinal)?.id ?? project.tenant.nameOf(ordinal).id,
    membersOf: group => crowds.filter(({ state }) => state?.memberOf.includes(group)).flatMap(({ members }) => [...members]).sort((a, b) => a - b),
    ordinals: function* () {
      for (const { members } of crowds) yield* members
    },
  }
}

function unitsOf(units: { readonly enabled: number; readonly warning: number } | undefined, strict: boolean): number {
  return (units?.enabled ?? 0) + (strict ? 0 : (units?.warning ?? 0))
}
