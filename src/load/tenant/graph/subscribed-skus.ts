import type { Guid, ProductPlan } from '../../../model/catalog.js'
import type { PrepaidUnits, SubscribedSku } from '../../../model/tenant.js'
import { cut, entriesOf, entryOf, guidOf, remark, shown, textOf } from './entry.js'
import type { At, Entry } from './entry.js'
import { isProps, prop } from './property.js'

/** A product that the tenant has, and what it calls the product's plans. */
export interface SkuRead {
  readonly sku: SubscribedSku
  readonly planNames: readonly (readonly [Guid, string])[]
}

/** Graph's `/subscribedSkus`, one element. */
export function readSubscribedSku(value: unknown, at: At): SkuRead | undefined {
  const entry = entryOf(value, 'the product', at)
  if (entry === undefined) return undefined
  const skuId = guidOf(entry, 'skuId')
  const prepaidUnits = prepaidUnitsOf(entry)
  const consumedUnits = unitsOf(entry, 'consumedUnits')
  const plans = (entriesOf(entry, 'servicePlans') ?? []).flatMap(planOf)
  if (skuId === undefined || prepaidUnits === undefined || consumedUnits === undefined) return undefined
  const sku: SubscribedSku = {
    skuId,
    skuPartNumber: textOf(entry, 'skuPartNumber') ?? skuId,
    appliesTo: textOf(entry, 'appliesTo') ?? 'User',
    capabilityStatus: textOf(entry, 'capabilityStatus') ?? 'Enabled',
    prepaidUnits,
    consumedUnits,
    servicePlans: onePerPlan(plans.map(({ plan }) => plan)),
  }
  return { sku, planNames: plans.flatMap(({ plan, name }) => (name === null ? [] : [[plan.servicePlanId, name] as const])) }
}

function planOf(entry: Entry): { readonly plan: ProductPlan; readonly name: string | null }[] {
  const servicePlanId = guidOf(entry, 'servicePlanId')
  if (servicePlanId === undefined) return []
  const appliesTo = textOf(entry, 'appliesTo')?.toLowerCase() === 'company' ? 'Company' : 'User'
  return [{ plan: { servicePlanId, appliesTo }, name: textOf(entry, 'servicePlanName') }]
}

const onePerPlan = (plans: readonly ProductPlan[]): readonly ProductPlan[] =>
  [...new Map(plans.map((plan) => [plan.servicePlanId, plan])).values()].sort((a, b) => (a.servicePlanId < b.servicePlanId ? -1 : 1))

function prepaidUnitsOf(entry: Entry): PrepaidUnits | undefined {
  const value = prop(entry.props, 'prepaidUnits')
  if (!isProps(value)) return noUnits(entry, value)
  const units = { ...entry, props: value, name: `\`prepaidUnits\` of ${entry.name}` }
  const enabled = unitsOf(units, 'enabled')
  const [warning, suspended, lockedOut] = [optionalUnits(units, 'warning'), optionalUnits(units, 'suspended'), optionalUnits(units, 'lockedOut')]
  if (enabled === undefined || warning === undefined || suspended === undefined || lockedOut === undefined) return undefined
  return { enabled, warning, suspended, lockedOut }
}

function noUnits(entry: Entry, value: unknown): undefined {
  if (typeof value === 'string') cut(entry, `\`prepaidUnits\` of ${entry.name}`)
  else remark(entry, 'missing-key', `${entry.name} has no \`prepaidUnits\``, 'export `subscribedSkus` with `prepaidUnits` and `consumedUnits`')
}

/** Older exports lack some of them. */
const optionalUnits = (entry: Entry, key: string): number | undefined =>
  (prop(entry.props, key) ?? undefined) === undefined ? 0 : unitsOf(entry, key)

/** Graph counts units with 32 bits. */
const mostUnits = 2_147_483_647

function unitsOf(entry: Entry, key: string): number | undefined {
  const value = prop(entry.props, key)
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= mostUnits) return value
  if (value === undefined || value === null) remark(entry, 'missing-key', `${entry.name} has no \`${key}\``)
  else remark(entry, 'bad-units', `\`${key}\` of ${entry.name} is ${typeof value === 'string' ? 'the text ' : ''}\`${shown(value)}\``, `units are whole numbers from 0 to ${mostUnits}`)
  return undefined
}
