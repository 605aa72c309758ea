import type { Case } from '../case.js'
import { list } from '../../explain/situation.js'
import type { AddressHolder } from '../../model/tenant.js'
import { move, type Move } from '../move.js'
import { disablePlans, leaveGroup } from '../offer.js'

/** Ways out of an address that two objects have: take it off one of them, or do without the plan that needs it. */
export async function addressMoves(the: Case): Promise<readonly Move[]> {
  const { evidence, source } = the.found.cause
  if (evidence.kind !== 'unique-proxy') return []
  const moves: Move[] = [...takeOff(the, the.users), ...takeOff(the, rivals(the))]
  for (const { assignedByGroup, skuId, planId } of evidence.holdings)
    if (planId !== null) moves.push(...(await disablePlans(the, assignedByGroup, skuId, [planId])))
  if (source) moves.push(...leaveGroup(the, source))
  return moves
}

/** Leaves these users only the addresses that nobody else has. */
function takeOff(the: Case, users: readonly number[]): readonly Move[] {
  const { scene } = the
  const clashing = users.filter((ordinal) => shared(the, ordinal).length > 0)
  if (clashing.length === 0) return []
  const synced = clashing.some((ordinal) => scene.stateOf(ordinal)?.onPremisesSyncEnabled)
  const who = clashing.map((ordinal) => {
    const addresses = shared(the, ordinal).map((address) => address.replace(/^smtp:/, ''))
    return `${list(addresses)} off ${scene.situation.person(ordinal).userPrincipalName}`
  })
  return [
    move({
      kind: 'updateUser',
      title: `take ${list(who)}${synced ? ', on-premises' : ''}`,
      step: scene.step,
      deeds: clashing.map((ordinal) => ({
        type: 'update',
        users: [ordinal],
        set: { proxyAddresses: addressesOf(the, ordinal).filter((address) => !shared(the, ordinal).includes(address)) },
      })),
      asks: synced ? ['needs-decision', 'on-premises'] : ['needs-decision'],
    }),
  ]
}

const addressesOf = ({ scene }: Case, ordinal: number): readonly string[] =>
  scene.trace.addresses.get(ordinal) ?? (ordinal < scene.situation.project.tenant.users ? scene.situation.project.tenant.addressesOf(ordinal) : [])

const shared = (the: Case, ordinal: number): readonly string[] =>
  addressesOf(the, ordinal).filter((address) => address.startsWith('smtp:') && others(the, ordinal, address).length > 0)

function others({ scene }: Case, ordinal: number, address: string): readonly AddressHolder[] {
  const changed = [...scene.trace.addresses].filter(([, some]) => some.includes(address)).map(([user]) => ({ user }))
  const snapshot = scene.situation.project.tenant.holdersOf(address).filter((one) => !('user' in one) || !scene.trace.addresses.has(one.user))
  return [...snapshot, ...changed].filter((one) => !('user' in one) || one.user !== ordinal)
}

/** The other holders, where they are users. */
function rivals(the: Case): readonly number[] {
  const own = new Set(the.users)
  const found = the.users.flatMap((ordinal) =>
    shared(the, ordinal).flatMap((address) => others(the, ordinal, address).flatMap((one) => ('user' in one ? [one.user] : []))),
  )
  return [...new Set(found)].filter((ordinal) => !own.has(ordinal)).sort((a, b) => a - b)
}
