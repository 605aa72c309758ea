import type { Holding } from '../model/subject.js'
import { heldId } from './holdings.js'
import type { Moved } from './witnesses.js'

/** How a fact and a value of a condition are compared. The engine is given exactly these. */
export type Operator = (fact: never, value: never) => boolean

type Scalar = string | number | boolean | null

/** What an author may write in a condition. */
export const publishedOperators = {
  equal: (fact: Scalar, value: Scalar) => fact === value,
  notEqual: (fact: Scalar, value: Scalar) => fact !== value,
  in: (fact: Scalar, values: readonly Scalar[]) => values.includes(fact),
  notIn: (fact: Scalar, values: readonly Scalar[]) => !values.includes(fact),
  startsWith: (fact: string | null, value: string) => fact !== null && fact.startsWith(value),
  lessThan: (fact: number, value: number) => fact < value,
  lessThanInclusive: (fact: number, value: number) => fact <= value,
  greaterThan: (fact: number, value: number) => fact > value,
  greaterThanInclusive: (fact: number, value: number) => fact >= value,
  includes: (fact: readonly string[], value: string) => fact.includes(value),
  notIncludes: (fact: readonly string[], value: string) => !fact.includes(value),
  includesAnyOf: (fact: readonly string[], values: readonly string[]) => values.some((one) => fact.includes(one)),
  includesAllOf: (fact: readonly string[], values: readonly string[]) => values.every((one) => fact.includes(one)),
  includesNoneOf: (fact: readonly string[], values: readonly string[]) => !values.some((one) => fact.includes(one)),
  exists: (fact: Scalar | readonly string[], wanted: boolean) =>
    (fact !== null && (!Array.isArray(fact) || fact.length > 0)) === wanted,
} as const satisfies Record<string, Operator>

export type PublishedOperator = keyof typeof publishedOperators

/** What the kinds ask of the witnesses that they find. */
export const witnessOperators = {
  /** At least so many different plans or products are held. */
  holdsAtLeast: (found: readonly Holding[], wanted: number) => new Set(found.map(heldId)).size >= wanted,
  /** Something of it is there now (or nothing is). */
  stands: (moved: Moved, wanted: boolean) => moved.now.length > 0 === wanted,
} as const satisfies Record<string, Operator>
