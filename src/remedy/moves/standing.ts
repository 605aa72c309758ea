import type { Case } from '../case.js'
import type { Guid } from '../../model/catalog.js'
import type { Source } from '../../model/tenant.js'
import { move, type Move } from '../move.js'
import { leaveGroup, removeLicense, usersWords } from '../offer.js'

/** Ways out of a house rule: the products that it shows taken off their paths, the groups that give them left. */
export async function conditionMoves(the: Case): Promise<readonly Move[]> {
  const { cause } = the.found
  if (cause.evidence.kind !== 'condition' || cause.scope !== 'user') return []
  return cause.evidence.skuIds.flatMap((skuId) =>
    sourcesWith(the, skuId).flatMap((source) => (source === null ? removeLicense(the, null, skuId) : leaveGroup(the, source))),
  )
}

function sourcesWith({ scene, users }: Case, skuId: Guid): readonly Source[] {
  const sources = users.flatMap((ordinal) =>
    (scene.stateOf(ordinal)?.paths ?? [])
      .filter((path) => path.intended.some((license) => license.skuId === skuId))
      .map((path) => path.source),
  )
  return [...new Set(sources)].sort((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
}

/** What the snapshot records is tried again only when something tries it. */
export async function reprocessMoves(the: Case): Promise<readonly Move[]> {
  const { cause, origin } = the.found
  if (origin !== 'existing' || cause.error === null || !cause.source) return []
  return [
    move({
      kind: 'reprocess',
      title: `reprocess ${usersWords(the)}`,
      step: the.scene.step,
      deeds: [{ type: 'reprocess', users: the.users }],
      asks: [],
    }),
  ]
}
