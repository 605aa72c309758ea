import type { UserState } from '../model/tenant.js'
import type { Standing } from '../model/trace.js'
import type { Memory } from './memory.js'
import { onceFor } from '../once.js'
import type { Crowd, World } from './world.js'

const seen = onceFor((_: Memory) => new WeakMap<UserState, Crowd[]>())

/** Crowds that are as in an earlier snapshot are the same ones, so that what steps made of them then is found again. */
export function recognise(world: World): void {
  const known = seen(world.memory)
  world.crowds.forEach((crowd, index) => {
    if (crowd.state === undefined) return
    const before = known.get(crowd.state) ?? []
    const same = before.find((other) => isSame(other, crowd))
    if (same) world.crowds[index] = same
    else known.set(crowd.state, [crowd, ...before.slice(0, mostAlike - 1)])
  })
}

/** Snapshots that are remembered of users of one state, who may be more or fewer each time. */
const mostAlike = 4

const isSame = (a: Crowd, b: Crowd): boolean => a.before === b.before && areEqual(a.members, b.members) && standingsText(a.standings) === standingsText(b.standings)

const areEqual = (a: Uint32Array, b: Uint32Array): boolean => a.length === b.length && a.every((one, index) => one === b[index])

const standingsText = onceFor((standings: readonly Standing[]): string => JSON.stringify(standings))
