import type { Guid } from '../model/catalog.js'
import type { AttemptSubject, Holding } from '../model/subject.js'
import type { License, Path, Source, UserState } from '../model/tenant.js'
import type { Violation } from '../model/violation.js'
import { isTaken } from './addresses.js'
import { holdingsOf } from './causes.js'
import type { Blame } from './outcome.js'
import { consumedBy, gives, grantsOf, grantsWith, pathOf } from './paths.js'
import { assumes, type Crowd, type World } from './world.js'

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
