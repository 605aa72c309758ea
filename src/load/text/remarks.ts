import type { Place, Problem } from '../../model/problem.js'

/** Something wrong with an element. `offset` says which one, to whoever read it. */
export interface Remark {
  readonly file: string
  readonly offset: number
  readonly code: string
  readonly message: string
  readonly hint?: string
}

/** Places of the elements of one file. */
export type Locate = (file: string, offsets: readonly number[]) => Promise<ReadonlyMap<number, Place>>

/** Collects what is wrong while elements stream by. */
export interface Remarks {
  add(remark: Remark): void
  readonly count: number
  /** In the order of files and offsets, with lines and columns. */
  problems(locate: Locate): Promise<readonly Problem[]>
}

/** One mistake made by an export is made for every user; so many examples of it are enough. */
const mostOfOneCode = 20

export function collectRemarks(): Remarks {
  const kept: Remark[] = []
  const counts = new Map<string, number>()
  let count = 0
  return {
    add(remark) {
      const key = `${remark.code} ${remark.file}`
      const seen = (counts.get(key) ?? 0) + 1
      counts.set(key, seen)
      count++
      if (seen <= mostOfOneCode) kept.push(remark)
    },
    get count() {
      return count
    },
    problems: async (locate) => [...(await placed(kept, locate)), ...leftOut(kept, counts)],
  }
}

async function placed(remarks: readonly Remark[], locate: Locate): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const file of new Set(remarks.map((remark) => remark.file))) {
    const ofFile = remarks.filter((remark) => remark.file === file)
    const places = await locate(file, ofFile.map(({ offset }) => offset))
    for (const { offset, ...remark } of ofFile) problems.push({ severity: 'error', ...remark, ...places.get(offset) })
  }
  return problems.sort(byPlace)
}

const byPlace = (a: Problem, b: Problem): number =>
  compare(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0) || compare(a.code, b.code) || compare(a.message, b.message)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function leftOut(kept: readonly Remark[], counts: ReadonlyMap<string, number>): Problem[] {
  const first = new Map(kept.toReversed().map((remark) => [`${remark.code} ${remark.file}`, remark]))
  return [...counts]
    .filter(([, count]) => count > mostOfOneCode)
    .map(([key, count]) => moreOf(first.get(key)!, count - mostOfOneCode))
    .sort(byPlace)
}

const moreOf = ({ file, code }: Remark, more: number): Problem => ({
  file,
  severity: 'error',
  code,
  message: `the same is wrong in ${more} more ${more === 1 ? 'place' : 'places'}`,
  hint: 'one mistake of the export makes them all: mend the export, not the lines',
})
