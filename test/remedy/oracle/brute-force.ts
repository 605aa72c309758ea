import type { Finding } from '../../../src/model/report.js'
import { editPlan, editsOf, type PlanEdit } from '../../../src/remedy/edit-plan.js'
import type { Move } from '../../../src/remedy/move.js'
import type { Scene } from '../../../src/remedy/scene.js'
import { effectOf, type Effect } from './by-report.js'
import type { Opened } from './open.js'

/** One set of moves and what it does; undefined: its moves do not go together, or a call is refused that it makes. */
export interface Tried {
  readonly moves: readonly Move[]
  readonly effect: Effect | undefined
}

/** The sets that the specification asks for, each written down by `setKey`. */
export interface Wanted {
  readonly clean: readonly string[]
  readonly atAPrice: readonly string[]
}

export const setKey = (moves: readonly Move[]): string =>
  moves.map((one) => one.id).sort().join(' + ')

/** Every subset but the empty one, small ones first. */
export const subsets = (moves: readonly Move[]): readonly (readonly Move[])[] =>
  Array.from({ length: 2 ** moves.length - 1 }, (_, bits) => moves.filter((_, index) => (bits + 1) & (1 << index))).sort((a, b) => a.length - b.length)

/** Every set of at least one of these moves, played from the snapshot on. */
export async function tryAll(opened: Opened, target: Finding, universe: readonly Move[]): Promise<readonly Tried[]> {
  const tried: Tried[] = []
  for (const moves of subsets(universe)) tried.push({ moves, effect: await tryOne(opened, target, moves) })
  return tried
}

export async function tryOne(opened: Opened, target: Finding, moves: readonly Move[]): Promise<Effect | undefined> {
  const plan = opened.base.situation.project.plan ?? { title: '', file: '', steps: [], notices: [] }
  const scenes = new Map<number, Scene>()
  for (const { step } of moves) scenes.set(step, await opened.tools.scenes(step))
  const edits = editsOf(moves, scenes, plan)
  if (edits === undefined || edits.length === 0) return undefined
  const edited = editPlan(plan, edits)
  const after = await opened.reportFor(edited.plan)
  const isRefused = edited.plan.steps.some(({ change }, index) => {
    const edit = edits.find((one) => one.change === change)
    return edit && after.steps[index]!.outcome === 'refused' && !wasRefused(opened, edit)
  })
  return isRefused ? undefined : effectOf(opened.report, after, target)
}

/** Whether the call that is edited was refused as it stood: then nothing is lost if it still is. */
const wasRefused = ({ report }: Opened, { at, step, of }: PlanEdit): boolean =>
  (at === 'instead' || of !== undefined) && report.steps[(of ?? step) - 1]?.outcome === 'refused'

/**
 * Clean: cures, causes nothing, and no proper subset both cures and causes nothing.
 * At a price: cures, causes something, and no proper subset cures.
 */
export function wantedOf(tried: readonly Tried[]): Wanted {
  const cures = tried.filter(({ effect }) => effect?.isCured)
  const clean = cures.filter(({ effect }) => effect!.causes.length === 0)
  const hasPart = (whole: Tried, among: readonly Tried[]): boolean =>
    among.some(({ moves }) => moves.length < whole.moves.length && moves.every((one) => whole.moves.includes(one)))
  return {
    clean: clean.filter((one) => !hasPart(one, clean)).map(({ moves }) => setKey(moves)).sort(),
    atAPrice: cures.filter((one) => !clean.includes(one) && !hasPart(one, cures)).map(({ moves }) => setKey(moves)).sort(),
  }
}
