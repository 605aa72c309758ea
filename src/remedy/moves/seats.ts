import type { Case } from '../case.js'
import { countOf, list } from '../../explain/situation.js'
import type { Guid } from '../../model/catalog.js'
import { move, type Move } from '../move.js'
import type { UserState } from '../../model/tenant.js'
import { enabledPlans } from '../../simulate/paths.js'
import { plansOfCatalog } from '../../simulate/world.js'
import { currentLicenses } from '../close.js'
import { leaveGroup, namesOf, removeLicense } from '../offer.js'

const shownNames = 5

/** Ways out of a shortage: buy units, or take them from accounts that are switched off. */
export async function seatMoves(the: Case): Promise<readonly Move[]> {
  const { cause, count: users } = the.found
  if (cause.evidence.kind !== 'seats' || cause.skuId === null) return []
  const { enabled, warning, consumed, short } = cause.evidence
  const units = the.scene.situation.project.settings.seats === 'strict' ? enabled : enabled + warning
  const count = cause.scope === 'sku' ? short : users.max + Math.max(0, consumed - units)
  return [buy(the, cause.skuId, count), ...free(the, cause.skuId, count), ...doWithout(the, cause.skuId)]
}

/** The product out of a path that gives others as well; the users out of the group, where it is known who goes without. */
function doWithout(the: Case, skuId: Guid): readonly Move[] {
  const { cause, count } = the.found
  const { source } = cause
  if (source === undefined) return []
  const without = currentLicenses(the, source).length > 1 ? removeLicense(the, source, skuId) : []
  return [...without, ...(source !== null && count.determined ? leaveGroup(the, source) : [])]
}

const buy = (the: Case, skuId: Guid, count: number): Move =>
  move({
    kind: 'buySeats',
    title: `buy ${countOf(count, 'unit')} of ${namesOf(the).product(skuId)}`,
    step: the.scene.step,
    deeds: [{ type: 'buy', skuId, count }],
    asks: ['needs-purchase'],
  })

interface Candidates {
  readonly who: string
  readonly holders: readonly number[]
}

/** Who could give a unit back, in this order: disabled accounts, then users who hold the same plans by another product; each by id. */
function free(the: Case, skuId: Guid, count: number): readonly Move[] {
  const disabled = { who: 'held by disabled accounts', holders: holdersOf(the, skuId, (state) => !state.accountEnabled) }
  const contained = { who: 'of users who have all of it by another product', holders: holdersOf(the, skuId, (state) => isContained(the, state, skuId)) }
  const both = [...new Set([...disabled.holders, ...contained.holders])]
  const all = { who: 'held by disabled accounts or by users who have all of it by another product', holders: both }
  const pools = disabled.holders.length < count && both.length > disabled.holders.length ? [disabled, contained, all] : [disabled, contained]
  return pools.flatMap((pool) => freeFrom(the, skuId, count, pool))
}

function freeFrom(the: Case, skuId: Guid, count: number, pool: Candidates): readonly Move[] {
  const holders = pool.holders.slice(0, count).sort((a, b) => a - b)
  if (holders.length === 0) return []
  const { situation } = the.scene
  const names = holders.slice(0, shownNames).map((ordinal) => situation.person(ordinal).userPrincipalName)
  const more = holders.length > names.length ? [`${holders.length - names.length} more`] : []
  return [
    move({
      kind: 'freeSeats',
      title: `free ${countOf(holders.length, 'unit')} of ${namesOf(the).product(skuId)} ${pool.who} (${list([...names, ...more])})`,
      step: the.scene.step,
      deeds: [{ type: 'remove', target: { users: holders }, skuId }],
      asks: ['needs-decision'],
    }),
  ]
}

/** Users who hold the product directly, by no other path, and of whom this is true; ascending by id. */
function holdersOf({ scene, users }: Case, skuId: Guid, isGiver: (state: UserState) => boolean): readonly number[] {
  const waiting = new Set(users)
  const holders: number[] = []
  for (const { after, members } of scene.trace.cohorts) {
    const paths = (after?.paths ?? []).filter((path) => path.effective.some((license) => license.skuId === skuId))
    if (paths.length !== 1 || paths[0]!.source !== null || !isGiver(after!)) continue
    for (const ordinal of members) if (!waiting.has(ordinal)) holders.push(ordinal)
  }
  return holders.sort((a, b) => a - b)
}

/** Whether every plan that the user has by the product is on by another one. */
function isContained({ scene }: Case, state: UserState, skuId: Guid): boolean {
  const plansOf = plansOfCatalog(scene.situation.project.catalog)
  const licenses = state.paths.flatMap((path) => path.effective)
  const own = licenses.filter((license) => license.skuId === skuId).flatMap((license) => enabledPlans(license, plansOf))
  const others = new Set(licenses.filter((license) => license.skuId !== skuId).flatMap((license) => enabledPlans(license, plansOf)))
  return own.length > 0 && own.every((plan) => others.has(plan))
}
