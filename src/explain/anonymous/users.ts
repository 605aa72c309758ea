import { derivedId } from '../../load/text/derived-id.js'
import type { Guid } from '../../model/catalog.js'
import type { NewUser } from '../../model/change.js'
import type { Project } from '../../model/project.js'
import type { Tenant, UserName } from '../../model/tenant.js'
import { ordinal, ordinalId } from './ordinals.js'

/** Users by ordinals, in the order of their ids. */
export interface UserNames {
  userId(id: Guid): Guid
  /** The new names of a user whom the plan creates. */
  newUser(id: Guid): UserName
  /** A tenant's users, under their new names. */
  usersIn(tenant: Tenant): Pick<Tenant, 'find' | 'findByName' | 'nameOf'>
}

/** One count over both exports where there are two, so that a user has one name in them. */
export function usersOf({ tenant, plan }: Project, later: Tenant | undefined): UserNames {
  const count = countOf(tenant, later)
  const created = createdUsers(plan?.steps.flatMap(({ change }) => (change.op === 'createUser' ? [change.user] : [])) ?? [], tenant, later, count)
  const nameAt = (at: number): string => ordinal('user', at, count.all + created.size)
  const newUser: UserNames['newUser'] = id => {
    const userPrincipalName = nameAt(created.get(id)!)
    return { id: derivedId('user', userPrincipalName), userPrincipalName }
  }
  return {
    userId(id) {
      const [at, afterwards] = [tenant.find(id), later?.find(id)]
      if (at !== undefined) return ordinalId('9000', count.first(at))
      if (afterwards !== undefined) return ordinalId('9000', count.second(afterwards))
      return created.has(id) ? newUser(id).id : ordinalId('a000', count.all)
    },
    newUser,
    usersIn(one) {
      const place = one === tenant ? count.first : count.second
      const find = (at: number | undefined): number | undefined => (at === undefined ? undefined : searched(place, one.users, at))
      const named = (name: string, pattern: RegExp): number | undefined => find(numberIn(name, pattern))
      return {
        nameOf: at => ({ id: ordinalId('9000', place(at)), userPrincipalName: nameAt(place(at)) }),
        find: id => named(id, /^00000000-0000-4000-9000-(\d{12})$/),
        findByName: name => [named(name, /^user-(\d+)$/) ?? []].flat(),
      }
    },
  }
}

interface Count {
  readonly all: number
  first(ordinal: number): number
  second(ordinal: number): number
}

/** Both are sorted by id: they are merged, and who is in both is counted once. */
function countOf(tenant: Tenant, later: Tenant | undefined): Count {
  const same = (at: number): number => at
  if (later === undefined) return { all: tenant.users, first: same, second: same }
  const [first, second] = [new Uint32Array(tenant.users), new Uint32Array(later.users)]
  let [a, b, all] = [0, 0, 0]
  for (; a < first.length || b < second.length; all += 1) {
    const [x, y] = [a < first.length ? tenant.nameOf(a).id : '~', b < second.length ? later.nameOf(b).id : '~']
    if (x <= y) first[a++] = all
    if (y <= x) second[b++] = all
  }
  return { all, first: at => first[at]!, second: at => second[at]! }
}

/** Users whom the plan creates, by id, behind all others; or where the later export has them. */
function createdUsers(users: readonly NewUser[], tenant: Tenant, later: Tenant | undefined, count: Count): ReadonlyMap<Guid, number> {
  const places = new Map<Guid, number>()
  for (const { id, userPrincipalName } of users) {
    const found = later?.findByName(userPrincipalName) ?? []
    const known = found.length === 1 && tenant.find(later!.nameOf(found[0]!).id) === undefined ? count.second(found[0]!) : undefined
    if (!places.has(id)) places.set(id, known ?? count.all + places.size)
  }
  return places
}

function numberIn(text: string, pattern: RegExp): number | undefined {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? undefined : Number(found) - 1
}

/** The ordinal that has this place; places ascend with ordinals. */
function searched(place: (ordinal: number) => number, users: number, at: number): number | undefined {
  let [low, high] = [0, users - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (place(middle) < at) low = middle + 1
    else high = middle
  }
  return users > 0 && place(low) === at ? low : undefined
}
