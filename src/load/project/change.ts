import type { Guid } from '../../model/catalog.js'
import type { Assignee, Change, GroupUpdate, NewGroup, NewUser, UserUpdate } from '../../model/change.js'
import type { License } from '../../model/tenant.js'
import { normalAddresses } from '../tenant/addresses.js'
import { readLicenses, readSku } from '../tenant/licenses.js'
import { problemAt } from '../text/problems.js'
import type { Path, Reading } from '../tenant/reading.js'
import { countryIn } from './rules.js'
import { compareText } from '../text/tidy.js'

type Body = Readonly<Record<string, unknown>>

/** Reads a change that fits its schema. Undefined: something in it is a problem, which was reported. */
export function readChange(body: Body, path: Path, reading: Reading): Change | undefined {
  const op = body['op'] as Change['op']
  switch (op) {
    case 'assignLicense':
      return assignLicense(body, path, reading)
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return changeMembers(op, body, path, reading)
    case 'updateUser':
      return updateUser(body, path, reading)
    case 'updateGroup':
      return updateGroup(body, path, reading)
    case 'createGroup':
      return createGroup(body['group'] as Body, [...path, 'group'], reading)
    case 'deleteGroup':
      return deleteGroup(body, path, reading)
    case 'createUser':
      return createUser(body['user'] as Body, [...path, 'user'], reading)
    case 'deleteUser':
      return deleteUser(body, path, reading)
    case 'restoreUser':
      return withUser(body, path, reading, (user) => ({ op, user }))
    case 'changeUnits':
      return changeUnits(body, path, reading)
    case 'reprocess':
      return reprocess(body, path, reading)
    default:
      return op satisfies never
  }
}

// Licences

function assignLicense(body: Body, path: Path, reading: Reading): Change | undefined {
  const to = readAssignee(body['to'] as Body, [...path, 'to'], reading)
  const earlier = to !== undefined && 'group' in to ? (reading.tenant?.groups.get(to.group)?.assignedLicenses ?? []) : []
  const added = (body['addLicenses'] ?? []) as readonly Body[]
  const addLicenses = readLicenses(added, [...path, 'addLicenses'], reading, earlier)
  const removeLicenses = readRemoved(body['removeLicenses'], [...path, 'removeLicenses'], addLicenses, reading)
  if (to === undefined || addLicenses.length < added.length || removeLicenses === undefined) return undefined
  return { op: 'assignLicense', to, addLicenses, removeLicenses }
}

function readAssignee(body: Body, path: Path, reading: Reading): Assignee | undefined {
  if (body['group'] === undefined) {
    const users = readUsers(body, path, reading)
    return users && { users }
  }
  const group = knownGroup(body['group'], [...path, 'group'], reading, 'members and licences')
  return group === undefined ? undefined : { group }
}

function readRemoved(list: unknown, path: Path, added: readonly License[], reading: Reading): readonly Guid[] | undefined {
  const handles = (list ?? []) as readonly string[]
  const found = handles.map((handle, index) => reading.product(handle, [...path, index]))
  const ids = found.filter((id) => id !== undefined)
  found.forEach((id, index) => {
    if (id === undefined) return
    if (found.indexOf(id) < index) reading.problem([...path, index], 'duplicate', `the product \`${handles[index]}\` stands twice in this list`, 'name it once')
    if (added.some(({ skuId }) => skuId === id)) reading.problem([...path, index], 'contradiction', `\`${handles[index]}\` is added and removed by the same call`, 'do one of the two')
  })
  return ids.length < handles.length ? undefined : ids
}

// Groups and users that a change names

/** A group of which a change needs to know something that the snapshot may lack. */
function knownGroup(handle: unknown, path: Path, reading: Reading, needs: 'members and licences' | 'licences' | 'nothing'): Guid | undefined {
  const id = reading.group(String(handle), path)
  const group = id === undefined ? undefined : reading.tenant?.groups.get(id)
  if (group === undefined || needs === 'nothing') return id
  if (group.assignedLicenses === undefined) reading.problem(path, 'licenses-unknown', `the snapshot does not say which licences the group \`${group.displayName}\` gives`, 'export the groups with `assignedLicenses` in their `$select`')
  if (needs === 'licences' || group.members === 'listed' || reading.assumeMembersInferred) return id
  return reading.problem(path, 'members-unknown', `the snapshot does not list the members of the group \`${group.displayName}\``, `export \`members/${id}\`, or take those who hold something by it: \`--assume-members inferred\``)
}

