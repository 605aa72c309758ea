import type { Literal } from '../literals.js'
import { byFact, listFor, valueFor } from './choose.js'
import type { Probe } from './probe.js'
import { shelve, somePlan, type Vocabulary } from './words.js'

const flags: Readonly<Record<string, boolean>> = { securityEnabled: true, mailEnabled: false, dynamic: false, onPremisesSyncEnabled: false, isAssignableToRole: false }

/** A group of which all comparisons should hold. */
export function groupProbe(literals: readonly Literal[], vocabulary: Vocabulary): readonly Probe[] {
  const facts = byFact(literals)
  const value = (fact: string, usual: string | number | boolean) => (facts.has(fact) ? valueFor(facts.get(fact)!, usual) : usual)
  const [name, members, country] = [value('displayName', 'Team'), value('memberCount', 0), value('tenantCountry', 'US')]
  const chosen = Object.entries(flags).map(([fact, usual]) => [fact, value(fact, usual), usual] as const)
  if (typeof name !== 'string' || members === undefined || typeof country !== 'string' || chosen.some(([, is]) => is === undefined)) return []
  const [products, plans] = [listFor(facts.get('products')), listFor(facts.get('plans'))]
  const named = [...products.must.map((id) => ({ type: 'product', id }) as const), ...plans.must.map((id) => ({ type: 'plan', id }) as const)]
  const items = named.length === 0 && (products.any || plans.any) ? [somePlan(vocabulary)] : named
  const { words: licenses, products: goods } = shelve(items, vocabulary, plans.mustNot)
  const group = { ...(licenses.length > 0 && { licenses }), ...(members !== 0 && { members }), ...Object.fromEntries(chosen.flatMap(([fact, is, usual]) => (is === usual ? [] : [[fact, is]]))) }
  return [{ sketch: { ...(country !== 'US' && { usageLocation: country }), ...(Object.keys(goods).length > 0 && { products: goods }), groups: { [name]: group } }, row: name, column: 'as is' }]
}
