import * as fc from 'fast-check'
import type { Case } from '../../reference/case.js'
import type { Rule } from '../../../src/model/rule.js'
import { assign, caseOf, exclusive, group, license, needs, product, row, user } from '../../reference/make.js'

/**
 * A choice among plans, without anything else that makes licensing hard: one user with a direct licence, whose group is about to
 * give another product; both ship plans that are on or off, some ship in both. Rules about the user alone.
 */
export interface Choice {
  /** Plans of each path, and which of them are on. */
  readonly paths: Readonly<Record<Side, { readonly ships: readonly string[]; readonly on: readonly string[] }>>
  readonly rules: readonly ChoiceRule[]
}

/** By the direct licence, or by the group. */
export type Side = 'direct' | 'group'

export type ChoiceRule =
  | { readonly id: string; readonly type: 'exclude'; readonly plans: readonly [string, string] }
  | { readonly id: string; readonly type: 'need'; readonly plan: string; readonly anyOf: readonly (readonly string[])[]; readonly allOf: readonly string[] }

export function caseOfChoice({ paths, rules }: Choice): Case {
  const off = (side: Side): readonly string[] => paths[side].ships.filter((plan) => !paths[side].on.includes(plan))
  return caseOf({
    products: [product('mine', paths.direct.ships), product('ours', paths.group.ships)],
    groups: [group('team')],
    users: [user('ada', { memberOf: ['team'], rows: [row('mine', null, { disabledPlans: off('direct') })] })],
    rules: rules.map(ruleOf),
    changes: [assign('team', [license('ours', ...off('group'))])],
  })
}

function ruleOf(rule: ChoiceRule): Rule {
  if (rule.type === 'exclude') return exclusive(rule.id, rule.plans, { within: 'user' } as Partial<Rule>)
  const items = (plans: readonly string[]) => plans.map((id) => ({ type: 'plan', id }))
  return needs(rule.id, rule.plan, [], { within: 'user', requiresAnyOf: rule.anyOf.map(items), requiresAllOf: items(rule.allOf) } as Partial<Rule>)
}

const own = { direct: ['d1', 'd2', 'd3'], group: ['g1', 'g2', 'g3'] }
const shared = ['s1', 's2']

const rule: fc.Arbitrary<(id: string) => ChoiceRule> = fc.oneof(
  fc.uniqueArray(fc.constantFrom(...own.direct, ...own.group, ...shared), { minLength: 2, maxLength: 2 }).map(([a, b]) => (id: string) => ({ id, type: 'exclude' as const, plans: [a!, b!] as const })),
  fc
    .record({
      plan: fc.constantFrom(...own.direct, ...own.group),
      others: fc.uniqueArray(fc.constantFrom(...own.direct, ...own.group, ...shared), { minLength: 1, maxLength: 4 }),
      pairs: fc.boolean(),
      all: fc.nat({ max: 2 }),
    })
    .map(({ plan, others, pairs, all }) => (id: string) => needOf(id, plan, others.filter((one) => one !== plan), pairs, all)),
)

function needOf(id: string, plan: string, others: readonly string[], isPaired: boolean, all: number): ChoiceRule {
  const list = others.length > 0 ? others : [plan === 'g1' ? 'g2' : 'g1']
  const allOf = list.slice(0, all)
  const rest = list.slice(all)
  const anyOf = isPaired && rest.length > 2 ? [rest.slice(0, 2), ...rest.slice(2).map((one) => [one])] : rest.map((one) => [one])
  return { id, type: 'need', plan, anyOf, allOf }
}

/** Choices whose direct licence is in order by itself. */
export const anyChoice: fc.Arbitrary<Choice> = fc
  .record({ directOn: fc.subarray([...own.direct]), groupOn: fc.subarray([...own.group], { minLength: 2 }), rules: fc.array(rule, { minLength: 3, maxLength: 7 }) })
  .map(({ directOn, groupOn, rules }) => ({
    paths: { direct: { ships: [...own.direct, ...shared], on: directOn }, group: { ships: [...own.group, ...shared], on: groupOn } },
    rules: rules.map((make, index) => make(`r${index + 1}`)),
  }))
  .filter((choice) => choice.rules.every((one) => !isBroken(one, choice.paths.direct.on)))

function isBroken(rule: ChoiceRule, on: readonly string[]): boolean {
  const has = (plan: string): boolean => on.includes(plan)
  if (rule.type === 'exclude') return rule.plans.every(has)
  if (!has(rule.plan)) return false
  return !rule.allOf.every(has) || (rule.anyOf.length > 0 && !rule.anyOf.some((plans) => plans.every(has)))
}

/** A plan of the group needs others, each of which the direct licence and the group's have, switched off. */
export function eitherWay(size: number): Choice {
  const plans = Array.from({ length: size }, (_, index) => `s${index + 1}`)
  return {
    paths: { direct: { ships: ['d', ...plans], on: ['d'] }, group: { ships: ['x', ...plans], on: ['x'] } },
    rules: [{ id: 'needs_all', type: 'need', plan: 'x', anyOf: [], allOf: plans }],
  }
}
