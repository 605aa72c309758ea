import type { Guid } from '../model/catalog.js'
import type { Item, PrerequisiteRule } from '../model/rule.js'
import { union } from './holdings.js'
import {
  distinct,
  formats,
  itemKey,
  itemSchema,
  itemsSchema,
  oneItemSchema,
  oneOf,
  readItem,
  readItems,
  withinOf,
  withinSchema,
  type Names,
  type Path,
} from './items.js'
import type { Conditions, Kind, Resolve, Witness } from './kind.js'
import type { Moved } from './witnesses.js'

type Body = Readonly<Record<string, unknown>>
/** Alternatives, one of which must be there. */
type Clause = readonly Item[]

const mostClauses = 64

/** A plan or product works only where others are. */
export const prerequisite: Kind<PrerequisiteRule> = {
  kind: 'prerequisite',
  error: 'DependencyViolation',

  judges({ severity, within }) {
    const [user, group] = severity === 'error' ? (['attempt', 'group'] as const) : (['user', 'groupState'] as const)
    return within === 'user' ? [user] : within === 'group' ? [group] : [user, group]
  },

  schema: {
    properties: {
      plan: oneItemSchema('plan', 'Dependent plan', 'The service plan that needs others.', 'WORKPLACE_ANALYTICS'),
      product: oneItemSchema('product', 'Dependent product', 'The product that needs others.', 'SPE_F5_SEC'),
      requiresAnyOf: {
        type: 'array',
        items: { ...itemSchema, format: formats.plan, type: ['string', 'object', 'array'], items: { ...itemSchema, format: formats.plan }, minItems: 1 },
        minItems: 1,
        maxItems: 500,
        title: 'Any of these',
        description: 'Alternatives, one of which must be there. A nested list is one alternative: all of it.',
        examples: [['EXCHANGE_S_STANDARD', ['EXCHANGE_S_DESKLESS', 'EXCHANGE_S_ARCHIVE_ADDON']]],
      },
      requiresAllOf: itemsSchema('plan', 'And all of these', 'Each of these must be there as well.', ['SHAREPOINTSTANDARD']),
      within: withinSchema,
    },
    required: [],
  },

  read(body, head, resolve) {
    const needs = readNeeds(body, resolve)
    return needs && { ...head, kind: 'prerequisite', within: withinOf(body), ...needs }
  },

  conditions(rule) {
    const stands: Conditions = { fact: 'dependent', params: { items: [rule.dependent] }, operator: 'stands', value: true }
    return { all: [stands, { any: clauses(rule).map(isUnmet) }] }
  },

  trigger(rule) {
    const absent = clauses(rule).map((clause) => clause.map((item) => [item]))
    return { type: 'present-and-absent', present: [rule.dependent], absent }
  },

  evidence(rule, [first, ...supplies]) {
    const dependent = first?.result as Moved
    const unmet = supplies.filter((one) => (one.result as Moved).now.length === 0)
    const taken = union(unmet.map((one) => (one.result as Moved).taken))
    const isStranded = dependent.added.length === 0 && taken.length > 0
    return {
      kind: 'prerequisite',
      direction: isStranded ? 'remove' : 'add',
      dependent: rule.dependent.id,
      unmet: unmet.map(alternatives),
      holdings: isStranded ? union([dependent.now, taken]) : dependent.now,
    }
  },
}

function isUnmet(items: Clause): Conditions {
  return { fact: 'supply', params: { items }, operator: 'stands', value: false }
}

function alternatives({ params }: Witness): readonly Guid[] {
  const items = params?.['items'] as Clause
  return items.map((item) => item.id)
}

/** What must be there, as clauses of which each needs one of its alternatives: (a or (b and c)) = (a or b) and (a or c). */
export function clauses(rule: Pick<PrerequisiteRule, 'requiresAnyOf' | 'requiresAllOf'>): readonly Clause[] {
  const either = rule.requiresAnyOf.length === 0 ? [] : rule.requiresAnyOf.reduce<readonly Clause[]>(distribute, [[]])
  return withoutImplied([...either, ...rule.requiresAllOf.map((item) => [item])])
}

function distribute(sofar: readonly Clause[], all: readonly Item[]): readonly Clause[] {
  return sofar.flatMap((clause) => all.map((item) => distinct([...clause, item])))
}

/** A clause that holds whenever another does says nothing. */
function withoutImplied(all: readonly Clause[]): readonly Clause[] {
  return all.filter((clause, i) => !all.some((other, j) => i !== j && implies(other, clause) && (j < i || !implies(clause, other))))
}

function implies(other: Clause, clause: Clause): boolean {
  const keys = new Set(clause.map(itemKey))
  return other.every((item) => keys.has(itemKey(item)))
}

type Needs = Pick<PrerequisiteRule, 'dependent' | 'requiresAnyOf' | 'requiresAllOf'>

function readNeeds(body: Body, resolve: Resolve): Needs | undefined {
  const key = oneOf(body, ['plan', 'product'], resolve) as Item['type'] | undefined
  if (key === undefined) return undefined
  const dependent = readItem(body[key], key, [key], resolve)
  const names = namesBut(dependent, resolve)
  const requiresAnyOf = readAlternatives(body['requiresAnyOf'] ?? [], key, names)
  const requiresAllOf = readItems(body['requiresAllOf'] ?? [], key, ['requiresAllOf'], names)
  if (dependent === undefined || requiresAnyOf === undefined || requiresAllOf === undefined) return undefined
  const needs = { dependent, requiresAnyOf, requiresAllOf }
  return isSome(needs, resolve) && isSmall(needs, resolve) ? needs : undefined
}

function readAlternatives(value: unknown, type: Item['type'], names: Names): readonly Clause[] | undefined {
  const read = (one: unknown, i: number): Clause | undefined => {
    const path = ['requiresAnyOf', i]
    if (Array.isArray(one)) return readItems(one, type, path, names)
    const item = readItem(one, type, path, names)
    return item && [item]
  }
  const all = (value as readonly unknown[]).map(read)
  const known = all.filter((one) => one !== undefined)
  return known.length < all.length ? undefined : known
}

/** Looks names up, and refuses the dependent itself. */
function namesBut(dependent: Item | undefined, resolve: Resolve): Names {
  const refuse = (type: Item['type'], id: Guid | undefined, handle: string, path: Path): Guid | undefined => {
    if (id === undefined || dependent === undefined || itemKey({ type, id }) !== itemKey(dependent)) return id
    resolve.problem('needs-itself', `\`${handle}\` cannot require itself`, path, 'name another plan or product')
    return undefined
  }
  return {
    plan: (handle, path) => refuse('plan', resolve.plan(handle, path), handle, path),
    product: (handle, path) => refuse('product', resolve.product(handle, path), handle, path),
  }
}

function isSome({ requiresAnyOf, requiresAllOf }: Needs, resolve: Resolve): boolean {
  if (requiresAnyOf.length + requiresAllOf.length > 0) return true
  resolve.problem('no-requirement', 'the rule requires nothing', [], 'give `requiresAnyOf`, `requiresAllOf` or both')
  return false
}

function isSmall({ requiresAnyOf }: Needs, resolve: Resolve): boolean {
  const combinations = requiresAnyOf.reduce((product, all) => Math.min(product * all.length, mostClauses + 1), 1)
  if (combinations <= mostClauses) return true
  const hint = 'split the rule, or shorten the nested lists'
  resolve.problem('too-many-combinations', `\`requiresAnyOf\` has more than ${mostClauses} combinations`, ['requiresAnyOf'], hint)
  return false
}
