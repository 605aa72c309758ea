import type { ConditionRule, ConditionTree, Rule } from '../../src/model/rule.js'
import { grantsOf, holdingsOf, unitsOf } from './judge.js'
import { plansOf, type Person, type Stock, type Team, type World } from './world.js'

type Facts = Readonly<Record<string, unknown>>

/** The few facts and operators that the random house rules use. */
export function conditionsOnUser(world: World, who: Person, plansBefore: readonly string[]): Rule[] {
  const plans = plansOf(world, who)
  const products = [...new Set(holdingsOf(world, grantsOf(who)).map((holding) => holding.sku))]
  return conditions(world, 'user', {
    userType: who.userType,
    accountEnabled: who.accountEnabled,
    usageLocation: who.usageLocation,
    memberOf: who.memberOf,
    products,
    plans,
    plansBefore,
    plansAfter: plans,
    lostPlans: plansBefore.filter((plan) => !plans.includes(plan)),
  })
}

export function conditionsOnGroup(world: World, team: Team): Rule[] {
  const products = team.licenses.map((license) => license.skuId)
  return conditions(world, 'group', { products, securityEnabled: team.securityEnabled })
}

export function conditionsOnProduct(world: World, stock: Stock): Rule[] {
  return conditions(world, 'product', { consumed: stock.consumed, free: unitsOf(world, stock.id) - stock.consumed })
}

function conditions(world: World, subject: ConditionRule['subject'], facts: Facts): Rule[] {
  return world.rules.filter((rule) => rule.kind === 'condition' && rule.subject === subject && holds(rule.when, facts))
}

function holds(tree: ConditionTree, facts: Facts): boolean {
  if ('all' in tree) return tree.all.every((one) => holds(one, facts))
  if ('any' in tree) return tree.any.some((one) => holds(one, facts))
  if ('not' in tree) return !holds(tree.not, facts)
  return compare(facts[tree.fact], tree.operator, tree.value)
}

function compare(fact: unknown, operator: string, value: unknown): boolean {
  const list = Array.isArray(fact) ? fact : []
  const wanted = Array.isArray(value) ? value : [value]
  switch (operator) {
    case 'equal':
      return fact === value
    case 'notEqual':
      return fact !== value
    case 'includesAnyOf':
      return wanted.some((one) => list.includes(one))
    case 'includesAllOf':
      return wanted.every((one) => list.includes(one))
    case 'lessThan':
      return Number(fact) < Number(value)
    case 'greaterThan':
      return Number(fact) > Number(value)
    default:
      throw new Error(`the reference does not know the operator ${operator}`)
  }
}
