import { userAttributes } from '../../kinds/vocabulary.js'
import type { Item } from '../../model/rule.js'
import type { Literal } from '../literals.js'
import { byFact, listFor, valueFor } from './choose.js'
import type { Probe } from './probe.js'
import { shelve, somePlan, type Vocabulary } from './words.js'

const plan = (id: string): Item => ({ type: 'plan', id })
const product = (id: string): Item => ({ type: 'product', id })
const usualPlace = 'US'
const team = 'Team'
const change = 'the change'

/** A user of whom all comparisons should hold; what the user had before and has after may take a change. */
export function userProbe(literals: readonly Literal[], vocabulary: Vocabulary): readonly Probe[] {
  const facts = byFact(literals)
  const person = personOf(facts)
  if (person === undefined) return []
  const wanted = holdingsOf(facts, vocabulary)
  const off = listFor(facts.get('plans')).mustNot
  const [held, taken, given, inherited] = [wanted.held, wanted.taken, wanted.given, wanted.inherited].map((items) => shelve(items, vocabulary, off))
  const products = { ...held!.products, ...taken!.products, ...given!.products, ...inherited!.products }
  const groups = { ...Object.fromEntries(listFor(facts.get('groups')).must.map((id) => [vocabulary.names.group(id), {}])), ...(inherited!.words.length > 0 && { [team]: { licenses: inherited!.words } }), ...(listFor(facts.get('groups')).any && inherited!.words.length === 0 && { [team]: {} }) }
  const licenses = [...new Set([...held!.words, ...taken!.words])]
  const user = { ...person.own, ...(licenses.length > 0 && { licenses }), ...(Object.keys(groups).length > 0 && { memberOf: Object.keys(groups) }) }
  const plans = { ...(taken!.words.length > 0 && { takes: taken!.words }), ...(given!.words.length > 0 && { gives: given!.words }) }
  const isChanged = Object.keys(plans).length > 0
  const sketch = {
    ...(person.tenantCountry !== usualPlace && { usageLocation: person.tenantCountry }),
    ...(Object.keys(products).length > 0 && { products }), ...(Object.keys(groups).length > 0 && { groups }), users: { ada: user }, ...(isChanged && { plans: { [change]: plans } }),
  }
  return [{ sketch, row: 'ada', column: isChanged ? change : 'as is' }]
}

type Facts = ReadonlyMap<string, readonly Literal[]>

const ownFacts: Readonly<Record<string, string | boolean | null>> = { userType: 'Member', accountEnabled: true, onPremisesSyncEnabled: false, usageLocation: usualPlace, ...Object.fromEntries(userAttributes.map((name) => [name, null])) }

/** What is said of the user itself, where it is not the usual; undefined where nobody can be like that. */
function personOf(facts: Facts): { readonly own: Readonly<Record<string, unknown>>; readonly tenantCountry: string } | undefined {
  const chosen = Object.entries(ownFacts).flatMap(([fact, usual]) => (facts.has(fact) ? [[fact, valueFor(facts.get(fact)!, usual), usual] as const] : []))
  const country = facts.has('tenantCountry') ? valueFor(facts.get('tenantCountry')!, usualPlace) : usualPlace
  if (typeof country !== 'string' || chosen.some(([, value]) => value === undefined)) return undefined
  const own = Object.fromEntries(chosen.flatMap(([fact, value, usual]) => (value === usual && (fact !== 'usageLocation' || country === usualPlace) ? [] : [[fact, value]])))
  return { own, tenantCountry: country }
}

interface Holdings {
  readonly held: readonly Item[]
  readonly taken: readonly Item[]
  readonly given: readonly Item[]
  readonly inherited: readonly Item[]
}

/** Who lost a plan had it and gave it up; who gained one is given it; all else is there from the beginning. */
function holdingsOf(facts: Facts, vocabulary: Vocabulary): Holdings {
  const of = (fact: string) => listFor(facts.get(fact))
  const some = (fact: string): readonly Item[] => (of(fact).any ? [somePlan(vocabulary)] : [])
  const now = of('plans')
  const before = of('plansBefore')
  const lost = [...of('lostPlans').must, ...before.must.filter((id) => now.mustNot.includes(id))]
  const gained = [...of('gainedPlans').must, ...now.must.filter((id) => before.mustNot.includes(id) || of('lostPlans').must.includes(id))]
  const inherited = of('inheritedProducts').must
  const products = [...of('directProducts').must, ...of('products').must.filter((id) => !inherited.includes(id))]
  const plans = [...now.must, ...before.must].filter((id) => !lost.includes(id) && !gained.includes(id))
  const anything = [...some('products'), ...some('directProducts'), ...some('plans'), ...some('plansBefore')]
  const isSomething = products.length + plans.length + inherited.length > 0
  return {
    held: [...[...new Set(products)].map(product), ...[...new Set(plans)].map(plan), ...(isSomething ? [] : anything.slice(0, 1))],
    taken: [...[...new Set(lost)].map(plan), ...some('lostPlans')],
    given: [...[...new Set(gained)].map(plan), ...some('gainedPlans')],
    inherited: [...inherited.map(product), ...some('inheritedProducts')],
  }
}
