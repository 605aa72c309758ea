import type { Guid } from '../model/catalog.js'
import type { License, Path, Source } from '../model/tenant.js'
import type { Standing } from '../model/trace.js'
import { causeAssuming, causeOf, codeOf, firstCode, restand, type Blame } from './causes.js'
import { nextState } from './memory.js'
import { pathOf } from './paths.js'
import { remarkUsers } from './remarks.js'
import { openedOnce } from './opened.js'
import { assumes, put, type Crowd, type World } from './world.js'

export function succeed(world: World, index: number, source: Source): void {
  const crowd = world.crowds[index]!
  const path = pathOf(crowd.state!, source)
  remarkUsers(world, crowd.state!, path, crowd.members.length)
  put(world, index, {
    ...crowd,
    lostAt: lostAt(world, crowd, path, path.intended),
    state: nextState(world.memory, crowd.state!, { ...path, effective: path.intended, errors: {} }),
    standings: restand(crowd.standings, onPath(source), [], world.step),
    undetermined: without(crowd.undetermined, source),
  })
}

/** Records the codes and what stands; what is on stays on, as far as the assumptions say. */
export function fail(world: World, index: number, source: Source, blames: readonly Blame[]): void {
  const crowd = world.crowds[index]!
  const path = pathOf(crowd.state!, source)
  const errors: Record<Guid, string> = {}
  for (const { violation, skuIds } of blames)
    for (const skuId of skuIds) errors[skuId] = firstCode(errors[skuId], codeOf(violation)!)
  const effective = kept(world, path, errors, blames)
  put(world, index, {
    ...crowd,
    lostAt: lostAt(world, crowd, path, effective),
    state: nextState(world.memory, crowd.state!, { ...path, effective, errors }),
    standings: restand(crowd.standings, onPath(source), standingsOf(world, path, source, blames), world.step),
    undetermined: without(crowd.undetermined, source),
  })
}

/** This step, if a group source loses a holding by it. */
function lostAt(world: World, crowd: Crowd, { source, effective }: Path, now: readonly License[]): number {
  if (source === null) return crowd.lostAt
  const keeps = effective.every((license) => {
    const on = now.find((other) => other.skuId === license.skuId)
    return on !== undefined && on.disabledPlans.every((plan) => license.disabledPlans.includes(plan))
  })
  return keeps ? crowd.lostAt : world.step
}

/** What stays on after a failure (A-SIBLINGS-STAY, A-LEAVE-ALL): nothing that may not be taken away goes, whatever else was asked for. */
function kept(world: World, { effective, intended }: Path, errors: Readonly<Record<Guid, string>>, blames: readonly Blame[]): readonly License[] {
  if (!blames.some(isBlockedRemoval)) return assumes(world, 'A-SIBLINGS-STAY') ? effective : []
  if (assumes(world, 'A-LEAVE-ALL') || !blames.every(isBlockedRemoval)) return effective
  return effective.filter(({ skuId }) => errors[skuId] !== undefined || intended.some((other) => other.skuId === skuId))
}

/** Something else needs what would go. */
const isBlockedRemoval = ({ violation: { evidence } }: Blame): boolean => evidence.kind === 'prerequisite' && evidence.direction === 'remove'

function standingsOf(world: World, path: Path, source: Source, blames: readonly Blame[]): readonly Standing[] {
  const assumptions = assumptionsOf(path, blames)
  return blames.flatMap(({ violation, skuIds }) =>
    skuIds.map((skuId) => openedOnce(world, causeAssuming(causeOf(violation, 'user', source, skuId), assumptions))),
  )
}

/** The choices that decide what a failure leaves behind. */
function assumptionsOf({ effective, intended }: Path, blames: readonly Blame[]): readonly string[] {
  const siblings = new Set([...effective, ...intended].map((license) => license.skuId)).size > 1
  const ids: string[] = []
  if (siblings) ids.push('A-SIBLINGS-OTHER')
  if (siblings && blames.every(isBlockedRemoval)) ids.push('A-LEAVE-ALL')
  if (effective.length > 0 && !blames.some(isBlockedRemoval)) ids.push('A-SIBLINGS-STAY')
  return ids
}

/** Standings about the rows of one source. */
export const onPath =
  (source: Source) =>
  (standing: Standing): boolean =>
    standing.cause.scope === 'user' && standing.cause.error !== null && standing.cause.source === source

export function without<T>(rows: ReadonlyMap<string, T>, source: Source): ReadonlyMap<string, T> {
  if (rows.size === 0) return rows
  return new Map([...rows].filter(([key]) => !key.startsWith(`${source ?? ''}|`)))
}
