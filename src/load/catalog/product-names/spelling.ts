import type { ProductRow } from './rows.js'
import { compareText, fold } from '../../text/tidy.js'

/** Rows by what they share. */
export function groupRows(rows: readonly ProductRow[], key: (row: ProductRow) => string): Map<string, ProductRow[]> {
  const groups = new Map<string, ProductRow[]>()
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row])
  return groups
}

/** Distinct names, the most frequent first, then the smallest. Names that differ only in case are one, in its most frequent spelling. */
export function spellings(names: readonly string[]): string[] {
  const counts = new Map<string, Map<string, number>>()
  for (const name of names.filter(name => name !== '')) {
    const written = counts.get(fold(name)) ?? new Map<string, number>()
    counts.set(fold(name), written.set(name, (written.get(name) ?? 0) + 1))
  }
  const ranked = [...counts.values()].map(written => ({ name: mostFrequent(written), count: total(written) }))
  return ranked.sort((a, b) => b.count - a.count || compareText(a.name, b.name)).map(({ name }) => name)
}

function mostFrequent(written: ReadonlyMap<string, number>): string {
  return [...written].sort(([a, n], [b, m]) => m - n || compareText(a, b))[0]![0]
}

function total(written: ReadonlyMap<string, number>): number {
  return [...written.values()].reduce((sum, n) => sum + n, 0)
}
