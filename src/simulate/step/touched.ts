import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import { rivalsOf } from '../addresses.js'
import { isInStep, pathOf } from '../paths.js'
import { ordinalOf, type World } from '../world.js'

/** Whom and what alone a change looks at and changes. */
export interface Touched {
  /** Indexes of crowds, ascending. */
  readonly crowds: readonly number[]
  /** Ordinals of the users whom it names, as it names them. */
  readonly named: readonly number[]
  readonly group: Guid | undefined
}

/** Undefined: it may concern anybody, or units. */
export function touchedBy(world: World, change: Change): Touched | undefined {
  switch (change.op) {
    case 'assignLicense':
      return 'group' in change.to ? everybodyUnder(world, change.to.group) : named(world, change.to.users)
    case 'addMembers':
    case 'removeMembers':
      return named(world, change.users, change.group)
    case 'setMembers':
      return together(named(world, change.users, change.group), everybodyUnder(world, change.group))
    case 'updateUser':
      return change.set.proxyAddresses ? undefined : named(world, [change.user])
    case 'updateGroup':
      return everybodyUnder(world, change.group)
    case 'createGroup':
      return everybodyUnder(world, change.group.id)
    case 'deleteGroup':
      return (world.groups.get(change.group)?.proxyAddresses.length ?? 0) > 0 ? undefined : everybodyUnder(world, change.group)
    case 'createUser':
      return change.user.proxyAddresses.length > 0 ? undefined : named(world, [change.user.id])
    case 'deleteUser':
      return rivalsOf(world, ordinalOf(world, change.user)!).length > 0 ? undefined : named(world, [change.user])
    case 'reprocess':
      return 'group' in change ? everybodyUnder(world, change.group) : named(world, change.users)
    case 'restoreUser':
    case 'changeUnits':
      return undefined
    default:
      return change satisfies never
  }
}

function named(world: World, users: readonly Guid[], group?: Guid): Touched {
  const ordinals = users.map((id) => ordinalOf(world, id)!)
  return { crowds: ascending(ordinals.map((ordinal) => world.owner[ordinal]!)), named: ordinals, group }
}

/** Members of the group, and whoever has or waits for something of it. */
function everybodyUnder({ crowds }: World, group: Guid): Touched {
  const under: number[] = []
  crowds.forEach(({ state }, index) => {
    if (state && (state.memberOf.includes(group) || !isInStep(pathOf(state, group)))) under.push(index)
  })
  return { crowds: under, named: [], group }
}

const together = (a: Touched, b: Touched): Touched => ({ ...a, crowds: ascending([...a.crowds, ...b.crowds]) })

const ascending = (indexes: readonly number[]): readonly number[] => [...new Set(indexes)].sort((a, b) => a - b)
