import type { Guid } from '../model/catalog.js'
import type { Item, UsageLocationRule } from '../model/rule.js'
import type { Holding, Subject } from '../model/subject.js'
import { heldId } from './holdings.js'
import { itemsSchema, oneItemSchema, oneOf, readItem, readItems } from './items.js'
import type { Conditions, Kind, Resolve } from './kind.js'
import { locationOf } from './witnesses.js'

type Body = Readonly<Record<string, unknown>>
type Condition = UsageLocationRule['condition']

const itemKeys = ['plan', 'plans', 'product', 'products']
const conditionKeys = ['prohibitedIn', 'allowedIn', 'requiredFor']

/** What may be given to users of some countries only, or only to users who have a country. */
export const usageLocation: Kind<UsageLocationRule> = {
  kind: 'usage-location',
  error: 'ProhibitedInUsageLocationViolation',

  judges: ({ severity }) => [severity === 'error' ? 'attempt' : 'user'],

  schema: {
    properties: {
      plan: oneItemSchema('plan', 'Plan', 'The service plan that the rule is about.', 'MCOMEETADV'),
      plans: itemsSchema('plan', 'Plans', 'The service plans that the rule is about.', ['MCOPSTN1', 'MCOPSTN2']),
      product: oneItemSchema('product', 'Product', 'The product that the rule is about.', 'SPE_E5'),
      products: itemsSchema('product', 'Products', 'The products that the rule is about.', ['SPE_E5']),
      prohibitedIn: countriesSchema('Prohibited in', 'Countries whose users may not have it.', ['BH', 'BN']),
      allowedIn: countriesSchema('Allowed in', 'Countries whose users alone may have it.', ['CH', 'NO']),
      requiredFor: {
        enum: ['direct', 'any'],
        title: 'Location required for',
        description: 'The user must have a usage location of its own: for `direct` assignments, or for `any`.',
        examples: ['direct'],
      },
    },
    required: [],
  },

  read(body, head, resolve) {
    const condition = readCondition(body, resolve)
    const items = readSubject(body, resolve)
    return condition && items && { ...head, kind: 'usage-location', items, condition }
  },

  conditions({ items, condition }) {
    if ('requiredFor' in condition) {
      const { requiredFor } = condition
      const isUnplaced: Conditions = { fact: 'ownLocation', operator: 'exists', value: false }
      return { all: [isUnplaced, { fact: 'onUnplaced', params: { items, requiredFor }, operator: 'holdsAtLeast', value: 1 }] }
    }
    return { all: [...isElsewhere(condition), { fact: 'onThere', params: { items }, operator: 'holdsAtLeast', value: 1 }] }
  },

  trigger: ({ items }) => (items.length === 0 ? { type: 'always' } : { type: 'present', items }),

  evidence(rule, witnesses, subject) {
    const holdings = witnesses.at(-1)?.result as readonly Holding[]
    return { kind: 'usage-location', ...placeOf(rule, subject), planId: planOf(rule, holdings), holdings }
  },
}

function countriesSchema(title: string, description: string, example: readonly string[]): object {
  const items = { type: 'string', format: 'country', description: 'Two upper-case letters of ISO 3166-1, quoted.', examples: ['NO'] }
  return { type: 'array', items, minItems: 1, maxItems: 300, title, description, examples: [example] }
}

/** Where nobody says, neither list speaks. */
function isElsewhere(condition: Exclude<Condition, { readonly requiredFor: unknown }>): readonly Conditions[] {
  if ('prohibitedIn' in condition) return [{ fact: 'location', operator: 'in', value: condition.prohibitedIn }]
  return [
    { fact: 'location', operator: 'exists', value: true },
    { fact: 'location', operator: 'notIn', value: condition.allowedIn },
  ]
}

function placeOf(rule: UsageLocationRule, subject: Subject): { usageLocation: string | null; inherited: boolean } {
  if ('requiredFor' in rule.condition) return { usageLocation: null, inherited: false }
  const own = 'usageLocation' in subject ? subject.usageLocation : null
  return { usageLocation: locationOf(subject), inherited: own === null }
}

function planOf({ items }: UsageLocationRule, holdings: readonly Holding[]): Guid | null {
  const [first] = holdings
  return items.length === 0 || first === undefined ? null : heldId(first)
}

function readCondition(body: Body, resolve: Resolve): Condition | undefined {
  switch (oneOf(body, conditionKeys, resolve)) {
    case 'prohibitedIn':
      return withCountries(body, 'prohibitedIn', resolve, (prohibitedIn) => ({ prohibitedIn }))
    case 'allowedIn':
      return withCountries(body, 'allowedIn', resolve, (allowedIn) => ({ allowedIn }))
    case 'requiredFor':
      return { requiredFor: body['requiredFor'] as 'direct' | 'any' }
    default:
      return undefined
  }
}

function withCountries(
  body: Body,
  key: string,
  resolve: Resolve,
  make: (countries: readonly string[]) => Condition,
): Condition | undefined {
  const written = body[key] as readonly string[]
  const countries = written.map((text, i) => country(text, [key, i], resolve))
  const known = countries.filter((one) => one !== undefined)
  return known.length < written.length ? undefined : make([...new Set(known)].sort())
}

/** Checks a country as its author wrote it. */
export function country(text: string, path: readonly (string | number)[], resolve: Resolve): string | undefined {
  if (resolve.country !== undefined) return resolve.country(text, path)
  if (/^[A-Z]{2}$/.test(text)) return text
  resolve.problem('not-a-country', `\`${text}\` is not a country`, path, "write two upper-case letters in quotes, like 'CH'")
  return undefined
}

/** The rule's plans and products; with `requiredFor` it may name none: any product. */
function readSubject(body: Body, resolve: Resolve): readonly Item[] | undefined {
  const isNone = itemKeys.every((key) => body[key] === undefined)
  if (isNone && body['requiredFor'] !== undefined) return []
  const key = oneOf(body, itemKeys, resolve)
  if (key === undefined) return undefined
  const type = key.startsWith('plan') ? 'plan' : 'product'
  if (key.endsWith('s')) return readItems(body[key], type, [key], resolve)
  const item = readItem(body[key], type, [key], resolve)
  return item && [item]
}
