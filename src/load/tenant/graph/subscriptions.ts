import type { Subscription } from '../../../model/tenant.js'
import { entryOf, guidOf, remark, shown, textOf, truthOf } from './entry.js'
import type { At, Entry } from './entry.js'
import { prop } from './property.js'

/** Graph's `/directory/subscriptions`, one element. */
export function readSubscription(value: unknown, at: At): Subscription | undefined {
  const entry = entryOf(value, 'the subscription', at)
  if (entry === undefined) return undefined
  const skuId = guidOf(entry, 'skuId')
  const totalLicenses = totalOf(entry)
  const nextLifecycleDateTime = dayOf(entry, 'nextLifecycleDateTime')
  if (skuId === undefined || totalLicenses === undefined || nextLifecycleDateTime === undefined) return undefined
  return {
    skuId,
    skuPartNumber: textOf(entry, 'skuPartNumber') ?? skuId,
    status: textOf(entry, 'status') ?? 'Enabled',
    totalLicenses,
    isTrial: truthOf(entry, 'isTrial', false),
    nextLifecycleDateTime,
  }
}

function totalOf(entry: Entry): number | undefined {
  const value = prop(entry.props, 'totalLicenses') ?? 0
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  remark(entry, 'bad-units', `\`totalLicenses\` of ${entry.name} is \`${shown(value)}\``, 'it is a whole number, 0 or more')
  return undefined
}

/** The day of a time: ISO 8601, or Windows PowerShell's `/Date(1700000000000)/`. Absent: null. */
function dayOf(entry: Entry, key: string): string | null | undefined {
  const value = prop(entry.props, key)
  if (value === undefined || value === null || value === '') return null
  const day = typeof value === 'string' ? dayIn(value) : undefined
  if (day === undefined) remark(entry, 'bad-date', `\`${key}\` of ${entry.name} is no date: \`${shown(value)}\``)
  return day
}

function dayIn(text: string): string | undefined {
  const milliseconds = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(text)?.[1]
  if (milliseconds !== undefined) return isoDay(Number(milliseconds))
  const day = /^(\d{4}-\d{2}-\d{2})(?:T|$)/.exec(text)?.[1]
  return day !== undefined && isoDay(Date.parse(`${day}T00:00:00Z`)) === day ? day : undefined
}

function isoDay(milliseconds: number): string | undefined {
  const date = new Date(milliseconds)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10)
}

/** By product, then by date, and so on: the order of the export means nothing. */
export const bySubscription = (a: Subscription, b: Subscription): number => {
  const [left, right] = [JSON.stringify(a), JSON.stringify(b)]
  return left < right ? -1 : left > right ? 1 : 0
}
