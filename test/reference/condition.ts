import type { ConditionRule, ConditionTree } from '../../src/model/rule.js'
import { grantsOf, holdingsOf, unitsOf } from './judge.js'
import { plansOf, type Person, type Stock, type Team, type World } from './world.js'

type Facts = Readonly<Record<string, unknown>>

/** The few facts and operators that the random house rules use. */
export function conditionsOnUser(world: World, who: Person, plansBefore: readonly string[]): ConditionRule[] {
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

export function conditionsOnGroup(world: World, team: Team): ConditionRule[] {
  const products = team.licenses.map((license) => license.skuId)
  return conditions(world, 'group', { products, securityEnabled: team.securityEnabled })
}

export function conditionsOnProduct(world: World, stock: Stock): ConditionRule[] {
  return conditions(world, 'product', { consumed: stock.consumed, free: unitsOf(world, stock.id) - stock.consumed })
}

function conditions(world: World, subject: ConditionRule['subject'], facts: Facts): ConditionRule[] {
  return world.rules
    .filter((rule) => rule.kind === 'condition')
    .filter((rule) => rule.subject === subject && holds(rule.when, facts))
}

/** The products of a user that a condition names: what its finding is about. */
export function productsNamed(tree: ConditionTree, held: readonly string[]): string[] {
  if ('all' in tree) return tree.all.flatMap((one) => productsNamed(one, held))
  if ('any' in tree) return tree.any.flatMap((one) => productsNamed(one, held))
  if ('not' in tree) return productsNamed(tree.not, held)
  const wanted: readonly unknown[] = Array.isArray(tree.value) ? tree.value : [tree.value]
  return tree.fact === 'products' ? held.filter((sku) => wanted.includes(sku)) : []
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
