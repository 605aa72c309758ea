import type { Case } from '../case.js'
import { countOf, list } from '../../explain/situation.js'
import type { Guid } from '../../model/catalog.js'
import { move, type Move } from '../move.js'
import { namesOf } from '../offer.js'

const shownNames = 5

/** Ways out of a shortage: buy units, or take them from accounts that are switched off. */
export async function seatMoves(the: Case): Promise<readonly Move[]> {
  const { cause, count: users } = the.found
  if (cause.evidence.kind !== 'seats' || cause.skuId === null) return []
  const count = cause.scope === 'sku' ? cause.evidence.short : users.max
  return [buy(the, cause.skuId, count), ...free(the, cause.skuId, count)]
}

const buy = (the: Case, skuId: Guid, count: number): Move =>
  move({
    kind: 'buySeats',
    title: `buy ${countOf(count, 'unit')} of ${namesOf(the).product(skuId)}`,
    step: the.scene.step,
    deeds: [{ type: 'buy', skuId, count }],
    asks: ['needs-purchase'],
  })

/** Disabled accounts that hold the product directly, in the order of their ids, as many as are short. */
function free(the: Case, skuId: Guid, count: number): readonly Move[] {
  const holders = disabledHolders(the, skuId).slice(0, count)
  if (holders.length === 0) return []
  const { situation } = the.scene
  const names = holders.slice(0, shownNames).map((ordinal) => situation.person(ordinal).userPrincipalName)
  const more = holders.length > names.length ? [`${holders.length - names.length} more`] : []
  return [
    move({
      kind: 'freeSeats',
      title: `free ${countOf(holders.length, 'unit')} of ${namesOf(the).product(skuId)} held by disabled accounts (${list([...names, ...more])})`,
      step: the.scene.step,
      deeds: [{ type: 'remove', target: { users: holders }, skuId }],
      asks: ['needs-decision'],
    }),
  ]
}

function disabledHolders({ scene, users }: Case, skuId: Guid): readonly number[] {
  const waiting = new Set(users)
  const holders: number[] = []
  for (const { after, members } of scene.trace.cohorts) {
    const isOff = after !== undefined && !after.accountEnabled
    const paths = (after?.paths ?? []).filter((path) => path.effective.some((license) => license.skuId === skuId))
    if (!isOff || paths.length !== 1 || paths[0]!.source !== null) continue
    for (const ordinal of members) if (!waiting.has(ordinal)) holders.push(ordinal)
  }
  return holders.sort((a, b) => a - b)
}
