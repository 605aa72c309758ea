import { countryCodes } from '../../load/catalog/countries.js'
import type { Item, MutuallyExclusiveRule, PrerequisiteRule, Rule, SeatsRule, UniqueProxyRule, UsageLocationRule } from '../../model/rule.js'
import { forbidden, pairsOf } from '../rule-logic.js'
import { conditionProbes } from './condition-probes.js'
import type { Bracket, Probe, Sketch } from './probe.js'
import { shelve, somePlan, somewhat, type Vocabulary } from './words.js'

/** What another rule would refuse may still be held: rules that only warn speak of that, too. */
export function bracketsOf(rule: Rule, vocabulary: Vocabulary): readonly Bracket[] {
  const given = bracketsOfKind(rule, vocabulary)
  if (rule.severity === 'error' || rule.severity === 'off' || rule.kind === 'condition' || rule.kind === 'seats') return given
  return [...given, ...given.map(({ inside, beside }) => ({ inside: asHeld(inside), beside: beside.map(asHeld) }))]
}

/** The case with everything there already. */
function asHeld({ sketch, row, column }: Probe): Probe {
  const { groups = {}, users = {} } = sketch
  const words = column.split(' + ')
  const memberOf = words.filter((word) => Object.hasOwn(groups, word))
  const has = { licenses: words.filter((word) => !memberOf.includes(word)), ...(memberOf.length > 0 && { memberOf }) }
  const held = Object.hasOwn(users, row) ? { users: { ...users, [row]: { ...users[row], ...has } } } : { groups: { ...groups, [row]: { ...groups[row], ...has } } }
  return { sketch: { ...sketch, ...held }, row, column: 'as is' }
}

function bracketsOfKind(rule: Rule, vocabulary: Vocabulary): readonly Bracket[] {
  switch (rule.kind) {
    case 'mutually-exclusive': return conflicts(rule, vocabulary)
    case 'prerequisite': return needs(rule, vocabulary)
    case 'usage-location': return 'requiredFor' in rule.condition ? unplaced(rule, rule.condition.requiredFor, vocabulary) : places(rule, vocabulary)
    case 'seats': return seats(rule, vocabulary)
    case 'unique-proxy': return addresses(rule, vocabulary)
    case 'condition': return conditionProbes(rule, vocabulary)
    default: return rule satisfies never
  }
}

const somebody = 'ada'
const team = 'Team'

/** One user with nothing, or one group without members. */
function handed(items: readonly Item[], to: 'user' | 'group', vocabulary: Vocabulary, off: readonly string[] = []): Probe {
  const { words, products } = shelve(items, vocabulary, off)
  const who: Sketch = to === 'user' ? { users: { [somebody]: {} } } : { groups: { [team]: {} } }
  return { sketch: { ...(Object.keys(products).length > 0 && { products }), ...who }, row: to === 'user' ? somebody : team, column: words.join(' + ') }
}

function subjectsOf({ within }: { readonly within: 'user' | 'group' | 'both' }): readonly ('user' | 'group')[] {
  return within === 'both' ? ['user', 'group'] : [within]
}

function conflicts(rule: MutuallyExclusiveRule, vocabulary: Vocabulary): readonly Bracket[] {
  return subjectsOf(rule).flatMap((to) => pairsOf(rule).map(([one, other]) => ({ inside: handed([one, other], to, vocabulary), beside: [handed([one], to, vocabulary), handed([other], to, vocabulary)] })))
}

/** Alone; and for each thing that is needed beside others, without it. A product may bring what it needs: then that is off. */
function needs(rule: PrerequisiteRule, vocabulary: Vocabulary): readonly Bracket[] {
  const { dependent, requiresAnyOf, requiresAllOf } = rule
  const off = dependent.type === 'product' ? [...requiresAnyOf.flat(), ...requiresAllOf].filter(({ type }) => type === 'plan').map(({ id }) => id) : []
  const enough = requiresAnyOf.length === 0 ? [requiresAllOf] : requiresAnyOf.map((all) => [...all, ...requiresAllOf])
  return subjectsOf(rule).flatMap((to) => {
    const give = (items: readonly Item[]): Probe => handed([dependent, ...items], to, vocabulary, off)
    const beside = enough.map(give)
    const partly = enough.flatMap((all) => (all.length < 2 ? [] : all.map((_, index) => all.filter((__, at) => at !== index))))
    return [{ inside: give([]), beside }, ...partly.map((some) => ({ inside: give(some), beside }))]
  })
}

