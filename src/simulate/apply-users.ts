import type { Guid } from '../model/catalog.js'
import type { NewUser, UserUpdate } from '../model/change.js'
import type { Group, Path, Source, UserState } from '../model/tenant.js'
import type { StepOutcome } from '../model/trace.js'
import { addressesOf, lookAgain, setAddresses } from './addresses.js'
import { restand } from './causes.js'
import { bySource, intentOf } from './paths.js'
import { accepted, refuse } from './refuse.js'
import { settle } from './settle.js'
import { ordinalOf, put, splitOff, type Asking, type World } from './world.js'

export function updateUser(world: World, id: Guid, set: UserUpdate): StepOutcome {
  const ordinal = ordinalOf(world, id)!
  const index = splitOff(world, world.owner[ordinal]!, new Set([ordinal]))
  const crowd = world.crowds[index]!
  if (!crowd.state) return refuse(world, 'userDeleted', {}, [ordinal])
  const { proxyAddresses, attributes, ...plain } = set
  const state = { ...crowd.state, ...plain, attributes: { ...crowd.state.attributes, ...attributes } }
  world.crowds[index] = { ...crowd, state }
  if (proxyAddresses) setAddresses(world, ordinal, proxyAddresses)
  return accepted
}

export function createUser(world: World, user: NewUser): StepOutcome {
  const index = world.owner[ordinalOf(world, user.id)!]!
  const crowd = world.crowds[index]!
  if (crowd.before || crowd.state) return refuse(world, 'nameTaken', {})
  const { usageLocation, accountEnabled, userType, onPremisesSyncEnabled, attributes } = user
  const state: UserState = {
    usageLocation,
    accountEnabled,
    userType,
    onPremisesSyncEnabled,
    addressClash: false,
    memberOf: [],
    paths: [],
    attributes,
  }
  world.crowds[index] = { ...crowd, state, remembered: undefined }
  if (user.proxyAddresses.length > 0) setAddresses(world, crowd.members[0]!, user.proxyAddresses)
  return accepted
}

/** Frees its seats at once; what stood on it ends. */
export function deleteUser(world: World, id: Guid): StepOutcome {
  const ordinal = ordinalOf(world, id)!
  const index = splitOff(world, world.owner[ordinal]!, new Set([ordinal]))
  const crowd = world.crowds[index]!
  if (!crowd.state) return refuse(world, 'userDeleted', {}, [ordinal])
  put(world, index, {
    ...crowd,
    state: undefined,
    remembered: crowd.state,
    standings: restand(crowd.standings, () => true, [], world.step),
    undetermined: new Map(),
  })
  lookAgain(world, addressesOf(world, ordinal))
  return accepted
}

/** Its direct licences and memberships come back and are all attempted again. */
export function* restoreUser(world: World, id: Guid): Asking<StepOutcome> {
  const ordinal = ordinalOf(world, id)!
  const index = world.owner[ordinal]!
  const crowd = world.crowds[index]!
  if (!crowd.remembered || crowd.state) return refuse(world, 'notDeleted', {}, [ordinal])
  world.crowds[index] = { ...crowd, state: comeBack(world, crowd.remembered), remembered: undefined }
  lookAgain(world, addressesOf(world, ordinal))
  for (const source of sourcesOf(world.crowds[index]!.state!)) yield* settle(world, source, [index])
  return accepted
}

function comeBack(world: World, state: UserState): UserState {
  const memberOf = state.memberOf.filter((id) => world.groups.has(id))
  const direct = state.paths.filter((path) => path.source === null)
  const paths: Path[] = [
    ...direct.map((path) => ({ ...path, effective: [], errors: {} })),
    ...memberOf.map((id) => pathFrom(id, world.groups.get(id))),
  ]
  return { ...state, memberOf, paths: paths.filter((path) => path.intended.length > 0).sort((a, b) => bySource(a.source, b.source)) }
}

const pathFrom = (source: Source, group: Group | undefined): Path => ({
  source,
  effective: [],
  intended: intentOf(group),
  errors: {},
  disabled: [],
})

const sourcesOf = (state: UserState): readonly Source[] => state.paths.map((path) => path.source)
