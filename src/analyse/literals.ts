import type { FactType } from '../kinds/vocabulary.js'
import { countryCodes } from '../load/catalog/countries.js'
import type { Guid, Product } from '../model/catalog.js'
import type { ConditionRule, ConditionValue } from '../model/rule.js'

/** One comparison that must come out true. The operators are those of conditions, and `notStartsWith`. */
export interface Literal {
  readonly fact: string
  readonly is: FactType
  readonly operator: string
  readonly value: ConditionValue
}

/** What is known of the world, beside logic. */
export interface Known {
  /** Whether some product carries the plan. Absent: any may. */
  readonly isCarried?: (planId: Guid) => boolean
  /** All products there are, for rules about products. */
  readonly products?: readonly Product[]
}

/** Whether one subject can make all of these true at once. */
export function isPossible(literals: readonly Literal[], subject: ConditionRule['subject'], known: Known): boolean {
  const facts = new Map<string, Literal[]>()
  for (const literal of literals) facts.set(literal.fact, [...(facts.get(literal.fact) ?? []), literal])
  const single = [...facts.values()].every((own) => isPossibleAlone(own))
  return single && areListsPossible(facts, subject, known)
}

function isPossibleAlone(own: readonly Literal[]): boolean {
  const [{ is, fact }] = own as readonly [Literal]
  switch (is.type) {
    case 'boolean':
      return [true, false].some((value) => own.every((literal) => fits(value, literal)))
    case 'number':
      return candidateNumbers(own, fact).some((value) => own.every((literal) => fits(value, literal)))
    case 'text':
      return candidateTexts(own, is.words).some((value) => own.every((literal) => fits(value, literal)))
    default:
      return true
  }
}

type Scalar = string | number | boolean | null

export function fits(value: Scalar, { operator, value: wanted }: Literal): boolean {
  switch (operator) {
    case 'equal': return value === wanted
    case 'notEqual': return value !== wanted
    case 'in': return (wanted as readonly Scalar[]).includes(value)
    case 'notIn': return !(wanted as readonly Scalar[]).includes(value)
    case 'startsWith': return typeof value === 'string' && value.startsWith(String(wanted))
    case 'notStartsWith': return typeof value !== 'string' || !value.startsWith(String(wanted))
    case 'lessThan': return (value as number) < (wanted as number)
    case 'lessThanInclusive': return (value as number) <= (wanted as number)
    case 'greaterThan': return (value as number) > (wanted as number)
    case 'greaterThanInclusive': return (value as number) >= (wanted as number)
    case 'exists': return (value !== null) === wanted
    default: return true
  }
}

/** Counts are whole, and only `freeUnits` may lie below zero: every number beside a bound stands for its neighbours. */
function candidateNumbers(own: readonly Literal[], fact: string): readonly number[] {
  const said = own.flatMap(({ value }) => value).filter((value) => typeof value === 'number')
  const near = said.flatMap((value) => [Math.floor(value) - 1, Math.floor(value), Math.ceil(value), Math.ceil(value) + 1])
  // As many neighbours more as there are values to be avoided.
  const beyond = Array.from({ length: said.length + 1 }, (_, index) => [Math.max(0, ...near) + index, Math.min(0, ...near) - index]).flat()
  const between = Array.from({ length: said.length + 2 }, (_, index) => said.map((value) => Math.floor(value) + index)).flat()
  return [...near, ...beyond, ...between, 0].filter((value) => fact === 'freeUnits' || value >= 0)
}

/** Every text that is named, each as the beginning of another, and one that nobody names; of a closed list all of it. */
function candidateTexts(own: readonly Literal[], words: Extract<FactType, { readonly type: 'text' }>['words']): readonly (string | null)[] {
  if (words === 'country') return [...countryCodes, null]
  if (typeof words !== 'string') return [...words, null]
  const said = own.flatMap(({ value }) => value).filter((value) => typeof value === 'string')
  return [...said, ...said.map((text) => `${text}\u0001`), '\u0001', null]
}

// Lists

interface Wanted {
  readonly must: Set<string>
  readonly mustNot: Set<string>
  readonly anyOf: (readonly string[])[]
  exists: boolean | undefined
}

function areListsPossible(facts: ReadonlyMap<string, readonly Literal[]>, subject: ConditionRule['subject'], known: Known): boolean {
  const lists = new Map<string, Wanted>()
  const of = (fact: string): Wanted => {
    const wanted = lists.get(fact) ?? { must: new Set<string>(), mustNot: new Set<string>(), anyOf: [], exists: undefined }
    lists.set(fact, wanted)
    return wanted
  }
  for (const own of facts.values()) for (const literal of own) if (literal.is.type === 'list' && !take(literal, of(literal.fact))) return false
  if (subject === 'user') follow(of)
  const arePossible = [...lists].every(([fact, wanted]) => isListPossible(wanted, fact.toLowerCase().endsWith('plans') ? known.isCarried : undefined))
  return arePossible && (subject !== 'product' || isSomeProduct(facts.get('product') ?? [], of('plans'), known))
}

/** False: the list would be empty and not. */
function take({ operator, value }: Literal, wanted: Wanted): boolean {
  const values = [value].flat() as readonly string[]
  if (operator === 'includes') wanted.must.add(values[0]!)
  else if (operator === 'includesAnyOf') wanted.anyOf.push(values)
  else if (operator === 'notIncludes' || operator === 'includesNoneOf') for (const one of values) wanted.mustNot.add(one)
  else if (operator === 'exists') {
    if (wanted.exists === !value) return false
    wanted.exists = value === true
  }
  return true
}

function isListPossible({ must, mustNot, anyOf, exists }: Wanted, isCarried: Known['isCarried']): boolean {
  const canBe = (one: string): boolean => !mustNot.has(one) && exists !== false && (isCarried === undefined || isCarried(one))
  return [...must].every(canBe) && anyOf.every((values) => values.some(canBe))
}

/** What one list of a user says of another. */
const parts: readonly (readonly [part: string, whole: string])[] = [['directProducts', 'products'], ['inheritedProducts', 'products'], ['gainedPlans', 'plans'], ['lostPlans', 'plansBefore']]
const apart: readonly (readonly [one: string, other: string])[] = [['lostPlans', 'plans'], ['gainedPlans', 'plansBefore']]

function follow(of: (fact: string) => Wanted): void {
  for (const [part, whole] of parts) {
    for (const one of of(part).must) of(whole).must.add(one)
    of(whole).anyOf.push(...of(part).anyOf)
    for (const one of of(whole).mustNot) of(part).mustNot.add(one)
    if (of(whole).exists === false) of(part).exists = false
  }
  for (const [one, other] of apart) {
    for (const plan of of(one).must) of(other).mustNot.add(plan)
    for (const plan of of(other).must) of(one).mustNot.add(plan)
  }
  if (of('products').exists === false) for (const fact of ['plans', 'gainedPlans']) of(fact).exists = false
}

/** What a product ships is known: some product must be all of it. */
function isSomeProduct(own: readonly Literal[], { must, mustNot, anyOf, exists }: Wanted, { products }: Known): boolean {
  if (products === undefined) return true
  return products.some(({ skuId, servicePlans }) => {
    const ships = new Set(servicePlans.map(({ servicePlanId }) => servicePlanId))
    const isIt = own.every((literal) => fits(skuId, literal)) && (exists === undefined || ships.size > 0 === exists)
    return isIt && [...must].every((one) => ships.has(one)) && ![...mustNot].some((one) => ships.has(one)) && anyOf.every((some) => some.some((one) => ships.has(one)))
  })
}
