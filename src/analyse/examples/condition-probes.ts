import type { ConditionRule } from '../../model/rule.js'
import { waysTo } from '../condition-logic.js'
import type { Literal } from '../literals.js'
import { groupProbe } from './group-probe.js'
import type { Bracket, Probe } from './probe.js'
import { productProbe } from './product-probe.js'
import { userProbe } from './user-probe.js'
import type { Vocabulary } from './words.js'

/** More ways to make a condition true than these are not shown. */
const mostWays = 60

/** For each way to make the condition true somebody of whom it is; beside it those in whom one comparison comes out otherwise. */
export function conditionProbes({ subject, when }: ConditionRule, vocabulary: Vocabulary): readonly Bracket[] {
  const ways = (waysTo(when, true, subject) ?? []).slice(0, mostWays).toSorted((one, other) => one.length - other.length)
  return [...ways, ...ways.flatMap(spelledOut)].slice(0, mostWays).flatMap((way) => {
    const [inside, ...more] = probesOf(way, subject, vocabulary)
    const beside = way.flatMap((literal, index) => turned(literal).flatMap((contrary) => probesOf([...way.slice(0, index), ...contrary, ...way.slice(index + 1)], subject, vocabulary)))
    return inside === undefined ? [] : [{ inside, beside }, ...more.map((other) => ({ inside: other, beside }))]
  })
}

/** One way for each value of a list of which one is enough. */
function spelledOut(way: readonly Literal[]): readonly (readonly Literal[])[] {
  return way.flatMap((literal, index) => {
    const operator = single[literal.operator]
    const values = Array.isArray(literal.value) && operator !== undefined ? (literal.value as readonly string[]).slice(1) : []
    return values.map((value) => [...way.slice(0, index), { ...literal, operator: operator!, value }, ...way.slice(index + 1)])
  })
}

const single: Readonly<Record<string, string>> = { in: 'equal', includesAnyOf: 'includes' }

function probesOf(literals: readonly Literal[], subject: ConditionRule['subject'], vocabulary: Vocabulary): readonly Probe[] {
  switch (subject) {
    case 'user': return userProbe(literals, vocabulary)
    case 'group': return groupProbe(literals, vocabulary)
    case 'product': return productProbe(literals, vocabulary)
    default: return subject satisfies never
  }
}

const contraries: Readonly<Record<string, string>> = {
  equal: 'notEqual', notEqual: 'equal', in: 'notIn', notIn: 'in', startsWith: 'notStartsWith', notStartsWith: 'startsWith',
  lessThan: 'greaterThanInclusive', greaterThanInclusive: 'lessThan', greaterThan: 'lessThanInclusive', lessThanInclusive: 'greaterThan',
  includes: 'notIncludes', notIncludes: 'includes', includesAnyOf: 'includesNoneOf', includesNoneOf: 'includesAnyOf',
}

/** A comparison that comes out otherwise. */
function turned(literal: Literal): readonly (readonly Literal[])[] {
  if (literal.operator === 'exists') return [[{ ...literal, value: literal.value !== true }]]
  const contrary = contraries[literal.operator]
  return contrary === undefined ? [] : [[{ ...literal, operator: contrary }]]
}
