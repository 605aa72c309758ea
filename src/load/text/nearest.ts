/** The candidate that a mistyped word most likely meant, or undefined where nothing is close. Case and the order of candidates do not matter. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return allNearest(word, candidates)[0]
}

/** All candidates than which none is closer, sorted; none where nothing is close. */
export function allNearest(word: string, candidates: Iterable<string>): readonly string[] {
  const wanted = word.toLowerCase()
  let least = tolerance(wanted)
  let best = new Set<string>()
  for (const text of candidates) {
    const edits = editsBetween(wanted, text.toLowerCase(), least)
    if (edits > least) continue
    if (edits < least) best = new Set()
    least = edits
    best.add(text)
  }
  return [...best].sort()
}

/** A third of the word may be wrong, at least one letter, at most five. */
function tolerance(word: string): number {
  return Math.min(5, Math.max(1, Math.floor(word.length / 3)))
}

/**
 * How many letters must be inserted, removed, replaced or swapped with their neighbour (optimal string alignment).
 * Gives up with `most + 1` as soon as it cannot stay within `most`.
 */
export function editsBetween(a: string, b: string, most = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let earlier: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = nextRow(a, b, i, last, earlier)
    if (Math.min(...row) > most && Math.min(...last) > most) return most + 1
    earlier = last
    last = row
  }
  return last[b.length]!
}

function nextRow(a: string, b: string, i: number, last: readonly number[], earlier: readonly number[]): number[] {
  const row = [i]
  for (let j = 1; j <= b.length; j++) {
    const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
    const swapped = isSwap(a, b, i, j) ? earlier[j - 2]! + 1 : Number.POSITIVE_INFINITY
    row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, replaced, swapped))
  }
  return row
}

function isSwap(a: string, b: string, i: number, j: number): boolean {
  return i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
}
