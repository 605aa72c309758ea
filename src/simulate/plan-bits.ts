import type { Guid } from '../model/catalog.js'
import type { PlansOf } from '../model/subject.js'
import type { License } from '../model/tenant.js'
import type { Paths } from './paths.js'
import { onceFor } from '../once.js'

/** A set of plans; those of products that were met later may be missing at its end. */
type Bits = Uint32Array

/** Plans as bits, for those who compare what thousands have on. */
export interface PlanBits {
  /** Plans that are on in the one and off in the other, sorted. */
  between(had: Paths, has: Paths): { readonly gains: readonly Guid[]; readonly loses: readonly Guid[] }
}

interface Product {
  readonly all: Bits
  /** Plans that can be switched off. */
  readonly optional: ReadonlyMap<Guid, number>
}

/** Numbered once for each catalog. */
export const planBits = onceFor(makeBits)

function makeBits(plansOf: PlansOf): PlanBits {
  const ids: Guid[] = []
  const numbers = new Map<Guid, number>()
  const products = new Map<Guid, Product>()
  const licensed = new WeakMap<License, Bits>()

  function numberOf(id: Guid): number {
    const number = numbers.get(id) ?? ids.push(id) - 1
    numbers.set(id, number)
    return number
  }

  function productOf(skuId: Guid): Product {
    const seen = products.get(skuId)
    if (seen !== undefined) return seen
    const plans = plansOf(skuId)
    for (const { servicePlanId } of plans) numberOf(servicePlanId)
    const all = new Uint32Array((ids.length + 31) >>> 5)
    for (const { servicePlanId } of plans) set(all, numberOf(servicePlanId))
    const product = { all, optional: new Map(plans.filter((plan) => plan.appliesTo === 'User').map(({ servicePlanId }) => [servicePlanId, numberOf(servicePlanId)])) }
    products.set(skuId, product)
    return product
  }

  function bitsOf(license: License): Bits {
    const seen = licensed.get(license)
    if (seen !== undefined) return seen
    const { all, optional } = productOf(license.skuId)
    const bits = license.disabledPlans.length === 0 ? all : all.slice()
    for (const plan of license.disabledPlans) {
      const number = optional.get(plan)
      if (number !== undefined) bits[number >>> 5]! &= ~(1 << (number & 31))
    }
    licensed.set(license, bits)
    return bits
  }

  /** Plans that are on by any path. */
  const onBits = onceFor((paths: Paths): Bits => {
    const all = paths.flatMap((path) => path.effective.map(bitsOf))
    const on = new Uint32Array((ids.length + 31) >>> 5)
    for (const bits of all) for (let word = 0; word < bits.length; word++) on[word]! |= bits[word]!
    return on
  })

  function named(some: Bits, less: Bits): readonly Guid[] {
    const found: Guid[] = []
    for (let word = 0; word < some.length; word++)
      for (let left = some[word]! & ~(less[word] ?? 0); left !== 0; left &= left - 1) found.push(ids[word * 32 + 31 - Math.clz32(left & -left)]!)
    return found.sort()
  }

  return {
    between(had, has) {
      const [before, after] = [onBits(had), onBits(has)]
      return { gains: named(after, before), loses: named(before, after) }
    },
  }
}

function set(bits: Bits, number: number): void {
  bits[number >>> 5]! |= 1 << (number & 31)
}
