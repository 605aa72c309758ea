import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import { addressesOf, normaliseAddress } from '../../simulate/addresses.js'
import { ordinalOf, type World } from '../../simulate/world.js'
import { usersNamed } from './reach.js'

/** Users whose addresses some of these changes may free or take, with all who share one with them at any of the steps, and so on. */
export function sharingAddresses(world: World, changes: readonly Change[], steps: readonly Change[]): ReadonlySet<number> {
  const sharing = new Set<number>()
  const open = [...firstUsers(world, changes)]
  if (open.length === 0) return sharing
  const now = givenAddresses(world, steps)
  for (let user = open.pop(); user !== undefined; user = open.pop()) {
    if (sharing.has(user)) continue
    sharing.add(user)
    for (const address of [...addressesOf(world, user), ...snapshotAddresses(world, user), ...(now.byUser.get(user) ?? [])]) open.push(...holders(world, address, now))
  }
  return sharing
}

interface Given {
  readonly byUser: ReadonlyMap<number, readonly string[]>
  readonly byAddress: ReadonlyMap<string, readonly number[]>
}

const snapshotAddresses = ({ project: { tenant } }: World, user: number): readonly string[] => (user < tenant.users ? tenant.addressesOf(user) : [])

const holders = (world: World, address: string, { byAddress }: Given): readonly number[] => [
  ...world.project.tenant.holdersOf(address).flatMap((holder) => ('user' in holder ? [holder.user] : [])),
  ...(byAddress.get(address) ?? []),
]

/** What the changes, and the steps before, give as addresses. */
function givenAddresses(world: World, changes: readonly Change[]): Given {
  const given = [...world.addresses, ...changes.flatMap((change) => addressesIn(world, change))]
  const byUser = new Map<number, string[]>()
  const byAddress = new Map<string, number[]>()
  for (const [user, addresses] of given)
    for (const address of addresses) {
      byUser.set(user, [...(byUser.get(user) ?? []), address])
      byAddress.set(address, [...(byAddress.get(address) ?? []), user])
    }
  return { byUser, byAddress }
}

function addressesIn(world: World, change: Change): readonly (readonly [number, readonly string[]])[] {
  const addresses = change.op === 'updateUser' ? change.set.proxyAddresses : change.op === 'createUser' ? change.user.proxyAddresses : undefined
  const user = ordinalOf(world, usersNamed(change)[0] ?? '')
  return addresses === undefined || user === undefined ? [] : [[user, addresses.map(normaliseAddress)]]
}

function firstUsers(world: World, changes: readonly Change[]): readonly number[] {
  return changes.flatMap((change) => {
    if (change.op === 'deleteGroup') return groupHolders(world, change.group)
    const isAbout = change.op === 'createUser' || change.op === 'deleteUser' || change.op === 'restoreUser' || (change.op === 'updateUser' && change.set.proxyAddresses !== undefined)
    return isAbout ? usersNamed(change).flatMap((id) => ordinalOf(world, id) ?? []) : []
  })
}

const groupHolders = (world: World, id: Guid): readonly number[] =>
  (world.groups.get(id)?.proxyAddresses ?? []).flatMap((address) =>
    world.project.tenant.holdersOf(normaliseAddress(address)).flatMap((holder) => ('user' in holder ? [holder.user] : [])),
  )
