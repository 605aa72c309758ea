import type { AddressHolder } from '../model/tenant.js'
import type { Scene } from './scene.js'

/** Addresses of a user, as the tenant stands in the scene. */
export const addressesOf = ({ trace, situation: { project } }: Scene, ordinal: number): readonly string[] =>
  trace.addresses.get(ordinal) ?? (ordinal < project.tenant.users ? project.tenant.addressesOf(ordinal) : [])

/** Those of them that somebody else has, too. */
export const sharedBy = (scene: Scene, ordinal: number): readonly string[] =>
  addressesOf(scene, ordinal).filter((address) => address.startsWith('smtp:') && othersWith(scene, ordinal, address).length > 0)

function othersWith({ trace, situation }: Scene, ordinal: number, address: string): readonly AddressHolder[] {
  const changed = [...trace.addresses].filter(([, some]) => some.includes(address)).map(([user]) => ({ user }))
  const snapshot = situation.project.tenant.holdersOf(address).filter((one) => !('user' in one) || !trace.addresses.has(one.user))
  return [...snapshot, ...changed].filter((one) => !('user' in one) || one.user !== ordinal)
}

/** The other holders of the addresses of these users, where they are users; ascending. */
export function rivalsOf(scene: Scene, users: readonly number[]): readonly number[] {
  const own = new Set(users)
  const found = users.flatMap((ordinal) =>
    sharedBy(scene, ordinal).flatMap((address) => othersWith(scene, ordinal, address).flatMap((one) => ('user' in one ? [one.user] : []))),
  )
  return [...new Set(found)].filter((ordinal) => !own.has(ordinal)).sort((a, b) => a - b)
}
