import type { Change } from '../../src/model/change.js'
import type { License } from '../../src/model/tenant.js'
import { groupBlocksOf, releasesOf } from './judge.js'
import { attemptAll, callDirect, giveBack, retry, stale, type Doing } from './settle.js'
import { at, effectiveOf, has, inStep, intentOf, tidy } from './world.js'
import type { Person, Source, Team, World } from './world.js'

/** Why a call was not made: a rule and its code, or the service's own reason. */
export interface Refusal {
  readonly rule: string | null
  readonly error: string | null
  readonly reason: string | null
  /** Whom a direct call was for. */
  readonly user: string | null
}

/** What became of a change: how many calls it made, and those of them that were refused. */
export interface Made {
  readonly calls: number
  readonly refusals: readonly (readonly Refusal[])[]
}

const made: Made = { calls: 1, refusals: [] }

function because(reason: string, user: string | null = null): Refusal[] {
  return [{ rule: null, error: null, reason, user }]
}

function refused(refusals: readonly Refusal[]): Made {
  return { calls: 1, refusals: [refusals] }
}

/** Makes one change and does the background work that follows from it. */
export function make(world: World, change: Change, doing: Doing): Made {
  switch (change.op) {
    case 'assignLicense':
      return 'group' in change.to
        ? assignToGroup(world, change.to.group, change, doing)
        : assignToUsers(world, change.to.users, change, doing)
    case 'addMembers':
      return moveMembers(world, change.group, change.users, [], doing)
    case 'removeMembers':
      return moveMembers(world, change.group, [], change.users, doing)
    case 'setMembers': {
      const leave = membersOf(world, change.group).filter((who) => !change.users.includes(who.id))
      return moveMembers(world, change.group, change.users, leave.map((who) => who.id), doing)
    }
    case 'updateUser':
      return updateUser(personOf(world, change.user), change.set)
    case 'updateGroup':
      return updateGroup(world, change.group, change.set, doing)
    case 'createGroup':
      return createGroup(world, change.group)
    case 'deleteGroup':
      return deleteGroup(world, change.group)
    case 'createUser':
      world.people.set(change.user.id, newPerson(change.user))
      return made
    case 'deleteUser':
      return deleteUser(world, personOf(world, change.user))
    case 'restoreUser':
      return restoreUser(world, personOf(world, change.user), doing)
    case 'changeUnits':
      return changeUnits(world, change)
    case 'reprocess':
      if ('group' in change && !world.teams.has(change.group)) return refused(because('groupDeleted'))
      return eachOf(world, 'group' in change ? membersOf(world, change.group).map((who) => who.id) : change.users, (people) =>
        reprocess(world, people, doing),
      )
    default:
      return change satisfies never
  }
}

function personOf(world: World, id: string): Person {
  const who = world.people.get(id)
  if (!who) throw new Error(`no user ${id}`)
  return who
}

function membersOf(world: World, group: string): Person[] {
  return [...world.people.values()].filter((who) => !who.deleted && who.memberOf.includes(group))
}

/** A list of users: who is deleted is refused, the others go through together. */
function eachOf(world: World, users: readonly string[], go: (people: readonly Person[]) => void): Made {
  const people = users.map((id) => personOf(world, id))
  go(people.filter((who) => !who.deleted))
  const gone = people.filter((who) => who.deleted)
  return { calls: users.length, refusals: gone.map((who) => because('userDeleted', who.id)) }
}

function updateUser(who: Person, set: Extract<Change, { op: 'updateUser' }>['set']): Made {
  if (who.deleted) return refused(because('userDeleted', who.id))
  Object.assign(who, set)
  return made
}

export function reprocess(world: World, people: readonly Person[], doing: Doing): void {
  const attempts = people
    .filter((who) => !who.deleted)
    .flatMap((who) => stale(world, who).map((source) => ({ who, source })))
  attemptAll(world, attempts, doing)
}

type Call = Extract<Change, { op: 'assignLicense' }>

function resulting(base: readonly License[], call: Call): License[] {
  const replaced = (sku: string) => call.addLicenses.some((license) => license.skuId === sku)
  const kept = base.filter((license) => !replaced(license.skuId) && !call.removeLicenses.includes(license.skuId))
  return [...kept, ...call.addLicenses.map(tidy)]
}

/** What is wrong with the products that a call names. */
function wrongProducts(world: World, licenses: readonly License[], user: string | null): Refusal[] {
  return licenses.flatMap((license) => {
    const stock = world.stock.get(license.skuId)
    if (!stock?.owned) return because('unknownSku', user)
    const ships = (plan: string) => stock.plans.some((one) => one.id === plan)
    return license.disabledPlans.every(ships) ? [] : because('planNotInSku', user)
  })
}

function assignToGroup(world: World, id: string, call: Call, doing: Doing): Made {
  const team = world.teams.get(id)
  if (!team) return refused(because('groupDeleted'))
  const missing = call.removeLicenses.filter((sku) => !team.licenses.some((license) => license.skuId === sku))
  const wrong = [...wrongProducts(world, call.addLicenses, null), ...missing.flatMap(() => because('notHeld'))]
  if (wrong.length > 0) return refused(wrong)
  const after = resulting(team.licenses, call)
  const blocks = groupBlocksOf(world, id, team.licenses, after)
  if (blocks.length > 0)
    return refused(blocks.map(({ rule, error }) => ({ rule: rule.id, error, reason: null, user: null })))
  team.licenses = after
  attemptAll(world, concernedBy(world, id), doing)
  retry(world, doing)
  return made
}

