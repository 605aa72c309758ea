import { publishedFacts } from '../kinds/vocabulary.js'
import type { ConditionRule, ConditionTree, ConditionValue } from '../model/rule.js'
import { isPossible, type Known, type Literal } from './literals.js'

type Leaf = Extract<ConditionTree, { readonly fact: string }>
type Subject = ConditionRule['subject']

/** More ways to make a condition true than this are not looked through: it is then taken to be possible. */
const mostWays = 2_000

/** Whether some subject can make the condition true. */
export function canHold(tree: ConditionTree, subject: Subject, known: Known = {}): boolean {
  const ways = waysTo(tree, true, subject)
  return ways === undefined || ways.some((literals) => isPossible(literals, subject, known))
}

/** Whether no subject can make the condition false. */
export function mustHold(tree: ConditionTree, subject: Subject): boolean {
  return !canHold({ not: tree }, subject)
}

/** Whether `strong` holds wherever `weak` does. */
export function impliesTree(weak: ConditionTree, strong: ConditionTree, subject: Subject): boolean {
  return !canHold({ all: [weak, { not: strong }] }, subject)
}

/** Each way to make a tree true (or false): comparisons of which all must come out as they say. Undefined: too many. */
export function waysTo(tree: ConditionTree, holds: boolean, subject: Subject): readonly (readonly Literal[])[] | undefined {
  if ('not' in tree) return waysTo(tree.not, !holds, subject)
  if ('fact' in tree) return waysToLeaf(tree, holds, subject)
  const parts = 'all' in tree ? tree.all : tree.any
  const ways = parts.map((part) => waysTo(part, holds, subject))
  return 'all' in tree === holds ? inAll(ways) : inAny(ways)
}

type Ways = readonly (readonly Literal[])[] | undefined

function inAny(ways: readonly Ways[]): Ways {
  const known = ways.filter((one) => one !== undefined)
  const all = known.flat()
  return known.length < ways.length || all.length > mostWays ? undefined : all
}

function inAll(ways: readonly Ways[]): Ways {
  return ways.reduce<Ways>((sofar, one) => {
    if (sofar === undefined || one === undefined || sofar.length * one.length > mostWays) return undefined
    return sofar.flatMap((literals) => one.map((more) => [...literals, ...more]))
  }, [[]])
}

function waysToLeaf({ fact, operator, value }: Leaf, holds: boolean, subject: Subject): Ways {
  const is = publishedFacts[subject][fact]?.is
  if (is === undefined) return undefined
  const literal = (said: string, compared: ConditionValue): Literal => ({ fact: sameAs[fact] ?? fact, is, operator: said, value: compared })
  if (holds) return operator === 'includesAllOf' ? [(value as readonly string[]).map((one) => literal('includes', one))] : [[literal(operator, value)]]
  if (operator === 'includesAllOf') return (value as readonly string[]).map((one) => [literal('notIncludes', one)])
  if (operator === 'exists') return [[literal('exists', !value)]]
  return [[literal(opposites[operator] ?? operator, value)]]
}

/** Two names of one fact. */
const sameAs: Readonly<Record<string, string>> = { plansAfter: 'plans' }

const opposites: Readonly<Record<string, string>> = {
  equal: 'notEqual', notEqual: 'equal', in: 'notIn', notIn: 'in', startsWith: 'notStartsWith',
  lessThan: 'greaterThanInclusive', greaterThanInclusive: 'lessThan', greaterThan: 'lessThanInclusive', lessThanInclusive: 'greaterThan',
  includes: 'notIncludes', notIncludes: 'includes', includesAnyOf: 'includesNoneOf', includesNoneOf: 'includesAnyOf',
}

type Path = readonly (string | number)[]

/** The parts of a condition that no subject can make true, each at its smallest. */
export function impossibleParts(tree: ConditionTree, subject: Subject, path: Path): readonly Path[] {
  if (!canHold(tree, subject)) return [smallest(tree, subject, path)]
  return partsOf(tree, path).flatMap((part) => impossibleParts(part.tree, subject, part.path))
}

interface Part {
  readonly tree: ConditionTree
  readonly path: Path
}

function partsOf(tree: ConditionTree, path: Path): readonly Part[] {
  if ('all' in tree) return tree.all.map((part, index) => ({ tree: part, path: [...path, 'all', index] }))
  if ('any' in tree) return tree.any.map((part, index) => ({ tree: part, path: [...path, 'any', index] }))
  return 'not' in tree ? [{ tree: tree.not, path: [...path, 'not'] }] : []
}

/** Of an `all`: the part that cannot be true, or that cannot be true beside those before it. */
function smallest(tree: ConditionTree, subject: Subject, path: Path): Path {
  if (!('all' in tree)) return path
  const parts = partsOf(tree, path)
  const alone = parts.find((part) => !canHold(part.tree, subject))
  if (alone !== undefined) return smallest(alone.tree, subject, alone.path)
  const clash = tree.all.findIndex((_, index) => !canHold({ all: tree.all.slice(0, index + 1) }, subject))
  return parts[clash]?.path ?? path
}
