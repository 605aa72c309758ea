import type { Case } from '../case.js'
import { countOf, list, type Situation } from '../../explain/situation.js'
import type { Guid } from '../../model/catalog.js'
import { move, type Counted, type Move } from '../move.js'
import type { UserState } from '../../model/tenant.js'
import { enabledPlans } from '../../simulate/paths.js'
import { plansOfCatalog } from '../../simulate/world.js'
import { currentLicenses } from '../close.js'
import { leaveGroup, removeLicense } from '../offer.js'

const shownNames = 5

/** Ways out of a shortage: buy units, take them from those who can spare them, or do without the product. */
export async function seatMoves(the: Case): Promise<readonly Move[]> {
  const { cause } = the.found
  if (cause.evidence.kind !== 'seats' || cause.skuId === null) return []
  return [buy(the, cause.skuId), ...free(the, cause.skuId), ...doWithout(the, cause.skuId)]
}

/** The product out of a path that gives others as well; the users out of the group, where it is known who goes without. */
function doWithout(the: Case, skuId: Guid): readonly Move[] {
  const { cause, count } = the.found
  const { source } = cause
  if (source === undefined) return []
  const without = currentLicenses(the, source).length > 1 ? removeLicense(the, source, skuId) : []
  return [...without, ...(source !== null && count.determined ? leaveGroup(the, source) : [])]
}

/** As many units as the rest of the set leaves short, bought where the way out begins. */
const buy = ({ home }: Case, skuId: Guid): Move =>
  move({
    kind: 'buySeats',
    title: `buy units of ${home.situation.names.product(skuId)}`,
    step: home.step,
    deeds: [{ type: 'buy', skuId, count: 1 }],
    asks: ['needs-purchase'],
    counted: { skuId, holders: undefined, disabled: 0 },
  })

/** As many units as are short, from who could give one back in this order: disabled accounts, then users who hold the same plans by another product; each by id. */
function free(the: Case, skuId: Guid): readonly Move[] {
  const disabled = holdersOf(the, skuId, (state) => !state.accountEnabled)
  const contained = holdersOf(the, skuId, (state) => state.accountEnabled && isContained(the, state, skuId))
  const holders = [...disabled, ...contained]
  if (holders.length === 0) return []
  return [
    move({
      kind: 'freeSeats',
      title: `free units of ${the.home.situation.names.product(skuId)}`,
      step: the.home.step,
      deeds: [{ type: 'remove', target: { users: holders.toSorted((a, b) => a - b) }, skuId }],
      asks: ['needs-decision'],
      counted: { skuId, holders, disabled: disabled.length },
    }),
  ]
}

/** Users who hold the product directly, by no other path, and of whom this is true; ascending by id. */
function holdersOf({ home, users }: Case, skuId: Guid, isGiver: (state: UserState) => boolean): readonly number[] {
  const waiting = new Set(users)
  const holders: number[] = []
  for (const { after, members } of home.trace.cohorts) {
    const paths = (after?.paths ?? []).filter((path) => path.effective.some((license) => license.skuId === skuId))
    if (paths.length !== 1 || paths[0]!.source !== null || !isGiver(after!)) continue
    for (const ordinal of members) if (!waiting.has(ordinal)) holders.push(ordinal)
  }
  return holders.sort((a, b) => a - b)
}

/** Whether every plan that the user has by the product is on by another one. */
function isContained({ home }: Case, state: UserState, skuId: Guid): boolean {
  const plansOf = plansOfCatalog(home.situation.project.catalog)
  const licenses = state.paths.flatMap((path) => path.effective)
  const own = licenses.filter((license) => license.skuId === skuId).flatMap((license) => enabledPlans(license, plansOf))
  const others = new Set(licenses.filter((license) => license.skuId !== skuId).flatMap((license) => enabledPlans(license, plansOf)))
  return own.length > 0 && own.every((plan) => others.has(plan))
}

/** The move for so many units; undefined: it is good for none. */
export function sized(one: Move, counted: Counted, count: number, situation: Situation): Move | undefined {
  if (counted.holders === undefined) return count > 0 ? bought(one, counted.skuId, count, situation) : undefined
  return Math.min(count, counted.holders.length) > 0 ? freed(one, counted, count, situation) : undefined
}

const bought = (one: Move, skuId: Guid, count: number, { names }: Situation): Move => ({
  ...one,
  title: `buy ${countOf(count, 'unit')} of ${names.product(skuId)}`,
  deeds: [{ type: 'buy', skuId, count }],
})

function freed(one: Move, { skuId, holders: all, disabled }: Counted, count: number, { names, person }: Situation): Move {
  const holders = all!.slice(0, count)
  const shown = holders.slice(0, shownNames).map((ordinal) => person(ordinal).userPrincipalName)
  const more = holders.length > shown.length ? [`${holders.length - shown.length} more`] : []
  const who = [...(disabled > 0 ? ['held by disabled accounts'] : []), ...(holders.length > disabled ? ['of users who have all of it by another product'] : [])]
  return {
    ...one,
    title: `free ${countOf(holders.length, 'unit')} of ${names.product(skuId)} ${list(who)} (${list([...shown, ...more])})`,
    deeds: [{ type: 'remove', target: { users: holders.toSorted((a, b) => a - b) }, skuId }],
  }
}
