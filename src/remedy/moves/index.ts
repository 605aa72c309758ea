import type { Move } from '../move.js'
import type { Case } from '../case.js'
import { addressMoves } from './address.js'
import { callMoves } from './call.js'
import { conflictMoves } from './conflict.js'
import { dependencyMoves } from './dependency.js'
import { locationMoves } from './location.js'
import { orderMoves } from './order.js'
import { seatMoves } from './seats.js'
import { conditionMoves, reprocessMoves } from './standing.js'

/** Who offers moves for a finding. A new kind of move is a line here. */
const offers = [
  reprocessMoves,
  conflictMoves,
  dependencyMoves,
  locationMoves,
  seatMoves,
  addressMoves,
  conditionMoves,
  callMoves,
  orderMoves,
]

/** Every single move that bears on a finding, each once, in a stated order: as offered. */
export async function movesFor(the: Case): Promise<readonly Move[]> {
  const moves = new Map<string, Move>()
  for (const offer of offers) for (const one of await offer(the)) moves.set(one.id, one)
  return [...moves.values()]
}
