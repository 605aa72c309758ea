import type { Guid } from '../model/catalog.js'
import type { AttemptSubject, Holding } from '../model/subject.js'
import type { License, Path, Source, UserState } from '../model/tenant.js'
import type { Violation } from '../model/violation.js'
import { isTaken } from './addresses.js'
import { holdingsOf, type Blame } from './causes.js'
import { under } from './memory.js'
import { consumedBy, gives, grantsOf, grantsWith, pathOf, type Paths } from './paths.js'
import { assumes, type Asking, type Crowd, type World } from './world.js'

/** The attempt that brings a source into step. */
export const attemptOf = (world: World, crowd: Crowd, source: Source): AttemptSubject =>
  attemptTo(world, crowd, source, pathOf(crowd.state!, source).intended)

/** The attempt that would leave `source` with `licenses`. */
export function attemptTo(world: World, crowd: Crowd, source: Source, licenses: readonly License[]): AttemptSubject {
  const state = crowd.state!
  return {
    type: 'attempt',
    source,
    before: grantsOf(state),
    after: grantsWith(state, source, licenses),
    usageLocation: state.usageLocation,
    effectiveLocation: state.usageLocation ?? tenantLocation(world),
    addressClash: clashes(world, crowd),
  }
}

/** Without A-PROXY-OBJECT only a licensed holder takes an address; that is known of single users. */
export const clashes = (world: World, { state, members }: Crowd): boolean =>
  state!.addressClash && (assumes(world, 'A-PROXY-OBJECT') || members.length > 1 || isTaken(world, members[0]!))

/** The location that users without one inherit (A-LOCATION); undefined: the export does not say. */
export function tenantLocation(world: World): string | undefined {
  const { defaultUsageLocation, countryLetterCode } = world.project.tenant.organization
  return assumes(world, 'A-LOCATION')
    ? (defaultUsageLocation ?? countryLetterCode ?? undefined)
    : (countryLetterCode ?? defaultUsageLocation ?? undefined)
}

/** What was there before blocks nothing: only violations with a holding that the attempt adds or takes away. */
export const blockingOf = (world: World, attempt: AttemptSubject, found: readonly Violation[]): readonly Violation[] =>
  found.filter((violation) => moved(world, attempt, violation).length > 0)

/** The holdings of a violation that the attempt adds or takes away. */
export const moved = (world: World, { before, after }: Pick<AttemptSubject, 'before' | 'after'>, violation: Violation): readonly Holding[] =>
  holdingsOf(violation.evidence).filter(
    (holding) => gives(before, holding, world.plansOf) !== gives(after, holding, world.plansOf),
  )

/** Products that the path asks for and the user has by no path yet. */
export function seatsNeeded(state: UserState, path: Path): readonly Guid[] {
  const has = consumedBy(state)
  return path.intended.map((license) => license.skuId).filter((skuId) => !has.has(skuId))
}

export const blameOf = (world: World, attempt: Pick<AttemptSubject, 'before' | 'after'>, blocking: readonly Violation[]): readonly Blame[] =>
  blocking.map((violation) => ({ violation, skuIds: culprits(moved(world, attempt, violation)) }))

const culprits = (holdings: readonly Holding[]): readonly Guid[] =>
  [...new Set(holdings.map((holding) => holding.skuId))].sort()

/** What blocks the attempt of this source, crowd by crowd; states that were judged before are not asked about again. */
export function* judgeAttempts(world: World, source: Source, indexes: readonly number[]): Asking<readonly (readonly Blame[])[]> {
  const answers = indexes.map((index) => recall(world, world.crowds[index]!, source))
  const open = indexes.filter((_, i) => answers[i] === undefined)
  if (open.length === 0) return answers as readonly (readonly Blame[])[]
  const subjects = open.map((index) => attemptOf(world, world.crowds[index]!, source))
  const verdicts = yield subjects
  const found = new Map(open.map((index, i) => [index, learn(world, index, subjects[i]!, verdicts[i]!)]))
  return indexes.map((index, i) => answers[i] ?? found.get(index)!)
}

/** An address that only a licensed holder takes depends on more than the user's own state. */
const isSelfContained = (world: World, { state }: Crowd): boolean => assumes(world, 'A-PROXY-OBJECT') || !state!.addressClash

const recall = (world: World, crowd: Crowd, source: Source): readonly Blame[] | undefined =>
  isSelfContained(world, crowd) ? attemptsLike(world, crowd.state!, source).get(crowd.state!.paths) : undefined

/** Beside the paths an attempt looks at the location and at addresses alone. */
const attemptsLike = ({ memory }: World, { usageLocation, addressClash }: UserState, source: Source): WeakMap<Paths, readonly Blame[]> =>
  under(memory.attempts, `${source} ${usageLocation} ${addressClash}`)

function learn(world: World, index: number, subject: AttemptSubject, found: readonly Violation[]): readonly Blame[] {
  const crowd = world.crowds[index]!
  const blames = blameOf(world, subject, blockingOf(world, subject, found))
  if (isSelfContained(world, crowd)) attemptsLike(world, crowd.state!, subject.source).set(crowd.state!.paths, blames)
  return blames
}
