import type { Guid } from '../model/catalog.js'
import type { ConditionRule, ConditionTree, Item, Rule } from '../model/rule.js'
import type { Evidence } from '../model/violation.js'
import { conditionDefinitions, conditionSchema, readTree } from './condition-tree.js'
import type { Conditions, Kind, Trigger, Witness } from './kind.js'
import { operators, publishedFacts, userAttributes } from './vocabulary.js'

const subjectTypes = { user: 'user', group: 'groupState', product: 'product' } as const

type Leaf = Extract<ConditionTree, { readonly fact: string }>

/** House policy: what may not be, in the words of the vocabulary. Blocks nothing. */
export const condition: Kind<ConditionRule> = {
  kind: 'condition',
  error: null,

  judges: ({ subject }) => [subjectTypes[subject]],

  schema: {
    properties: {
      subject: {
        enum: ['user', 'group', 'product'],
        title: 'What the rule looks at',
        description: 'Every user, every group that assigns licences, or every product of the tenant.',
        examples: ['user'],
      },
      when: conditionSchema,
    },
    required: ['subject', 'when'],
    $defs: conditionDefinitions,
  },

  read(body, head, resolve) {
    const subject = body['subject'] as ConditionRule['subject']
    const when = readTree(body['when'], subject, resolve)
    return when && { ...head, kind: 'condition', subject, when }
  },

  /** The engine wants a root of `all`, `any` or `not`. */
  conditions: ({ when }) => ('fact' in when ? { all: [when] } : (when as Conditions)),

  trigger: ({ when }) => triggerOf(when),

  evidence({ subject, when }, witnesses) {
    const shown = new Map<string, unknown>()
    for (const { leaf, witness } of tell(when, [...witnesses]).leaves) show(shown, leaf, witness)
    return { kind: 'condition', facts: Object.fromEntries([...shown].sort(byName)), skuIds: productsIn(subject, shown) }
  },
}

/** Names of the user attributes that the loaded conditions read, sorted. */
export function attributesNamed(rules: readonly Rule[]): readonly string[] {
  const attributes: readonly string[] = userAttributes
  const named = leavesOfUsers(rules).map((leaf) => leaf.fact)
  return [...new Set(named.filter((name) => attributes.includes(name)))].sort()
}

/** Ids of the groups whose membership the loaded conditions read, sorted. */
export function groupsNamed(rules: readonly Rule[]): readonly Guid[] {
  const named = leavesOfUsers(rules).filter((leaf) => leaf.fact === 'groups')
  const ids = named.flatMap(valuesOf).filter((value) => typeof value === 'string')
  return [...new Set(ids)].sort()
}

/** Whether a loaded condition reads all memberships of a user, not only named ones. */
export function readsAnyGroup(rules: readonly Rule[]): boolean {
  return leavesOfUsers(rules).some((leaf) => leaf.fact === 'groups' && leaf.operator === 'exists')
}

function leavesOfUsers(rules: readonly Rule[]): readonly Leaf[] {
  return rules.flatMap((rule) => (rule.kind === 'condition' && rule.subject === 'user' ? leaves(rule.when) : []))
}

function leaves(tree: ConditionTree): readonly Leaf[] {
  if ('fact' in tree) return [tree]
  return children(tree).flatMap(leaves)
}

function children(tree: Exclude<ConditionTree, Leaf>): readonly ConditionTree[] {
  if ('all' in tree) return tree.all
  if ('any' in tree) return tree.any
  return [tree.not]
}

function valuesOf({ value }: Leaf): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** What a tree came to, and the leaves that made it so. */
interface Told {
  readonly holds: boolean
  readonly leaves: readonly { readonly leaf: Leaf; readonly witness: unknown }[]
}

/** Of each node only the children that agree with it: what holds in a true `any`, what does not in a false `all`. */
function tell(tree: ConditionTree, witnesses: Witness[]): Told {
  if ('fact' in tree) return tellLeaf(tree, witnesses.shift()?.result)
  const told = children(tree).map((child) => tell(child, witnesses))
  if ('not' in tree) return { holds: !told[0]!.holds, leaves: told[0]!.leaves }
  const holds = 'all' in tree ? told.every((one) => one.holds) : told.some((one) => one.holds)
  return { holds, leaves: told.filter((one) => one.holds === holds).flatMap((one) => one.leaves) }
}

function tellLeaf(leaf: Leaf, witness: unknown): Told {
  const operator = operators[leaf.operator] as (fact: unknown, value: unknown) => boolean
  return { holds: operator(witness, leaf.value), leaves: [{ leaf, witness }] }
}

/** Of a list only what the condition asked for; all of it where it asked whether there is any. */
function show(shown: Map<string, unknown>, { fact, operator, value }: Leaf, witness: unknown): void {
  if (!Array.isArray(witness)) return void shown.set(fact, witness)
  const asked: readonly unknown[] = Array.isArray(value) ? value : [value]
  const found = operator === 'exists' ? witness : witness.filter((one) => asked.includes(one))
  const earlier = (shown.get(fact) ?? []) as readonly string[]
  shown.set(fact, [...new Set([...earlier, ...found])].sort())
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0
}

type SkuIds = Extract<Evidence, { readonly kind: 'condition' }>['skuIds']

function productsIn(subject: ConditionRule['subject'], shown: ReadonlyMap<string, unknown>): SkuIds {
  const ids = [...shown].flatMap(([name, value]) => (isOfProducts(subject, name) ? [value].flat() : []))
  return [...new Set(ids as readonly Guid[])].sort()
}

function isOfProducts(subject: ConditionRule['subject'], name: string): boolean {
  const is = publishedFacts[subject][name]?.is
  return is !== undefined && 'words' in is && is.words === 'product'
}

/** Of an `all` the first child that needs some plan or product; of an `any` what its children need together. */
function triggerOf(tree: ConditionTree): Trigger {
  const items = needs(tree)
  return items === undefined ? { type: 'always' } : { type: 'present', items }
}

function needs(tree: ConditionTree): readonly Item[] | undefined {
  if ('fact' in tree) return needsOfLeaf(tree)
  if ('not' in tree) return undefined
  const all = children(tree).map(needs)
  if ('all' in tree) return all.find((one) => one !== undefined)
  return all.every((one) => one !== undefined) ? all.flat() : undefined
}

const presentPlans = new Set(['plans', 'plansAfter', 'gainedPlans'])
const presentProducts = new Set(['products', 'directProducts', 'inheritedProducts'])
const needing = new Set(['includes', 'includesAnyOf', 'includesAllOf'])

function needsOfLeaf(leaf: Leaf): readonly Item[] | undefined {
  if (!needing.has(leaf.operator)) return undefined
  const type = presentPlans.has(leaf.fact) ? 'plan' : presentProducts.has(leaf.fact) ? 'product' : undefined
  return type && valuesOf(leaf).map((id) => ({ type, id: id as Guid }))
}