/** `user`, `users` or `usersFrom`: each user once, in the order given. */
function readUsers(body: Body, path: Path, reading: Reading): readonly Guid[] | undefined {
  if (body['usersFrom'] !== undefined) return readListed(String(body['usersFrom']), reading)
  if (body['user'] !== undefined) return optional(reading.user(String(body['user']), [...path, 'user']), (user) => [user])
  const handles = body['users'] as readonly string[]
  const places = handles.map((handle, index) => ({ handle, id: reading.user(handle, [...path, 'users', index]), place: () => reading.document.place([...path, 'users', index]) }))
  return eachOnce(places, reading)
}

function readListed(list: string, reading: Reading): readonly Guid[] | undefined {
  const mentions = reading.lists.get(list)
  if (mentions === undefined) return undefined
  const places = mentions.map(({ handle, place }) => {
    const found = reading.scene.user(handle)
    if ('problem' in found) reading.report(problemAt(place, found.problem.code, found.problem.message, found.problem.hint))
    return { handle, id: 'id' in found ? found.id : undefined, place: () => place }
  })
  return eachOnce(places, reading)
}

interface NamedUser {
  readonly handle: string
  readonly id: Guid | undefined
  place(): { readonly file: string; readonly line: number; readonly column: number }
}

function eachOnce(users: readonly NamedUser[], reading: Reading): readonly Guid[] | undefined {
  const ids = new Map<Guid, NamedUser>()
  for (const user of users) {
    if (user.id === undefined) continue
    const first = ids.get(user.id)
    if (first === undefined) ids.set(user.id, user)
    else reading.report(problemAt(user.place(), 'duplicate', `the user \`${user.handle}\` is named twice`, `it stands first on line ${first.place().line}; remove one of them`))
  }
  return users.some(({ id }) => id === undefined) ? undefined : [...ids.keys()]
}

function optional<T, R>(value: T | undefined, use: (value: T) => R | undefined): R | undefined {
  return value === undefined ? undefined : use(value)
}

function withUser(body: Body, path: Path, reading: Reading, make: (user: Guid) => Change | undefined): Change | undefined {
  return optional(reading.user(String(body['user']), [...path, 'user']), make)
}

// Memberships

function changeMembers(op: 'addMembers' | 'removeMembers' | 'setMembers', body: Body, path: Path, reading: Reading): Change | undefined {
  const group = knownGroup(body['group'], [...path, 'group'], reading, 'members and licences')
  const users = readUsers(body, path, reading)
  return group === undefined || users === undefined ? undefined : { op, group, users }
}

function reprocess(body: Body, path: Path, reading: Reading): Change | undefined {
  if (body['group'] === undefined) return optional(readUsers(body, path, reading), (users) => ({ op: 'reprocess', users }))
  return optional(knownGroup(body['group'], [...path, 'group'], reading, 'members and licences'), (group) => ({ op: 'reprocess', group }))
}

// Users

const ownKeys = ['accountEnabled', 'userType', 'onPremisesSyncEnabled'] as const
const notAttributes = new Set<string>(['op', 'user', 'userPrincipalName', 'usageLocation', 'proxyAddresses', 'attributes', ...ownKeys])

function updateUser(body: Body, path: Path, reading: Reading): Change | undefined {
  const set = readUserKeys(body, path, reading)
  return withUser(body, path, reading, (user) => set && { op: 'updateUser', user, set })
}

function readUserKeys(body: Body, path: Path, reading: Reading): UserUpdate | undefined {
  const given = ownKeys.filter((key) => body[key] !== undefined)
  const location = readLocation(body, path, reading)
  const attributes = readAttributes(body)
  return location && {
    ...location,
    ...Object.fromEntries(given.map((key) => [key, body[key]])),
    ...(body['proxyAddresses'] === undefined ? {} : { proxyAddresses: normalAddresses(body['proxyAddresses'] as readonly string[]) }),
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
  }
}

