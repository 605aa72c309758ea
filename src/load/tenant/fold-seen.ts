import type { Cohort, Path, UserState, Variants } from '../../model/tenant.js'
import type { HiddenFact, HiddenPlans } from './hidden-plans.js'
import { once } from '../../once.js'
import { pairNumbers } from './pair-numbers.js'
import type { PairNumbers } from './pair-numbers.js'

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

/** Folds kinds of users by what rules look at: without hidden plans, and without these facts. */
export function foldSeen({ kindOf: wide, kinds, hiddenOf }: Kinds<{ readonly state: UserState }>, plans: HiddenPlans, unseen: readonly HiddenFact[]): Seen {
  const kindOf = kinds.length > 2 ** 16 ? wide : new Uint16Array(wide)
  const states = kinds.map(({ state }) => state)
  const whole = statesWith(plans)
  const pathsOf = pathsWith(plans)
  const of = (ordinal: number): number => (hiddenOf === undefined ? 0 : hiddenOf[ordinal]!)
  const pairs = once(() => wholePairs(kindOf, states, hiddenOf!))
  return {
    cohorts: cohortsOf(kindOf, states, seenBy(unseen)),
    variants: {
      differ: hiddenOf !== undefined,
      count: () => (hiddenOf === undefined ? new Set(states).size : pairs().size()),
      of,
      stateOf: (ordinal) => whole(states[kindOf[ordinal]!]!, of(ordinal)),
      pathsOf,
      eachOff: plans.each,
      planNumber: plans.planNumber,
      compare: plans.compare,
    },
    whole: once(() => (hiddenOf === undefined ? cohortsOf(kindOf, states, (state) => state) : wholeCohorts(kindOf, states, hiddenOf, whole))),
  }
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

/** Of users a state and what is hidden of it, each pair once. */
function wholePairs(kindOf: Numbers, states: readonly UserState[], hiddenOf: Uint32Array): PairNumbers {
  const pairs = pairNumbers()
  const first = firstKinds(states)
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) pairs.of(first[kindOf[ordinal]!]!, hiddenOf[ordinal]!)
  return pairs
}

function wholeCohorts(kindOf: Numbers, states: readonly UserState[], hiddenOf: Uint32Array, whole: (state: UserState, hidden: number) => UserState): readonly Cohort[] {
  const pairs = pairNumbers()
  const first = firstKinds(states)
  const pairOf = new Uint32Array(kindOf.length)
  for (let ordinal = 0; ordinal < kindOf.length; ordinal++) pairOf[ordinal] = pairs.of(first[kindOf[ordinal]!]!, hiddenOf[ordinal]!)
  const all = Array.from({ length: pairs.size() }, (_, pair) => whole(states[pairs.first(pair)]!, pairs.second(pair)))
  return listed(pairOf, Uint32Array.from(all, (_, pair) => pair), all)
}

/** States with hidden plans off again; the same ones for the same. */
export function statesWith(plans: HiddenPlans | undefined): (state: UserState, hidden: number) => UserState {
  const paths = plans && pathsWith(plans)
  const known = byPair<UserState, UserState>((state, hidden) => ({ ...state, paths: paths!(state.paths, hidden) }))
  return (state, hidden) => (hidden === 0 ? state : known(state, hidden))
}

function pathsWith(plans: HiddenPlans): (paths: readonly Path[], hidden: number) => readonly Path[] {
  const known = byPair<readonly Path[], readonly Path[]>((paths, hidden) => paths.map((path) => pathWith(path, hidden, plans)))
  return (paths, hidden) => (hidden === 0 ? paths : known(paths, hidden))
}

/** Of direct licences alone something is hidden, and only where they ask for what they give. */
function pathWith(path: Path, hidden: number, plans: HiddenPlans): Path {
  if (path.source !== null) return path
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
