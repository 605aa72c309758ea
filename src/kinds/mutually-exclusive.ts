import type { Item, MutuallyExclusiveRule } from '../model/rule.js'
import type { Holding } from '../model/subject.js'
import { union } from './holdings.js'
import { distinct, itemKey, itemsSchema, oneOf, readItems, withinOf, withinSchema } from './items.js'
import type { Conditions, Kind, Resolve } from './kind.js'

/** At most one of several plans or products; or none of some together with any of others. */
export const mutuallyExclusive: Kind<MutuallyExclusiveRule> = {
  kind: 'mutually-exclusive',
  error: 'MutuallyExclusiveViolation',

  judges({ severity, within }) {
    const [user, group] = severity === 'error' ? (['attempt', 'group'] as const) : (['user', 'groupState'] as const)
    return within === 'user' ? [user] : within === 'group' ? [group] : [user, group]
  },

  schema: {
    properties: {
      plans: itemsSchema('plan', 'Plans', 'Service plans of which a user may hold at most one.', [
        'EXCHANGE_S_STANDARD',
        'EXCHANGE_S_ENTERPRISE',
      ]),
      products: itemsSchema('product', 'Products', 'Products of which a user may hold at most one.', [
        'STANDARDPACK',
        'ENTERPRISEPACK',
      ]),
      each: itemsSchema('plan', 'One side', 'Each of these excludes every one of `against`.', ['EXCHANGE_L_STANDARD']),
      against: itemsSchema('plan', 'The other side', 'What each of `each` excludes.', ['EXCHANGE_S_STANDARD']),
      within: withinSchema,
    },
    required: [],
    dependentRequired: { each: ['against'], against: ['each'] },
  },

  read(body, head, resolve) {
    const sides = readSides(body, resolve)
    return sides && { ...head, kind: 'mutually-exclusive', within: withinOf(body), ...sides }
  },

  conditions(rule) {
    if (rule.against.length === 0) return { all: [isHeld(rule.items, 2)] }
    return { any: rule.items.map((item) => ({ all: [isHeld([item], 1), isHeld(others(rule.against, item), 1)] })) }
  },

  trigger({ items, against }) {
    return { type: 'together', left: items, right: against.length === 0 ? items : against }
  },

  evidence(rule, witnesses) {
    const found = witnesses.map((witness) => witness.result as readonly Holding[])
    return { kind: 'mutually-exclusive', holdings: rule.against.length === 0 ? union(found) : pairs(found) }
  },
}

function isHeld(items: readonly Item[], times: number): Conditions {
  return { fact: 'held', params: { items }, operator: 'holdsAtLeast', value: times }
}

function others(items: readonly Item[], than: Item): readonly Item[] {
  return items.filter((item) => itemKey(item) !== itemKey(than))
}

/** Witnesses come in pairs, one for each condition of `any`; a pair counts if both sides found something. */
function pairs(found: readonly (readonly Holding[])[]): readonly Holding[] {
  const sides = found.flatMap((one, i) => {
    const other = found[i % 2 === 0 ? i + 1 : i - 1] as readonly Holding[]
    return other.length > 0 ? [one] : []
  })
  return union(sides)
}

type Sides = Pick<MutuallyExclusiveRule, 'items' | 'against'>

function readSides(body: Readonly<Record<string, unknown>>, resolve: Resolve): Sides | undefined {
  const key = oneOf(body, ['plans', 'products', 'each'], resolve)
  if (key === undefined) return undefined
  const items = readItems(body[key], key === 'products' ? 'product' : 'plan', [key], resolve)
  const against = key === 'each' ? readItems(body['against'], 'plan', ['against'], resolve) : []
  if (items === undefined || against === undefined) return undefined
  return isPair(items, against) ? { items, against } : tooFew(key, against, resolve)
}

/** There are two different things to hold together. */
function isPair(items: readonly Item[], against: readonly Item[]): boolean {
  return distinct([...items, ...against]).length > 1
}

function tooFew(key: string, against: readonly Item[], resolve: Resolve): undefined {
  const what = key === 'products' ? 'products' : 'plans'
  const message =
    against.length > 0
      ? '`each` and `against` name the same single plan'
      : `\`${key}\` names fewer than two different ${what}`
  resolve.problem('too-few', message, [key], `name at least two different ${what}: one alone excludes nothing`)
  return undefined
}

