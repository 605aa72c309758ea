import type { Guid } from '../../../src/model/catalog.js'
import type { Finding } from '../../../src/model/report.js'
import { enumerate, enumerateFor } from '../../../src/remedy/enumerate.js'
import { noErrors } from '../../../src/remedy/goal.js'
import type { Move } from '../../../src/remedy/move.js'
import { writeEdits } from '../../../src/remedy/price.js'
import { isPart, playExactly, seatsFindings, subsets, trySet } from './brute-force.js'
import type { Opened, Told } from './open.js'

/** All minimal sets that leave a plan without any error, by the edits that a report writes for them. */
export interface WantedForAll {
  readonly sets: readonly { readonly key: string; readonly titles: string }[]
  readonly counted: number
  readonly moves: number
  readonly tried: number
}

export const keyOf = (edits: unknown): string => JSON.stringify(edits)

/** Every set of moves that come up for any error is played; undefined: there are no errors, or more than `most` moves. */
export async function wantedForAll(opened: Opened, most: number): Promise<WantedForAll | undefined> {
  const counted = opened.findings.filter(([, finding]) => isError(finding))
  const moves = await movesOfAll(opened, counted.map(([found]) => found))
  if (counted.length === 0 || moves === undefined || moves.length > most) return undefined
  const ways: { readonly moves: readonly Move[]; readonly key: string }[] = []
  let tried = 0
  for (const set of subsets(moves)) {
    tried += 1
    const edits = await tryForAll(opened, set)
    if (edits !== undefined) ways.push({ moves: set, key: edits })
  }
  const least = ways.filter((way) => !ways.some((other) => isPart(other.moves, way.moves)))
  const sets = [...new Map(least.map((way) => [way.key, { key: way.key, titles: way.moves.map(({ title, step }) => `${title} @${step}`).join(' + ') }])).values()]
  return { sets, counted: counted.length, moves: moves.length, tried }
}

const isError = ({ severity, origin }: Finding): boolean => severity === 'error' && origin === 'introduced'

/** The moves that come up for each, and for all at once; units of a product are bought, or freed, at one place: the first for any single one. Undefined: a search was cut. */
async function movesOfAll({ base, tools }: Opened, all: readonly Opened['findings'][number][0][]): Promise<readonly Move[] | undefined> {
  const moves = new Map<string, Move>()
  const nameOf = (one: Move): string => (one.counted ? `${one.kind} ${one.counted.skuId}` : one.id)
  const come = (one: Move): void => {
    const other = moves.get(nameOf(one))
    if (!other || one.step < other.step) moves.set(nameOf(one), one)
  }
  for (const found of all) {
    const { universe, isComplete } = await enumerate(base, found, tools)
    if (!isComplete) return undefined
    universe.forEach(come)
  }
  const { universe, isComplete } = await enumerateFor(base, noErrors(base), tools)
  if (isComplete) universe.filter((one) => !moves.has(nameOf(one))).forEach(come)
  return isComplete ? [...moves.values()] : undefined
}

/** The edits of a set that leaves no error; undefined: it leaves some, or does not go together. */
const tryForAll = (opened: Opened, moves: readonly Move[]): Promise<string | undefined> =>
  trySet(opened, moves, {
    async asked(exact) {
      const played = await playExactly(opened, exact)
      return played && { done: played.isRefused || played.after.findings.some(isError) ? undefined : keyOf(writeEdits(played.edits)), after: played.after }
    },
    shortOf: (after: Told, skuId: Guid) => seatsFindings(after, skuId).filter(isError),
    keptOf: () => 0,
  })