/** Every member, and everybody else whose source of that group is out of step. */
function concernedBy(world: World, group: string): { who: Person; source: Source }[] {
  return [...world.people.values()]
    .filter((who) => !who.deleted && (who.memberOf.includes(group) || !inStep(world, who, group)))
    .map((who) => ({ who, source: group }))
}

function assignToUsers(world: World, users: readonly string[], call: Call, doing: Doing): Made {
  const refusals = users.map((id) => assignToUser(world, personOf(world, id), call, doing))
  return { calls: users.length, refusals: refusals.filter((list) => list.length > 0) }
}

function assignToUser(world: World, who: Person, call: Call, doing: Doing): Refusal[] {
  if (who.deleted) return because('userDeleted', who.id)
  const asked = intentOf(world, who, null)
  const missing = call.removeLicenses.filter((sku) => ![...asked, ...effectiveOf(who, null)].some((one) => one.skuId === sku))
  const wrong = [
    ...wrongProducts(world, call.addLicenses, who.id),
    ...missing.flatMap((sku) => because(inherits(world, who, sku) ? 'inherited' : 'notHeld', who.id)),
  ]
  if (wrong.length > 0) return wrong
  const blames = callDirect(world, who, resulting(asked, call), doing) ?? []
  return blames.map(({ rule, error }) => ({ rule, error, reason: null, user: who.id }))
}

/** Whether a group gives, or is meant to give, a product to the user. */
function inherits(world: World, who: Person, sku: string): boolean {
  return has(who, sku) || who.memberOf.some((group) => intentOf(world, who, group).some((license) => license.skuId === sku))
}

function moveMembers(world: World, id: string, join: readonly string[], leave: readonly string[], doing: Doing): Made {
  const team = world.teams.get(id)
  if (!team) return refused(because('groupDeleted'))
  if (team.dynamic) return refused(because('dynamicGroup'))
  if (team.onPremises) return refused(because('onPremisesGroup'))
  const named = [...join, ...leave]
  return eachOf(world, named, (people) => {
    const leaving = people.filter((who) => leave.includes(who.id) && who.memberOf.includes(id))
    const joining = people.filter((who) => join.includes(who.id) && !who.memberOf.includes(id))
    for (const who of leaving) who.memberOf = who.memberOf.filter((group) => group !== id)
    for (const who of joining) who.memberOf.push(id)
    for (const some of [leaving, joining]) attemptAll(world, some.map((who) => ({ who, source: id })), doing)
    retry(world, doing)
  })
}

function updateGroup(world: World, id: string, set: Extract<Change, { op: 'updateGroup' }>['set'], doing: Doing): Made {
  const team = world.teams.get(id)
  if (!team) return refused(because('groupDeleted'))
  const opens = set.securityEnabled === true && !team.securityEnabled
  team.securityEnabled = set.securityEnabled ?? team.securityEnabled
  if (set.groupTypes) team.dynamic = set.groupTypes.includes('DynamicMembership')
  if (opens) attemptAll(world, concernedBy(world, id), doing)
  return made
}

function createGroup(world: World, group: Extract<Change, { op: 'createGroup' }>['group']): Made {
  const wrong = wrongProducts(world, group.assignedLicenses, null)
  if (wrong.length > 0) return refused(wrong)
  const blocks = groupBlocksOf(world, group.id, [], group.assignedLicenses)
  if (blocks.length > 0)
    return refused(blocks.map(({ rule, error }) => ({ rule: rule.id, error, reason: null, user: null })))
  const team: Team = {
    id: group.id,
    licenses: group.assignedLicenses.map(tidy),
    securityEnabled: group.securityEnabled,
    dynamic: group.groupTypes.includes('DynamicMembership'),
    onPremises: false,
    proxyAddresses: [],
  }
  world.teams.set(group.id, team)
  return made
}

function deleteGroup(world: World, id: string): Made {
  const team = world.teams.get(id)
  if (!team) return refused(because('groupDeleted'))
  if (team.licenses.length > 0) return refused(because('groupIsLicensed'))
  world.teams.delete(id)
  for (const who of world.people.values()) who.memberOf = who.memberOf.filter((group) => group !== id)
  return made
}

function newPerson(user: Extract<Change, { op: 'createUser' }>['user']): Person {
  return {
    id: user.id,
    usageLocation: user.usageLocation,
    accountEnabled: user.accountEnabled,
    userType: user.userType,
    proxyAddresses: [...user.proxyAddresses],
    memberOf: [],
    sources: new Map(),
    deleted: false,
  }
}

function deleteUser(world: World, who: Person): Made {
  if (who.deleted) return refused(because('userDeleted', who.id))
  for (const [source, held] of who.sources) {
    giveBack(world, releasesOf(who, source, []))
    Object.assign(held, { effective: [], codes: {}, blames: [] })
  }
  who.deleted = true
  return made
}

function restoreUser(world: World, who: Person, doing: Doing): Made {
  if (!who.deleted) return refused(because('notDeleted', who.id))
  who.deleted = false
  at(who.sources, null)
  attemptAll(world, [null, ...who.memberOf].map((source) => ({ who, source })), doing)
  return made
}

function changeUnits(world: World, change: Extract<Change, { op: 'changeUnits' }>): Made {
  const stock = world.stock.get(change.sku)
  if (!stock?.owned) return refused(because('unknownSku'))
  const enabled = 'set' in change ? change.set : stock.enabled + change.add
  if (enabled < 0) return refused(because('unitsBelowZero'))
  stock.enabled = enabled
  return made
}
