import type { Literal } from '../literals.js'
import { byFact, listFor, valueFor } from './choose.js'
import type { Probe } from './probe.js'
import { somePlan, somewhat, type Vocabulary } from './words.js'

/** Unit counts that a file can say, with their keys. */
const counts: Readonly<Record<string, string>> = { enabledUnits: 'units', warningUnits: 'warning', suspendedUnits: 'suspended', lockedOutUnits: 'lockedOut', consumedUnits: 'consumed' }

/** No product has this id. */
const madeUp = '00000000-0000-0000-0000-000000000000'

/** A product of which all comparisons should hold: one of the catalog where one is named, else one that is made up. */
export function productProbe(literals: readonly Literal[], vocabulary: Vocabulary): readonly Probe[] {
  const facts = byFact(literals)
  const own = (fact: string): readonly Literal[] => facts.get(fact) ?? []
  const product = own('product').length === 0 ? madeUp : valueFor(own('product'), madeUp)
  const units = unitsOf(facts)
  const country = own('tenantCountry').length === 0 ? 'US' : valueFor(own('tenantCountry'), 'US')
  const status = own('capabilityStatus').length === 0 ? 'Enabled' : valueFor(own('capabilityStatus'), 'Enabled')
  if (typeof product !== 'string' || units === undefined || typeof country !== 'string' || typeof status !== 'string') return []
  const { must, any } = listFor(own('plans'))
  const plans = (must.length > 0 || any ? (must.length > 0 ? must : [somePlan(vocabulary).id]) : [somePlan(vocabulary).id]).map(vocabulary.plan)
  const good = product === madeUp ? { plans } : { sku: vocabulary.product(product) }
  const row = product === madeUp ? somewhat : vocabulary.product(product)
  return [{ sketch: { ...(country !== 'US' && { usageLocation: country }), products: { [row]: { ...good, ...units, ...(status !== 'Enabled' && { capabilityStatus: status }) } } }, row, column: 'as is' }]
}

/** Free units are those that are there, less those in use: what is not said otherwise makes up the difference. */
function unitsOf(facts: ReadonlyMap<string, readonly Literal[]>): Readonly<Record<string, number>> | undefined {
  const said = Object.entries(counts).flatMap(([fact, key]) => (facts.has(fact) ? [[key, valueFor(facts.get(fact)!, 1)] as const] : []))
  if (said.some(([, value]) => value === undefined)) return undefined
  const units = Object.fromEntries(said) as Readonly<Record<string, number>>
  const free = facts.has('freeUnits') ? valueFor(facts.get('freeUnits')!, 1) : undefined
  if (free === undefined) return facts.has('freeUnits') ? undefined : units
  const { units: enabled, warning = 0, consumed } = units
  if (enabled === undefined) return withoutNegative({ ...units, units: Number(free) + (consumed ?? Math.max(0, -Number(free))) - warning, consumed: consumed ?? Math.max(0, -Number(free)) })
  return withoutNegative({ ...units, consumed: consumed ?? enabled + warning - Number(free) })
}

function withoutNegative(units: Readonly<Record<string, number>>): Readonly<Record<string, number>> | undefined {
  return Object.values(units).some((value) => value < 0) ? undefined : units
}
