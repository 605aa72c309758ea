import { rowsOf } from '../../explain/states.js'
import type { Situation } from '../../explain/situation.js'
import type { ExpectedRow, Passage } from '../../model/handover.js'
import type { UserState } from '../../model/tenant.js'
import type { Moment } from './moments.js'

/** Users whom a step touches: those it names, and those whose rows it changes. Ordinals, ascending. */
export function touchedBy(situation: Situation, before: Moment, after: Moment, named: readonly number[]): readonly number[] {
  const touched = new Set(named)
  const known = new Map<UserState | undefined, Map<UserState | undefined, boolean>>()
  for (const ordinal of after.ordinals()) if (isChanged(situation, before.stateOf(ordinal), after.stateOf(ordinal), known)) touched.add(ordinal)
  return [...touched].sort((a, b) => a - b)
}

type Known = Map<UserState | undefined, Map<UserState | undefined, boolean>>

/** Users share their states, so each pair is compared once. */
function isChanged(situation: Situation, before: UserState | undefined, after: UserState | undefined, known: Known): boolean {
  if (before === after || before?.paths === after?.paths) return false
  const from = known.get(before) ?? new Map<UserState | undefined, boolean>()
  known.set(before, from)
  const is = from.get(after) ?? rowsText(situation, before) !== rowsText(situation, after)
  from.set(after, is)
  return is
}

/** The touched users by what happens to their rows; those whose outcome nobody can know are only counted. */
export function passagesOf(situation: Situation, before: Moment, after: Moment, touched: readonly number[]): { readonly passages: readonly Passage[]; readonly notDetermined: number } {
  const alike = new Map<string, { readonly from: UserState | undefined; readonly to: UserState | undefined; readonly users: string[] }>()
  const open = touched.filter(ordinal => before.isOpen(ordinal) || after.isOpen(ordinal))
  for (const ordinal of touched) {
    if (before.isOpen(ordinal) || after.isOpen(ordinal)) continue
    const [from, to] = [before.stateOf(ordinal), after.stateOf(ordinal)]
    const key = `${rowsText(situation, from)} ${rowsText(situation, to)}`
    const entry = alike.get(key) ?? { from, to, users: [] }
    entry.users.push(situation.person(ordinal).id)
    alike.set(key, entry)
  }
  const passages = [...alike.values()].map(({ from, to, users }) => ({ users: users.sort(), before: expectedRows(situation, from), after: expectedRows(situation, to) }))
  return { passages: passages.sort((a, b) => (a.users[0]! < b.users[0]! ? -1 : 1)), notDetermined: open.length }
}

/** `Other` follows from the culprit's code and is not asked for. */
export function expectedRows(situation: Situation, state: UserState | undefined): readonly ExpectedRow[] {
  return rowsOf(situation, state).map(({ skuId, assignedByGroup, disabledPlans, state: word, error }) => ({ skuId, assignedByGroup, disabledPlans, state: word, error: error === 'Other' ? null : error }))
}

export function rowsText(situation: Situation, state: UserState | undefined): string {
  return JSON.stringify(rowsOf(situation, state))
}
