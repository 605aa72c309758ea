import type { Guid } from '../../model/catalog.js'
import type { Path, Source, UserState } from '../../model/tenant.js'
import { bySource, inOrder } from './graph/users.js'
import type { Row } from './graph/users.js'
import type { HiddenPlans } from './hidden-plans.js'

/** Rows with what is hidden of them. */
export function rowsWith(rows: readonly Row[], hidden: number, plans: HiddenPlans): readonly Row[] {
  if (hidden === 0) return rows
  const { groups } = plans
  const isStandIn = standInsFor(hidden, plans)
  const others = rows
    .filter((row) => !isStandIn(row.source) || groups!.ofRow(row) === undefined)
    .map((row): Row => (row.source === null ? { ...row, ...plans.licenses([row], hidden)[0]! } : row))
  plans.eachOfGroups(hidden, (number) => void others.push(groups!.row(number)))
  return inOrder(others)
}

/** Memberships with those that are hidden. */
export function groupsWith(memberOf: readonly Guid[], hidden: number, plans: HiddenPlans): readonly Guid[] {
  const more = groupsIn(hidden, plans)
  const isStandIn = standInsFor(hidden, plans)
  return more.length === 0 ? memberOf : [...memberOf.filter((id) => !isStandIn(id)), ...more].sort()
}

/** Whether a group stands in for some of the hidden ones. */
function standInsFor(hidden: number, plans: HiddenPlans): (source: Source) => boolean {
  const firsts = new Set<Source>(groupsIn(hidden, plans).map((id) => plans.groups!.firstOf(id)))
  return (source) => firsts.has(source)
}

function groupsIn(hidden: number, { groups, eachOfGroups }: HiddenPlans): readonly Guid[] {
  const found = new Set<Guid>()
  eachOfGroups(hidden, (number) => void found.add(groups!.groupOf(number)))
  return [...found]
}

/** States with what is hidden of them; the same ones for the same. */
export function statesWith(plans: HiddenPlans | undefined): (state: UserState, hidden: number) => UserState {
  const paths = plans && pathsWith(plans)
  const groups = byPair<readonly Guid[], readonly Guid[]>((memberOf, hidden) => groupsWith(memberOf, hidden, plans!))
  const known = byPair<UserState, UserState>((state, hidden) => ({ ...state, memberOf: groups(state.memberOf, plans!.ofGroups(hidden)), paths: paths!(state.paths, hidden) }))
  return (state, hidden) => (hidden === 0 ? state : known(state, hidden))
}

export function pathsWith(plans: HiddenPlans): (paths: readonly Path[], hidden: number) => readonly Path[] {
  const known = byPair<readonly Path[], readonly Path[]>((paths, hidden) => pathsOf(paths, hidden, plans))
  return (paths, hidden) => (hidden === 0 ? paths : known(paths, hidden))
}

function pathsOf(paths: readonly Path[], hidden: number, plans: HiddenPlans): readonly Path[] {
  const { groups } = plans
  const more = groupsIn(hidden, plans)
  const direct = (path: Path): Path => (path.source === null ? pathWith(path, hidden, plans) : path)
  if (more.length === 0) return paths.map(direct)
  const isStandIn = standInsFor(hidden, plans)
  const others = paths.filter(({ source }) => !isStandIn(source)).map(direct)
  return [...others, ...more.map(groups!.pathOf)].sort((a, b) => bySource(a.source, b.source))
}

/** Of direct licences something is hidden only where they ask for what they give. */
function pathWith(path: Path, hidden: number, plans: HiddenPlans): Path {
  const effective = plans.licenses(path.effective, hidden)
  return { ...path, effective, intended: path.intended === path.effective ? effective : plans.licenses(path.intended, hidden) }
}

/** What is made of an object and a number, made once. */
function byPair<A extends object, B>(make: (of: A, number: number) => B): (of: A, number: number) => B {
  const known = new WeakMap<A, Map<number, B>>()
  return (of, number) => {
    const made = known.get(of) ?? new Map<number, B>()
    known.set(of, made)
    const one = made.get(number) ?? make(of, number)
    made.set(number, one)
    return one
  }
}
