import type { Guid } from '../../model/catalog.js'
import type { Cohort, UserState, Variants } from '../../model/tenant.js'
import type { HiddenFact, HiddenPlans } from './hidden-plans.js'
import { once } from '../../once.js'
import { pairNumbers } from './pair-numbers.js'
import { pathsWith, statesWith } from './unhide.js'

/** Numbers by ordinal. */
export type Numbers = Uint16Array | Uint32Array

/** Users by what they are like. */
export interface Kinds<Kind extends { readonly state: UserState }> {
  /** Ordinal -> index into `kinds`. */
  readonly kindOf: Numbers
  /** In the order of their first users. */
  readonly kinds: readonly Kind[]
  /** Ordinal -> what is hidden of the user; undefined: of nobody anything. */
  readonly hiddenOf?: Uint32Array | undefined
}

/** Cohorts of users who are alike in what rules look at, and what tells them apart. */
export interface Seeing {
  readonly cohorts: readonly Cohort[]
  readonly variants: Variants
}

export interface Seen extends Seeing {
  /** With everything that counts: made when somebody asks. */
  readonly whole: () => readonly Cohort[]
}

/** Folds kinds of users by what rules look at: without hidden plans, without hidden groups but for those that are told `apart`, and without these facts. */
export function foldSeen(of: Kinds<{ readonly state: UserState }>, plans: HiddenPlans, unseen: readonly HiddenFact[], apart: ReadonlySet<Guid> = new Set()): Seen {
  const { kinds, hiddenOf } = of
  const kindOf = kinds.length > 2 ** 16 ? of.kindOf : new Uint16Array(of.kindOf)
  const states = kinds.map(({ state }) => state)
  const whole = statesWith(plans)
  const hidden = (ordinal: number): number => (hiddenOf === undefined ? 0 : hiddenOf[ordinal]!)
  return {
    cohorts: cohortsOf(kindOf, states, seenBy(unseen)),
    variants: {
      differ: hiddenOf !== undefined,
      count: () => (hiddenOf === undefined ? new Set(states).size : countPairs(kindOf, states, hiddenOf)),
      of: hidden,
      stateOf: (ordinal) => whole(states[kindOf[ordinal]!]!, hidden(ordinal)),
      pathsOf: pathsWith(plans),
      eachOff: plans.each,
      planNumber: plans.planNumber,
      compare: plans.compare,
      eachGroup: (variant, take) => eachGroup(plans, variant, take),
      standsIn: (group) => plans.groups?.has(group) === true && plans.groups.firstOf(group) === group && !apart.has(group),
      apart: (groups) => foldSeen(toldApart(of, plans, whole, groups), plans, unseen, new Set([...apart, ...groups])),
    },
    whole: once(() => (hiddenOf === undefined ? cohortsOf(kindOf, states, (state) => state) : wholeCohorts(kindOf, states, hiddenOf, whole))),
  }
}

/** Each group that is hidden, once: its licences stand together. */
function eachGroup({ groups, eachOfGroups }: HiddenPlans, variant: number, take: (group: Guid) => void): void {
  let last: Guid | undefined
  eachOfGroups(variant, (number) => {
    const group = groups!.groupOf(number)
    if (group !== last) take(group)
    last = group
  })
}

/** Users by the groups, too, for which these stand in: of those nothing is hidden any more. */
function toldApart({ kindOf, kinds, hiddenOf }: Kinds<{ readonly state: UserState }>, plans: HiddenPlans, whole: ReturnType<typeof statesWith>, standIns: ReadonlySet<Guid>): Kinds<{ readonly state: UserState }> {
  if (hiddenOf === undefined) return { kindOf, kinds }
  const pairs = pairNumbers()
  const [apart, rest] = [new Map<number, number>(), new Map<number, number>()]
  const [newKindOf, newHiddenOf] = [new Uint32Array(kindOf.length), new Uint32Array(kindOf.length)]
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) {
    const hidden = hiddenOf[ordinal]!
    const told = apart.get(hidden) ?? plans.byGroups(hidden, (group) => standIns.has(plans.groups!.firstOf(group)))
    apart.set(hidden, told)
    const left = rest.get(hidden) ?? plans.without(hidden, told)
    rest.set(hidden, left)
    newKindOf[ordinal] = pairs.of(kindOf[ordinal]!, told)
    newHiddenOf[ordinal] = left
  }
  const all = Array.from({ length: pairs.size() }, (_, pair) => ({ state: whole(kinds[pairs.first(pair)]!.state, pairs.second(pair)) }))
  return { kindOf: newKindOf, kinds: all, hiddenOf: newHiddenOf }
}

