import type { Found } from '../explain/found.js'
import type { Situation } from '../explain/situation.js'
import type { Guid } from '../model/catalog.js'
import type { Plan } from '../model/change.js'
import { editsOf, type PlanEdit } from './edit-plan.js'
import type { Tools } from './tools.js'
import type { Move } from './move.js'
import { sized } from './moves/seats.js'
import type { Scene } from './scene.js'
import { playEdits, type Base, type Played, type PlayedEdits } from './trial.js'

/** A set of moves as it was played, every count settled. */
export interface PlayedSet {
  readonly moves: readonly Move[]
  readonly played: PlayedEdits
}

/** A finding that may be a shortage, and how many users it may keep: as many as it has without these moves. */
export interface Shortfall {
  readonly found: Found
  readonly kept: number
}

/** How often counts are settled anew: buying for some may let others come by the product. */
const rounds = 12

/**
 * Plays the plan with these moves. Units are bought and freed as many as the rest of the set leaves short, which `shortIn`
 * tells of a plan that was played. Undefined: the moves do not go together, change nothing, or one is good for nothing.
 */
export async function playSet(base: Base, moves: readonly Move[], tools: Tools, shortIn: (played: Played) => readonly Shortfall[]): Promise<PlayedSet | undefined> {
  const counted = moves.filter((one) => one.counted)
  let set = await playExactly(base, moves.filter((one) => !one.counted), tools)
  if (counted.length === 0) return set && 'edits' in set.played ? { moves: set.moves, played: set.played } : undefined
  const needs = new Map<Guid, number>()
  for (let round = 0; set && round < rounds; round += 1) {
    if (!grow(needs, shortIn(set.played), counted)) break
    set = await playExactly(base, withCounts(moves, needs, base.situation), tools)
  }
  return set && set.moves.length === moves.length && 'edits' in set.played ? { moves: set.moves, played: set.played } : undefined
}

/** Adds to the counts what one finding asks for, the smallest: another may be about the same users. False: nothing is short that these moves could give. */
function grow(needs: Map<Guid, number>, short: readonly Shortfall[], counted: readonly Move[]): boolean {
  let grew = false
  for (const skuId of new Set(counted.map((one) => one.counted!.skuId))) {
    const units = short.map((one) => unitsShort(one, skuId, needs.has(skuId))).filter((count) => count > 0)
    if (units.length === 0) continue
    needs.set(skuId, (needs.get(skuId) ?? 0) + Math.min(...units))
    grew = true
  }
  return grew
}

/** One for each user. Where that was not enough, more were in use before than there are: as many as it then still says are short. */
function unitsShort({ found: { cause, count }, kept }: Shortfall, skuId: Guid, isMore: boolean): number {
  if (cause.evidence.kind !== 'seats' || cause.skuId !== skuId) return 0
  const { short } = cause.evidence
  return cause.scope === 'sku' ? short : Math.max(count.max, isMore ? short : 0) - kept
}

/** The moves with their counts: what can be freed is, the rest is bought. Those that are good for nothing are left out. */
function withCounts(moves: readonly Move[], needs: ReadonlyMap<Guid, number>, situation: Situation): readonly Move[] {
  const open = new Map(needs)
  const settled = new Map<string, Move | undefined>()
  for (const one of moves.filter((some) => some.counted).sort((a, b) => Number(!a.counted!.holders) - Number(!b.counted!.holders) || a.step - b.step)) {
    const { skuId, holders } = one.counted!
    const count = Math.min(open.get(skuId) ?? 0, holders?.length ?? Infinity)
    settled.set(one.id, sized(one, one.counted!, count, situation))
    open.set(skuId, (open.get(skuId) ?? 0) - count)
  }
  return moves.flatMap((one) => (one.counted ? (settled.get(one.id) ?? []) : [one]))
}

const noPlan: Plan = { title: '', file: '', steps: [], notices: [] }

/** The plan with just these moves; none: the plan as it stands. Played once for all findings of a plan. */
async function playExactly(base: Base, moves: readonly Move[], tools: Tools): Promise<ExactSet | undefined> {
  if (moves.length === 0) return { moves, played: base }
  const memory = memoryOf(base)
  const key = keyOf(memory, moves)
  const played = memory.bySet.has(key) ? memory.bySet.get(key) : await playOnce(base, moves, tools)
  remember(base, memory.bySet, key, played)
  return played && { moves, played }
}

async function playOnce(base: Base, moves: readonly Move[], { judge, scenes }: Tools): Promise<PlayedEdits | undefined> {
  const edits = await editsFor(base, moves, scenes)
  return edits === undefined || edits.length === 0 ? undefined : playEdits(base, edits, judge)
}

interface ExactSet {
  readonly moves: readonly Move[]
  readonly played: Played | PlayedEdits
}

/** Plays by the moves of a set. */
interface Memory {
  readonly numbers: Map<string, number>
  readonly bySet: Map<string, PlayedEdits | undefined>
}

const memories = new WeakMap<Base, Memory>()

function memoryOf(base: Base): Memory {
  const memory = memories.get(base) ?? { numbers: new Map(), bySet: new Map() }
  memories.set(base, memory)
  return memory
}

/** A move has a number for short; one on seats does what its count says. */
function keyOf({ numbers }: Memory, moves: readonly Move[]): string {
  const numberOf = (text: string): number => {
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return number
  }
  return moves
    .map((one) => numberOf(one.counted ? `${one.id} ${JSON.stringify(one.deeds)}` : one.id))
    .sort((a, b) => a - b)
    .join()
}

/** Cohorts of plays that are kept, all together. */
const room = 20_000

/** The oldest go first. */
function remember<P>({ situation }: Base, memory: Map<string, P>, key: string, played: P): void {
  memory.set(key, played)
  const most = Math.max(1, Math.floor(room / situation.project.tenant.cohorts.length))
  if (memory.size > most) memory.delete(memory.keys().next().value!)
}

export async function editsFor(base: Base, moves: readonly Move[], scenes: Tools['scenes']): Promise<readonly PlanEdit[] | undefined> {
  const opened = new Map<number, Scene>()
  for (const { step } of moves) opened.set(step, await scenes(step))
  return editsOf(moves, opened, base.situation.project.plan ?? noPlan)
}
