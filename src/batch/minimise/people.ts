import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { Project } from '../../model/project.js'

/**
 * Users who stand for all: of those who are alike and of whom the plan says the same, the first few; and whoever shares an
 * address with one of them. Sorted.
 */
export function standIns(project: Project, few: number): readonly number[] {
  const { tenant } = project
  const named = namedBy(project)
  const chosen = new Set<number>()
  for (const { members } of tenant.cohorts) {
    const alike = new Map<string, number>()
    for (const ordinal of members) {
      const key = named.get(ordinal) ?? ''
      const count = alike.get(key) ?? 0
      if (count < few) chosen.add(ordinal)
      alike.set(key, count + 1)
    }
  }
  return withRivals(project, chosen)
}

/** And whoever shares an address with one of them. Sorted. */
export function withRivals(project: Project, users: Iterable<number>): readonly number[] {
  const all = new Set(users)
  for (const ordinal of all) for (const other of rivalsOf(project, ordinal)) all.add(other)
  return [...all].sort((a, b) => a - b)
}

function rivalsOf({ tenant }: Project, ordinal: number): readonly number[] {
  return tenant.addressesOf(ordinal).flatMap(address => tenant.holdersOf(address)).flatMap(holder => ('user' in holder ? [holder.user] : []))
}

/** The steps that name a user. */
function namedBy({ tenant, plan }: Project): ReadonlyMap<number, string> {
  const named = new Map<number, string>()
  plan?.steps.forEach(({ change }, at) => {
    for (const id of usersOf(change)) {
      const ordinal = tenant.find(id)
      if (ordinal !== undefined) named.set(ordinal, `${named.get(ordinal) ?? ''} ${at}`)
    }
  })
  return named
}

function usersOf(change: Change): readonly Guid[] {
  if ('users' in change) return change.users
  if ('user' in change) return change.op === 'createUser' ? [] : [change.user]
  return change.op === 'assignLicense' && 'users' in change.to ? change.to.users : []
}
