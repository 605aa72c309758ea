import type { Remedy, RemedyForm } from '../model/report.js'
import type { Move } from './move.js'

/** A way out with its moves, as it is ranked. */
export interface Way {
  readonly key: string
  readonly moves: readonly Move[]
  readonly remedy: Remedy
}

/** From how many sets of one form on they are shown as one. */
export const many = 8

/**
 * The remedies, those of one form as one: where every choice of one move from each of several lists is a remedy, alike in all but
 * the moves, the best of them stands for all and says how many there are.
 */
export function formed<W extends Way>(ways: readonly W[]): readonly W[] {
  const alike = new Map<string, W[]>()
  for (const way of ways) alike.set(formKey(way), [...(alike.get(formKey(way)) ?? []), way])
  const standing = new Map<Way, RemedyForm>()
  const hidden = new Set<Way>()
  for (const [first, ...others] of alike.values()) {
    const form = formOf([first!, ...others].map(({ moves }) => moves))
    if (!form) continue
    standing.set(first!, form)
    for (const other of others) hidden.add(other)
  }
  return ways.filter((way) => !hidden.has(way)).map((way) => ({ ...way, remedy: { ...way.remedy, form: standing.get(way) ?? null } }))
}

const formKey = ({ moves, remedy: { clean, minimal, safety, causes, alsoCures } }: Way): string =>
  JSON.stringify([moves.map(({ kind }) => kind).sort(), clean, minimal, safety, causes, alsoCures])

/** The lists to choose from, if the sets are all choices of one move from each, and many. */
function formOf(sets: readonly (readonly Move[])[]): RemedyForm | undefined {
  if (sets.length < many) return undefined
  const dimensions = dimensionsOf(sets)
  const count = dimensions.reduce((product, { size }) => product * size, 1)
  const isWhole = count === sets.length && sets.every((set) => dimensions.every((moves) => set.filter(({ id }) => moves.has(id)).length === 1))
  return isWhole ? { count, dimensions: dimensions.filter(({ size }) => size > 1).map((moves) => [...moves.values()]) } : undefined
}

/** Moves that never stand in one set are choices for one place; titles by id. */
function dimensionsOf(sets: readonly (readonly Move[])[]): readonly ReadonlyMap<string, string>[] {
  const titles = new Map<string, string>()
  for (const { id, title } of sets.flat()) if (!titles.has(id)) titles.set(id, title)
  const beside = new Map([...titles.keys()].map((id) => [id, new Set(sets.filter((set) => set.some((one) => one.id === id)).flatMap((set) => set.map((one) => one.id)))]))
  const dimensions: Map<string, string>[] = []
  for (const [id, title] of titles) {
    const place = dimensions.find((moves) => [...moves.keys()].every((other) => !beside.get(id)!.has(other)))
    if (place) place.set(id, title)
    else dimensions.push(new Map([[id, title]]))
  }
  return dimensions
}
