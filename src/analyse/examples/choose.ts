import { countryCodes } from '../../load/catalog/countries.js'
import { fits, type Literal } from '../literals.js'

type Scalar = string | number | boolean | null

/** Comparisons by the fact that they are about. */
export function byFact(literals: readonly Literal[]): ReadonlyMap<string, readonly Literal[]> {
  const facts = new Map<string, readonly Literal[]>()
  for (const literal of literals) facts.set(literal.fact, [...(facts.get(literal.fact) ?? []), literal])
  return facts
}

/** The first value of which all comparisons hold: the usual one (of numbers: the nearest to those named), then those that are named, then others. Undefined: none is. */
export function valueFor(own: readonly Literal[], usual: Scalar): Scalar | undefined {
  const others = candidates(own)
  return (typeof usual === 'number' ? [...others, usual] : [usual, ...others]).find((value) => own.every((literal) => fits(value, literal)))
}

function candidates(own: readonly Literal[]): readonly Scalar[] {
  const said = own.flatMap(({ value }) => value)
  const { is, fact } = own[0]!
  if (is.type === 'boolean') return [true, false]
  if (is.type === 'number') return numbers(said.filter((value) => typeof value === 'number'), fact)
  const texts = said.filter((value) => typeof value === 'string')
  if (is.type !== 'text') return []
  if (is.words === 'country') return [...texts, ...countryCodes, null]
  if (typeof is.words !== 'string') return [...is.words, null]
  return [...texts, null, 'another', ...texts.map((text) => `${text} and more`)]
}

/** As near as can be to what is named. */
function numbers(said: readonly number[], fact: string): readonly number[] {
  const near = said.flatMap((value) => [Math.ceil(value), Math.floor(value), Math.floor(value) + 1, Math.ceil(value) - 1])
  const further = said.flatMap((value) => Array.from({ length: said.length + 2 }, (_, index) => [Math.floor(value) + index, Math.ceil(value) - index]).flat())
  return [...near, ...further, 0].filter((value) => value >= 0 || fact === 'freeUnits')
}

/** What a list must and must not hold; of those of which it needs one, the first that it may. */
export interface WantedList {
  readonly must: readonly string[]
  readonly mustNot: readonly string[]
  /** It must not be empty, and nothing is named. */
  readonly any: boolean
}

export function listFor(own: readonly Literal[] = []): WantedList {
  const valuesOf = (operators: readonly string[]): readonly string[] => own.filter(({ operator }) => operators.includes(operator)).flatMap(({ value }) => value) as readonly string[]
  const mustNot = valuesOf(['notIncludes', 'includesNoneOf'])
  const either = own.filter(({ operator }) => operator === 'includesAnyOf').flatMap(({ value }) => (value as readonly string[]).find((one) => !mustNot.includes(one)) ?? [])
  const must = [...new Set([...valuesOf(['includes']), ...either])]
  return { must, mustNot, any: must.length === 0 && own.some(({ operator, value }) => operator === 'exists' && value === true) }
}
