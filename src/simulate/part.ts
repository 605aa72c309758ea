import type { Checkpoint } from './simulate.js'
import type { World, WorldStanding } from './world.js'

/** No crowd: the owner of users who are left out. */
export const nobody = 0xffffffff

/**
 * The checkpoint with only these crowds in it. Played on from here, they fare as they do among all, as long as nobody who is left
 * out competes with them for units or shares an address with them. `lots`: how many numbers of lots are taken.
 */
export function partOf({ world, judged, before, outcomes }: Checkpoint, indexes: readonly number[], lots: number): Checkpoint {
  const crowds = indexes.map((index) => world.crowds[index]!)
  const owner = new Uint32Array(world.owner.length).fill(nobody)
  crowds.forEach(({ members }, index) => members.forEach((ordinal) => (owner[ordinal] = index)))
  const users = new Map(crowds.flatMap(({ members: [first] }) => (judged.users.has(first!) ? [[first!, judged.users.get(first!)] as const] : [])))
  const part = { ...world, crowds, owner, lots, standings: [] }
  return { world: { ...part, standings: standingsOf(world, part) }, judged: { users, seen: [], others: judged.others }, before, outcomes }
}

/** What concerns nobody, and what concerns these, of these alone. */
const standingsOf = ({ standings }: World, part: Pick<World, 'owner'>): WorldStanding[] =>
  standings.flatMap((one) => {
    if (one.users.length === 0) return [one]
    const users = one.users.filter((ordinal) => part.owner[ordinal] !== nobody)
    return users.length === 0 ? [] : [{ ...one, users }]
  })
