import type { Found } from '../explain/found.js'
import { onceFor } from '../once.js'
import type { Case } from './case.js'
import type { Move } from './move.js'
import { movesFor } from './moves/index.js'

/** Moves for a case, asked once for cases that are alike in all that moves look at. */
export type Offers = (the: Case) => Promise<readonly Move[]>

export function offersOnce(): Offers {
  const known = new Map<string, Promise<readonly Move[]>>()
  return (the) => {
    // What a house rule offers hangs on the licences that its users have after each trial.
    if (the.found.cause.evidence.kind === 'condition') return movesFor(the)
    const key = keyOf(the)
    const moves = known.get(key) ?? movesFor(the)
    known.set(key, moves)
    return moves
  }
}

function keyOf({ found, scene, home, users, siblings }: Case): string {
  const isConflict = found.cause.evidence.kind === 'mutually-exclusive'
  const others = isConflict ? siblings.filter(({ cause }) => cause.source === found.cause.source && cause.skuId === found.cause.skuId) : []
  return [home.step, scene.step, found.count.determined, [found, ...others].map(textOf).join(), users.join()].join(' ')
}

/** How many units are short is no matter: they are counted when they are bought. */
const textOf = ({ origin, cause }: Found): string => `${origin} ${cause.key} ${cause.evidence.kind === 'seats' ? '' : evidenceText(cause.evidence)}`

export const evidenceText = onceFor((evidence: object): string => JSON.stringify(evidence))
