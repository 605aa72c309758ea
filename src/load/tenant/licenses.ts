import type { Guid } from '../../model/catalog.js'
import type { License } from '../../model/tenant.js'
import type { Path, Reading } from './reading.js'
import { compareText } from '../text/tidy.js'

type Body = Readonly<Record<string, unknown>>

/** Reads `addLicenses` or a group's `assignedLicenses`. `earlier` is what its holder has: it says what is switched on where nothing is said. */
export function readLicenses(list: unknown, path: Path, reading: Reading, earlier: readonly License[] = []): readonly License[] {
  const bodies = (list ?? []) as readonly Body[]
  const licenses = bodies.map((body, index) => readLicense(body, [...path, index], reading, earlier))
  const known = licenses.filter((license) => license !== undefined)
  reportTwice(known.map(({ skuId }) => skuId), licenses, path, reading)
  return known
}

function reportTwice(ids: readonly Guid[], licenses: readonly (License | undefined)[], path: Path, reading: Reading): void {
  if (new Set(ids).size === ids.length) return
  licenses.forEach((license, index) => {
    const first = licenses.findIndex((other) => other?.skuId === license?.skuId)
    if (license !== undefined && first < index) reading.problem([...path, index], 'duplicate', `the product \`${reading.productName(license.skuId)}\` stands twice in this list`, 'name it once')
  })
}

function readLicense(body: Body, path: Path, reading: Reading, earlier: readonly License[]): License | undefined {
  const skuId = readSku(body, path, reading)
  if (body['disabledPlans'] !== undefined) return withPlans(skuId, readPlans(body['disabledPlans'], [...path, 'disabledPlans'], reading))
  if (body['enabledPlans'] !== undefined) return withPlans(skuId, skuId === undefined ? undefined : exceptThese(skuId, body['enabledPlans'], [...path, 'enabledPlans'], reading))
  if (skuId !== undefined) noticeEverythingOn(skuId, path, reading, earlier)
  return withPlans(skuId, [])
}

function withPlans(skuId: Guid | undefined, disabled: readonly Guid[] | undefined): License | undefined {
  if (skuId === undefined || disabled === undefined) return undefined
  return { skuId, disabledPlans: [...new Set(disabled)].sort(compareText) }
}

/** `sku`, or Graph's `skuId`. */
export function readSku(body: Body, path: Path, reading: Reading): Guid | undefined {
  const key = body['sku'] === undefined ? 'skuId' : 'sku'
  return reading.product(String(body[key]), [...path, key])
}

function readPlans(list: unknown, path: Path, reading: Reading): readonly Guid[] | undefined {
  const found = (list as readonly string[]).map((handle, index) => reading.plan(handle, [...path, index]))
  const known = found.filter((id) => id !== undefined)
  return known.length < found.length ? undefined : known
}

/**
 * What is off when only these are on. Plans that apply to the company cannot be switched off.
 * A plan of another product cannot be on here, and Graph's word for a licence has no place for it: `disabledPlans` is all
 * there is. It is listed there, so that the call is refused with `planNotInSku`, as it is when `disabledPlans` names it.
 */
function exceptThese(skuId: Guid, list: unknown, path: Path, reading: Reading): readonly Guid[] | undefined {
  const enabled = readPlans(list, path, reading)
  const ships = reading.catalog.products.get(skuId)?.servicePlans ?? []
  const others = ships.filter(({ servicePlanId, appliesTo }) => appliesTo === 'User' && enabled?.includes(servicePlanId) !== true).map(({ servicePlanId }) => servicePlanId)
  return enabled && [...others, ...enabled.filter((id) => !ships.some(({ servicePlanId }) => servicePlanId === id))]
}

function noticeEverythingOn(skuId: Guid, path: Path, reading: Reading, earlier: readonly License[]): void {
  const before = earlier.find((license) => license.skuId === skuId)
  const ships = (reading.catalog.products.get(skuId)?.servicePlans ?? []).filter(({ appliesTo }) => appliesTo === 'User')
  const on = ships.map(({ servicePlanId }) => servicePlanId).filter((id) => before === undefined || before.disabledPlans.includes(id))
  const names = on.map(reading.planName).sort(compareText)
  if (names.length === 0) return
  const one = names.length === 1
  const what = before === undefined ? (one ? 'its only service plan' : `all ${names.length} service plans`) : one ? 'a service plan that is off now' : `${names.length} service plans that are off now`
  reading.notice('everything-on', `step ${Number(path[1]) + 1} leaves out \`disabledPlans\` of ${reading.productName(skuId)}, which switches on ${what}: ${names.join(', ')}`, names.length)
}