/** A key for what rules look at. Who shares an address is looked at alone. */
function seenBy(unseen: readonly HiddenFact[]): (state: UserState) => unknown {
  const numbers = new Map<object | string | null, number>()
  const numberOf = (of: object | string | null): number => numbers.get(of) ?? numbers.set(of, numbers.size).size - 1
  if (unseen.length === 0) return (state) => state
  return (state) => {
    if (state.addressClash) return state
    const { usageLocation, memberOf, paths, attributes } = state
    const facts = (['accountEnabled', 'onPremisesSyncEnabled', 'userType'] as const).map((fact) => (unseen.includes(fact) ? 0 : state[fact]))
    return `${numberOf(memberOf)} ${numberOf(paths)} ${usageLocation} ${facts.join()} ${JSON.stringify(attributes)}`
  }
}

/** Kinds with the same key are one cohort, and have the state of the first of them. */
export function cohortsOf(kindOf: Numbers, states: readonly UserState[], keyOf: (state: UserState) => unknown): readonly Cohort[] {
  const numbers = new Map<unknown, number>()
  const firsts: UserState[] = []
  const cohortOfKind = new Uint32Array(states.length)
  states.forEach((state, kind) => {
    const key = keyOf(state)
    const number = numbers.get(key) ?? firsts.push(state) - 1
    numbers.set(key, number)
    cohortOfKind[kind] = number
  })
  return listed(kindOf, cohortOfKind, firsts)
}

/** Members stand in one list, cohort by cohort. */
function listed(kindOf: Numbers, cohortOfKind: Uint32Array, states: readonly UserState[]): readonly Cohort[] {
  const ends = new Uint32Array(states.length + 1)
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) ends[cohortOfKind[kindOf[ordinal]!]! + 1]!++
  for (let cohort = 1; cohort < ends.length; cohort++) ends[cohort]! += ends[cohort - 1]!
  const next = ends.slice()
  const all = new Uint32Array(kindOf.length)
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) all[next[cohortOfKind[kindOf[ordinal]!]!]!++] = ordinal
  return states.map((state, cohort) => ({ members: all.subarray(ends[cohort], ends[cohort + 1]), state }))
}

/** Equal states are one object: the first kind that has it stands for all. */
function firstKinds(states: readonly UserState[]): Uint32Array {
  const firsts = new Map<UserState, number>()
  return Uint32Array.from(states, (state, kind) => firsts.get(state) ?? (firsts.set(state, kind), kind))
}

/** How many pairs there are of a state and what is hidden of it. What is hidden mostly is so beside one state alone. */
function countPairs(kindOf: Numbers, states: readonly UserState[], hiddenOf: Uint32Array): number {
  const first = firstKinds(states)
  let most = 0
  for (let ordinal = 0; ordinal < hiddenOf.length; ordinal++) if (hiddenOf[ordinal]! > most) most = hiddenOf[ordinal]!
  const [beside, others] = [new Uint32Array(most + 1), pairNumbers()]
  let count = 0
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) {
    const hidden = hiddenOf[ordinal]!
    const kind = first[kindOf[ordinal]!]!
    if (beside[hidden] === 0) {
      beside[hidden] = kind + 1
      count++
    } else if (beside[hidden] !== kind + 1) others.of(kind, hidden)
  }
  return count + others.size()
}

function wholeCohorts(kindOf: Numbers, states: readonly UserState[], hiddenOf: Uint32Array, whole: (state: UserState, hidden: number) => UserState): readonly Cohort[] {
  const pairs = pairNumbers()
  const first = firstKinds(states)
  const pairOf = new Uint32Array(kindOf.length)
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) pairOf[ordinal] = pairs.of(first[kindOf[ordinal]!]!, hiddenOf[ordinal]!)
  const all = Array.from({ length: pairs.size() }, (_, pair) => whole(states[pairs.first(pair)]!, pairs.second(pair)))
  return listed(pairOf, Uint32Array.from(all, (_, pair) => pair), all)
}
