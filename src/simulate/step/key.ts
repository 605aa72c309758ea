import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { RuleSet } from '../../model/rule.js'
import type { Group } from '../../model/tenant.js'
import { onceFor } from '../../once.js'
import type { Paths } from '../paths.js'
import { unitsOf, type Crowd, type World } from '../world.js'
import type { Touched } from './touched.js'

/** Numbers of what is equal for a step: of crowds by identity, of the rest by what it says. */
export interface Numbers {
  readonly crowds: WeakMap<Crowd, number>
  readonly texts: Map<string, number>
  readonly byObject: WeakMap<object, number>
  next: number
}

export const noNumbers = (): Numbers => ({ crowds: new WeakMap(), texts: new Map(), byObject: new WeakMap(), next: 0 })

/**
 * All that a step depends on, in a text: the change and its step, the users whom it names, the group, the crowds, and the units
 * of what they may ask for. How many are free does not matter where everybody can have one.
 */
export function keyOf(numbers: Numbers, world: World, change: Change, { crowds, named, group }: Touched): string {
  const own = group === undefined ? undefined : world.groups.get(group)
  const seats = seatsText(world, change, own, crowds)
  const lots = seats === '' ? '' : world.lots
  return `${world.step} ${numberOfObject(numbers, change)} ${own ? numberOfObject(numbers, own) : ''} ${named.join()} ${crowds.map((index) => numberOfCrowd(numbers, world.crowds[index]!)).join()} ${seats} ${lots}`
}

function numberOfCrowd(numbers: Numbers, crowd: Crowd): number {
  const known = numbers.crowds.get(crowd)
  if (known !== undefined) return known
  numbers.crowds.set(crowd, (numbers.next += 1))
  return numbers.next
}

function numberOfObject({ texts, byObject }: Numbers, one: Change | Group): number {
  const known = byObject.get(one)
  if (known !== undefined) return known
  const text = textOf(one)
  const number = texts.get(text) ?? texts.size
  texts.set(text, number)
  byObject.set(one, number)
  return number
}

/** What it says, written once. */
export const textOf = onceFor((one: Change | Group): string => JSON.stringify(one))

/** Units of products of which there may be too few for these crowds, and products that the tenant does not have. */
function seatsText(world: World, change: Change, group: Group | undefined, crowds: readonly number[]): string {
  const skuIds = new Set([...licensesOf(change), ...(group?.assignedLicenses ?? [])].map(({ skuId }) => skuId))
  let asking = 0
  for (const index of crowds) {
    const { state, remembered, members } = world.crowds[index]!
    asking += members.length
    for (const one of [state, remembered]) if (one) for (const skuId of wantedBy(one.paths)) skuIds.add(skuId)
  }
  let text = ''
  for (const skuId of skuIds) text += seatText(world, skuId, asking)
  return text
}

function seatText(world: World, skuId: Guid, asking: number): string {
  const sku = world.skus.get(skuId)
  const consumed = world.consumed.get(skuId) ?? 0
  if (sku && unitsOf(world, sku) - consumed - mostKept(world.project.rules) >= asking) return ''
  const { enabled, warning } = sku?.prepaidUnits ?? { enabled: 0, warning: 0 }
  return `${skuId} ${enabled} ${warning} ${consumed},`
}

/** Units that rules keep free. */
const mostKept = onceFor(({ rules }: RuleSet): number => Math.max(0, ...rules.map((rule) => (rule.kind === 'seats' ? rule.keepFree : 0))))

const licensesOf = (change: Change): readonly { readonly skuId: Guid }[] => {
  if (change.op === 'assignLicense') return change.addLicenses
  return change.op === 'createGroup' ? change.group.assignedLicenses : []
}

const wantedBy = onceFor((paths: Paths): readonly Guid[] => [...new Set(paths.flatMap(({ intended }) => intended.map(({ skuId }) => skuId)))])
