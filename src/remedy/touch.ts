import type { Found } from '../explain/findings.js'
import type { Guid } from '../model/catalog.js'
import type { Deed, Move } from './move.js'
import { usersOf, type Scene } from './scene.js'

interface Touched {
  readonly users: ReadonlySet<number>
  readonly groups: ReadonlySet<Guid>
  readonly skus: ReadonlySet<Guid>
}

/** Whether a move can change anything that a finding rests on: its users, their groups, its group, the seats of its products, its step. */
export function bearsOn(move: Move, found: Found, scene: Scene): boolean {
  const touched = touches(move)
  const users = usersOf(found)
  if (move.step === scene.step && (move.kind === 'reorder' || move.kind === 'oneCall' || move.kind === 'changeCall')) return true
  if (users.some((ordinal) => touched.users.has(ordinal))) return true
  if (found.cause.error === 'CountViolation' && found.skus.some((sku) => touched.skus.has(sku.skuId))) return true
  const { source } = found.cause
  if (source && touched.groups.has(source)) return true
  return users.some((ordinal) => scene.stateOf(ordinal)?.memberOf.some((group) => touched.groups.has(group)))
}

function touches({ deeds }: Move): Touched {
  return {
    users: new Set(deeds.flatMap(usersIn)),
    groups: new Set(deeds.flatMap(groupsIn)),
    skus: new Set(deeds.flatMap(skusIn)),
  }
}

function usersIn(deed: Deed): readonly number[] {
  if ('users' in deed) return deed.users
  return 'target' in deed && 'users' in deed.target ? deed.target.users : []
}

function groupsIn(deed: Deed): readonly Guid[] {
  if ('group' in deed) return [deed.group]
  return 'target' in deed && 'group' in deed.target ? [deed.target.group] : []
}

function skusIn(deed: Deed): readonly Guid[] {
  if ('license' in deed) return [deed.license.skuId]
  return 'skuId' in deed ? [deed.skuId] : []
}