/** Undefined: it is no country. */
function readLocation(body: Body, path: Path, reading: Reading): { readonly usageLocation?: string | null } | undefined {
  const location = body['usageLocation'] as string | null | undefined
  if (location === undefined) return {}
  if (location === null) return { usageLocation: null }
  const found = countryIn(reading.document, location, [...path, 'usageLocation'])
  return 'id' in found ? { usageLocation: found.id } : reading.problem([...path, 'usageLocation'], found.problem.code, found.problem.message, found.problem.hint)
}

type Attributes = Readonly<Record<string, string | boolean | null>>

function readAttributes(body: Body): Attributes {
  const beside = Object.entries(body).filter(([key]) => !notAttributes.has(key)) as [string, string | null][]
  const all = Object.entries({ ...(body['attributes'] as Attributes | undefined), ...Object.fromEntries(beside) })
  return Object.fromEntries(all.sort(([a], [b]) => compareText(a, b)))
}

function createUser(body: Body, path: Path, reading: Reading): Change | undefined {
  const userPrincipalName = String(body['userPrincipalName']).trim()
  const set = readUserKeys(body, path, reading)
  const id = reading.scene.create('user', userPrincipalName)
  if (id === undefined) return reading.problem([...path, 'userPrincipalName'], 'name-taken', `there is a user \`${userPrincipalName}\` already`, 'a userPrincipalName is unique in a tenant')
  const defaults: Omit<NewUser, 'id' | 'userPrincipalName'> = { usageLocation: null, accountEnabled: true, userType: 'Member', onPremisesSyncEnabled: false, proxyAddresses: [], attributes: {} }
  return set && { op: 'createUser', user: { id, userPrincipalName, ...defaults, ...set } }
}

function deleteUser(body: Body, path: Path, reading: Reading): Change | undefined {
  return withUser(body, path, reading, (user) => {
    reading.scene.remove('user', user)
    return { op: 'deleteUser', user }
  })
}

// Groups

const groupKeys = ['displayName', 'securityEnabled', 'mailEnabled', 'groupTypes'] as const

function updateGroup(body: Body, path: Path, reading: Reading): Change | undefined {
  const set = Object.fromEntries(groupKeys.filter((key) => body[key] !== undefined).map((key) => [key, body[key]])) as GroupUpdate
  const group = knownGroup(body['group'], [...path, 'group'], reading, set.securityEnabled === undefined ? 'nothing' : 'members and licences')
  if (group !== undefined && set.displayName !== undefined) reading.scene.renameGroup(group, set.displayName)
  return group === undefined ? undefined : { op: 'updateGroup', group, set }
}

function createGroup(body: Body, path: Path, reading: Reading): Change | undefined {
  const displayName = String(body['displayName']).trim()
  const listed = (body['assignedLicenses'] ?? []) as readonly unknown[]
  const licenses = readLicenses(listed, [...path, 'assignedLicenses'], reading)
  const id = reading.scene.create('group', displayName)
  if (id === undefined) return reading.problem([...path, 'displayName'], 'name-taken', `there is a group \`${displayName}\` already`, 'give the new group a name of its own: later changes find it by this name')
  const defaults: Omit<NewGroup, 'id' | 'displayName' | 'assignedLicenses'> = { securityEnabled: true, mailEnabled: false, groupTypes: [] }
  const given = Object.fromEntries(groupKeys.filter((key) => body[key] !== undefined).map((key) => [key, body[key]]))
  const assignedLicenses = [...licenses].sort((a, b) => compareText(a.skuId, b.skuId))
  return licenses.length < listed.length ? undefined : { op: 'createGroup', group: { id, ...defaults, ...given, displayName, assignedLicenses } }
}

function deleteGroup(body: Body, path: Path, reading: Reading): Change | undefined {
  return optional(knownGroup(body['group'], [...path, 'group'], reading, 'licences'), (group) => {
    reading.scene.remove('group', group)
    return { op: 'deleteGroup', group }
  })
}

// Units

function changeUnits(body: Body, path: Path, reading: Reading): Change | undefined {
  return optional(readSku(body, path, reading), (sku) => {
    const { add, set } = body as { readonly add?: number; readonly set?: number }
    return add === undefined ? { op: 'changeUnits', sku, set: set! } : { op: 'changeUnits', sku, add }
  })
}
