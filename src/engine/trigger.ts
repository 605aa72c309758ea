import { itemKey } from '../kinds/items.js'
import { after } from '../kinds/holdings.js'
import type { Trigger } from '../kinds/kind.js'
import type { Guid } from '../model/catalog.js'
import type { Item } from '../model/rule.js'
import type { PlansOf, Subject } from '../model/subject.js'
import type { License } from '../model/tenant.js'
import { onceFor } from '../once.js'

/** A set of items; bit i stands for the i-th item that the triggers name. */
type Bits = Uint32Array

/** Tells of a subject which rules could fire. Never misses one; may name one that does not fire. */
export interface Triggers {
  /** Positions of the triggers that are met, ascending. */
  couldFire(subject: Subject): readonly number[]
}

/** The triggers as they are met by subjects in one catalog. */
export type TriggersIn = (plansOf: PlansOf) => Triggers

/** Turns triggers into sets of bits, so that a rule costs a few machine words per subject. */
export function triggersOf(triggers: readonly Trigger[]): TriggersIn {
  const numbers = numbered(triggers.flatMap(itemsOf))
  const words = Math.max(1, Math.ceil(numbers.size / 32))
  const tests = triggers.map((trigger) => testOf(trigger, (items) => bitsOf(items, numbers, words)))
  return onceFor((plansOf: PlansOf) => {
    const licensed = createLicensed(numbers, words, plansOf)
    return {
      couldFire(subject: Subject) {
        const held = holds(subject, licensed, words)
        const met: number[] = []
        for (let i = 0; i < tests.length; i++) if ((tests[i] as Test)(held)) met.push(i)
        return met
      },
    }
  })
}

function itemsOf(trigger: Trigger): readonly Item[] {
  switch (trigger.type) {
    case 'together':
      return [...trigger.left, ...trigger.right]
    case 'present':
      return trigger.items
    case 'present-and-absent':
      return [...trigger.present, ...trigger.absent.flat(2)]
    case 'always':
      return []
    default:
      return trigger satisfies never
  }
}

type Numbers = ReadonlyMap<string, number>
type Test = (held: Bits) => boolean

function numbered(items: readonly Item[]): Numbers {
  const keys = [...new Set(items.map(itemKey))]
  return new Map(keys.map((key, i) => [key, i]))
}

function bitsOf(items: readonly Item[], numbers: Numbers, words: number): Bits {
  const bits = new Uint32Array(words)
  for (const item of items) set(bits, numbers.get(itemKey(item)) as number)
  return bits
}

function set(bits: Bits, i: number): void {
  bits[i >>> 5] = (bits[i >>> 5] as number) | (1 << (i & 31))
}

function testOf(trigger: Trigger, bits: (items: readonly Item[]) => Bits): Test {
  switch (trigger.type) {
    case 'together':
      return together(bits(trigger.left), bits(trigger.right))
    case 'present': {
      const items = bits(trigger.items)
      return (held) => meets(held, items)
    }
    case 'present-and-absent': {
      const present = bits(trigger.present)
      const absent = trigger.absent.map((alternatives) => alternatives.map(bits))
      const isMissing = (held: Bits, alternatives: readonly Bits[]): boolean => !alternatives.some((all) => covers(held, all))
      return (held) => meets(held, present) && absent.some((alternatives) => isMissing(held, alternatives))
    }
    case 'always':
      return () => true
    default:
      return trigger satisfies never
  }
}

/** Something of both sides, and two different things at that. */
function together(left: Bits, right: Bits): Test {
  return (held) => meets(held, left) && meets(held, right) && holdsTwo(held, left, right)
}

function holdsTwo(held: Bits, left: Bits, right: Bits): boolean {
  let count = 0
  for (let i = 0; i < held.length; i++) {
    let word = (held[i] as number) & ((left[i] as number) | (right[i] as number))
    for (; word !== 0 && count < 2; word &= word - 1) count++
  }
  return count > 1
}

function meets(held: Bits, items: Bits): boolean {
  for (let i = 0; i < held.length; i++) if (((held[i] as number) & (items[i] as number)) !== 0) return true
  return false
}

function covers(held: Bits, all: Bits): boolean {
  for (let i = 0; i < held.length; i++) if (((all[i] as number) & ~(held[i] as number)) !== 0) return false
  return true
}

type Licensed = (license: License) => Bits

function holds(subject: Subject, licensed: Licensed, words: number): Bits {
  const held = new Uint32Array(words)
  if (subject.type === 'seats' || subject.type === 'product') return add(held, licensed({ skuId: subject.skuId, disabledPlans: [] }))
  for (const grant of after(subject)) {
    for (const license of grant.licenses) add(held, licensed(license))
  }
  return held
}

function add(held: Bits, more: Bits): Bits {
  for (let i = 0; i < held.length; i++) held[i] = (held[i] as number) | (more[i] as number)
  return held
}

/** What one licence gives, remembered by the object itself. */
function createLicensed(numbers: Numbers, words: number, plansOf: PlansOf): Licensed {
  const known = new WeakMap<License, Bits>()
  const products = new Map<Guid, ProductBits>()
  return (license) => {
    const seen = known.get(license)
    if (seen !== undefined) return seen
    const product = products.get(license.skuId) ?? bitsOfProduct(license.skuId, numbers, words, plansOf)
    products.set(license.skuId, product)
    const bits = less(product, license)
    known.set(license, bits)
    return bits
  }
}

interface ProductBits {
  /** The product, and all its plans. */
  readonly all: Bits
  /** Plans that can be switched off; `Company` plans are always on. */
  readonly optional: ReadonlyMap<Guid, number>
}

function bitsOfProduct(skuId: Guid, numbers: Numbers, words: number, plansOf: PlansOf): ProductBits {
  const all = new Uint32Array(words)
  const optional = new Map<Guid, number>()
  const product = numbers.get(`product:${skuId}`)
  if (product !== undefined) set(all, product)
  for (const { servicePlanId, appliesTo } of plansOf(skuId)) {
    const plan = numbers.get(`plan:${servicePlanId}`)
    if (plan === undefined) continue
    set(all, plan)
    if (appliesTo !== 'Company') optional.set(servicePlanId, plan)
  }
  return { all, optional }
}

function less({ all, optional }: ProductBits, { disabledPlans }: License): Bits {
  if (disabledPlans.length === 0) return all
  const bits = all.slice()
  for (const id of disabledPlans) {
    const plan = optional.get(id)
    if (plan !== undefined) bits[plan >>> 5]! &= ~(1 << (plan & 31))
  }
  return bits
}
