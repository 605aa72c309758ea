import type { Guid } from '../model/catalog.js'
import type { License, Path, UserState } from '../model/tenant.js'
import type { Cause, PlanDelta, Standing } from '../model/trace.js'
import type { Blame } from './causes.js'
import { withPath, type Paths } from './paths.js'

/**
 * What was worked out before, by the identity of what never changes in place: users who differ elsewhere share it, and so
 * do plans that share their first steps, so that a trial costs what it changes, not what there is.
 */
export interface Memory {
  /** What paths become when one of them does, by that one. */
  readonly next: Map<string, WeakMap<Paths, Paths>>
  /** What blocks an attempt, by its source and what else is looked at; empty: nothing does. */
  readonly attempts: Map<string, WeakMap<Paths, readonly Blame[]>>
  /** The last step by which somebody came to these paths, from others. */
  readonly deltas: WeakMap<Paths, { readonly from: Paths; readonly step: number; readonly deltas: readonly PlanDelta[] }>
  /** Causes as they stand since the last step that brought them. */
  readonly standings: WeakMap<Cause, Standing>
  readonly lists: WeakMap<readonly License[], number>
  readonly numbers: Map<string, number>
}

/** So many crowds are played again and again; of more so few plans are tried that to remember each crowd costs more than it saves. */
const few = 500

export const areFew = (crowds: readonly unknown[]): boolean => crowds.length <= few

export const emptyMemory = (): Memory => ({
  next: new Map(),
  attempts: new Map(),
  deltas: new WeakMap(),
  standings: new WeakMap(),
  lists: new WeakMap(),
  numbers: new Map(),
})

/** What is known under a word. */
export function under<V>(memory: Map<string, WeakMap<Paths, V>>, word: string): WeakMap<Paths, V> {
  let known = memory.get(word)
  if (known === undefined) memory.set(word, (known = new WeakMap()))
  return known
}

/** The state with one path replaced: the same paths for the same replacement. */
export function nextState(memory: Memory, state: UserState, path: Path): UserState {
  const known = under(memory.next, wordOf(memory, path))
  let paths = known.get(state.paths)
  if (paths === undefined) known.set(state.paths, (paths = withPath(state, path).paths))
  return { ...state, paths }
}

const wordOf = (memory: Memory, { source, effective, intended, errors, disabled }: Path): string =>
  `${source}|${numberOf(memory, effective)}|${numberOf(memory, intended)}|${numberOf(memory, disabled)}|${errorsWord(errors)}`

/** Equal lists of licences have the same. */
function numberOf({ lists, numbers }: Memory, licenses: readonly License[]): number {
  if (licenses.length === 0) return 0
  const known = lists.get(licenses)
  if (known !== undefined) return known
  const text = licenses.map(({ skuId, disabledPlans }) => `${skuId}-${disabledPlans.join()}`).join(';')
  const number = numbers.get(text) ?? numbers.size + 1
  numbers.set(text, number)
  lists.set(licenses, number)
  return number
}

function errorsWord(errors: Readonly<Record<Guid, string>>): string {
  const codes = Object.entries(errors)
  return codes.length === 0 ? '' : codes.sort(([a], [b]) => (a < b ? -1 : 1)).join()
}
