import type { Guid } from '../../../model/catalog.js'
import type { ProductRow } from './rows.js'
import { compareText, sortedSet } from '../../text/tidy.js'

/** A cell that held the names of two plans, taken apart. */
export interface NameSplit {
  readonly servicePlanId: Guid
  readonly from: string
  readonly to: string
}

/**
 * Takes apart cells that hold two plan names (`EXCHANGE_S_FOUNDATION PBI_PREMIUM_EM1_ADDON`).
 * A blank alone proves nothing: many names have one. The proof is a plan that bears one of the two words as its name in other rows;
 * that plan gets this word, and every other plan with the same cell gets the other word.
 */
export function splitDoubleNames(rows: readonly ProductRow[]): { readonly rows: readonly ProductRow[]; readonly splits: readonly NameSplit[] } {
  const names = new Map<string, Set<string>>()
  for (const row of rows) names.set(row.servicePlanId, (names.get(row.servicePlanId) ?? new Set()).add(row.servicePlanName))
  const splits = sortedSet(rows.map(row => row.servicePlanName)).flatMap(cell => splitsOf(cell, rows, names))
  const to = new Map(splits.map(split => [`${split.servicePlanId} ${split.from}`, split.to]))
  const repaired = rows.map(row => ({ ...row, servicePlanName: to.get(`${row.servicePlanId} ${row.servicePlanName}`) ?? row.servicePlanName }))
  return { rows: repaired, splits }
}

function splitsOf(cell: string, rows: readonly ProductRow[], names: ReadonlyMap<Guid, ReadonlySet<string>>): NameSplit[] {
  const words = cell.split(' ')
  if (words.length !== 2) return []
  const ids = sortedSet(rows.filter(row => row.servicePlanName === cell).map(row => row.servicePlanId))
  const knownAs = (id: Guid) => words.find(word => names.get(id)!.has(word))
  const taken = new Set(ids.map(knownAs).filter(word => word !== undefined))
  const left = words.filter(word => !taken.has(word))
  if (taken.size !== 1 || left.length !== 1) return []
  return ids
    .map(servicePlanId => ({ servicePlanId, from: cell, to: knownAs(servicePlanId) ?? left[0]! }))
    .sort((a, b) => compareText(a.servicePlanId, b.servicePlanId))
}
