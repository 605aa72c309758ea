import type { Guid } from '../model/catalog.js'
import type { AddressHolder } from '../model/tenant.js'
import { plansOn } from './paths.js'
import { splitOff, type World } from './world.js'

/** Type prefix without case, address without case: `SMTP:Ada@x.com` is `smtp:ada@x.com`. */
export const normaliseAddress = (address: string): string =>
  (address.includes(':') ? address : `smtp:${address}`).trim().toLowerCase()

export const addressesOf = (world: World, ordinal: number): readonly string[] =>
  world.addresses.get(ordinal) ?? (ordinal < world.project.tenant.users ? world.project.tenant.addressesOf(ordinal) : [])

/** Who has this address now. */
export function holdersOf(world: World, address: string): readonly AddressHolder[] {
  const snapshot = world.project.tenant
    .holdersOf(address)
    .filter((holder) => ('user' in holder ? !world.addresses.has(holder.user) && isThere(world, holder.user) : world.groups.has(holder.group)))
  const changed = [...world.addresses]
    .filter(([ordinal, addresses]) => addresses.includes(address) && isThere(world, ordinal))
    .map(([user]) => ({ user }))
  return [...snapshot, ...changed]
}

const isThere = (world: World, ordinal: number): boolean =>
  world.crowds[world.owner[ordinal]!]!.state !== undefined

const isSmtp = (address: string): boolean => address.startsWith('smtp:')

/** Objects that have one of the user's addresses as well. */
export const rivalsOf = (world: World, ordinal: number): readonly AddressHolder[] =>
  addressesOf(world, ordinal)
    .filter(isSmtp)
    .flatMap((address) => holdersOf(world, address).filter((holder) => !('user' in holder) || holder.user !== ordinal))

/** Gives a user other addresses; whoever shared the old ones or shares the new ones is looked at again. */
export function setAddresses(world: World, ordinal: number, addresses: readonly string[]): void {
  const now = addresses.map(normaliseAddress).sort()
  const touched = [...addressesOf(world, ordinal), ...now]
  world.addresses.set(ordinal, now)
  lookAgain(world, touched)
}

/** Recomputes who clashes among the holders of these addresses. */
export function lookAgain(world: World, addresses: readonly string[]): void {
  const users = new Set(
    addresses.flatMap((address) => holdersOf(world, address).flatMap((holder) => ('user' in holder ? [holder.user] : []))),
  )
  for (const ordinal of users) setClash(world, ordinal, rivalsOf(world, ordinal).length > 0)
}

export function setClash(world: World, ordinal: number, addressClash: boolean): void {
  if (world.crowds[world.owner[ordinal]!]!.state?.addressClash === addressClash) return
  const index = splitOff(world, world.owner[ordinal]!, new Set([ordinal]))
  const crowd = world.crowds[index]!
  world.crowds[index] = { ...crowd, state: { ...crowd.state!, addressClash } }
}

/** Without A-PROXY-OBJECT: whether a rival has one of the plans on that take the address. */
export function isTaken(world: World, ordinal: number): boolean {
  const plans = proxyPlans(world)
  return rivalsOf(world, ordinal).some((rival) => {
    if (!('user' in rival)) return false
    const on = plansOn(world.crowds[world.owner[rival.user]!]!.state, world.plansOf)
    return plans.some((plan) => on.has(plan))
  })
}

export const proxyPlans = (world: World): readonly Guid[] =>
  world.project.rules.rules.flatMap((rule) =>
    rule.kind === 'unique-proxy' ? rule.whenAnyPlan.flatMap((item) => (item.type === 'plan' ? [item.id] : [])) : [],
  )
