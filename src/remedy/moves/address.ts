import type { Case } from '../case.js'
import { list } from '../../explain/situation.js'
import { move, type Move } from '../move.js'
import { disablePlans, leaveGroup } from '../offer.js'
import { addressesOf, rivalsOf, sharedBy } from '../rivals.js'

/** Ways out of an address that two objects have: take it off one of them, or do without the plan that needs it. */
export async function addressMoves(the: Case): Promise<readonly Move[]> {
  const { evidence, source } = the.found.cause
  if (evidence.kind !== 'unique-proxy') return []
  const moves: Move[] = [...takeOff(the, the.users), ...takeOff(the, rivalsOf(the.scene, the.users))]
  for (const { assignedByGroup, skuId, planId } of evidence.holdings)
    if (planId !== null) moves.push(...(await disablePlans(the, assignedByGroup, skuId, [planId])))
  if (source) moves.push(...leaveGroup(the, source))
  return moves
}

/** Leaves these users only the addresses that nobody else has. */
function takeOff(the: Case, users: readonly number[]): readonly Move[] {
  const { scene } = the
  const clashing = users.filter((ordinal) => sharedBy(scene, ordinal).length > 0)
  if (clashing.length === 0) return []
  const synced = clashing.some((ordinal) => scene.stateOf(ordinal)?.onPremisesSyncEnabled)
  const who = clashing.map((ordinal) => {
    const addresses = sharedBy(scene, ordinal).map((address) => address.replace(/^smtp:/, ''))
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
        set: { proxyAddresses: addressesOf(scene, ordinal).filter((address) => !sharedBy(scene, ordinal).includes(address)) },
      })),
      asks: synced ? ['needs-decision', 'on-premises'] : ['needs-decision'],
    }),
  ]
}