/** Somebody in a country, as far as it matters. */
function inCountry(item: Item, usageLocation: string | null, vocabulary: Vocabulary): Probe {
  const { words, products } = shelve([item], vocabulary)
  return { sketch: { ...(Object.keys(products).length > 0 && { products }), users: { [somebody]: { usageLocation } } }, row: somebody, column: words.join() }
}

/** The first thing in every country, the others in one. */
function places(rule: UsageLocationRule, vocabulary: Vocabulary): readonly Bracket[] {
  const wrong = forbidden(rule)
  const right = countryCodes.filter((code) => !wrong.includes(code))
  const usual = ['US', 'CH', 'DE', ...right].filter((code) => right.includes(code)).slice(0, 1)
  return rule.items.flatMap((item, index) => (index === 0 ? wrong : wrong.slice(0, 1)).map((code) => ({
    inside: inCountry(item, code, vocabulary),
    beside: (index === 0 && code === wrong[0] && right.length < wrong.length ? [...usual, ...right] : usual).map((other) => inCountry(item, other, vocabulary)),
  })))
}

/** Any plan does where the rule names none. */
function unplaced(rule: UsageLocationRule, requiredFor: 'direct' | 'any', vocabulary: Vocabulary): readonly Bracket[] {
  const items = rule.items.length > 0 ? rule.items : [somePlan(vocabulary)]
  return items.flatMap((item): readonly Bracket[] => {
    const { words, products } = shelve([item], vocabulary)
    const joining = (usageLocation: string | null): Probe => ({ sketch: { ...(Object.keys(products).length > 0 && { products }), groups: { [team]: { licenses: words } }, users: { [somebody]: { usageLocation } } }, row: somebody, column: team })
    const direct = { inside: inCountry(item, null, vocabulary), beside: [inCountry(item, 'US', vocabulary), joining(null)] }
    return requiredFor === 'direct' ? [direct] : [direct, { inside: joining(null), beside: [joining('US')] }]
  })
}

/** Somebody wants the last unit; and, for rules that only warn, a product that is used up as it is. */
function seats({ products, keepFree }: SeatsRule, vocabulary: Vocabulary): readonly Bracket[] {
  const plan = vocabulary.plan(somePlan(vocabulary).id)
  const goods = products.length === 0 ? [[somewhat, { plans: [plan] }] as const] : products.map((id) => [vocabulary.product(id), { sku: vocabulary.product(id) }] as const)
  return goods.flatMap(([name, good]): readonly Bracket[] => {
    const wanted = (units: number): Probe => ({ sketch: { products: { [name]: { ...good, units } }, users: { [somebody]: {} } }, row: somebody, column: name })
    const used = (units: number): Probe => ({ sketch: { products: { [name]: { ...good, units, consumed: 1 } } }, row: name, column: 'as is' })
    return [{ inside: wanted(keepFree), beside: [wanted(keepFree + 1)] }, { inside: used(keepFree), beside: [used(keepFree + 1)] }]
  })
}

function addresses({ whenAnyPlan }: UniqueProxyRule, vocabulary: Vocabulary): readonly Bracket[] {
  return whenAnyPlan.map((item) => {
    const { words } = shelve([item], vocabulary)
    const beside = (address: string): Probe => ({ sketch: { users: { [somebody]: { proxyAddresses: ['SMTP:info@contoso.com'] }, ben: { proxyAddresses: [address] } } }, row: somebody, column: words.join() })
    return { inside: beside('SMTP:info@contoso.com'), beside: [beside('SMTP:ben@contoso.com')] }
  })
}
