import type { ConditionRule, ConditionTree, ConditionValue } from '../model/rule.js'
import type { Path } from './items.js'
import type { Resolve } from './kind.js'
import type { PublishedOperator } from './operators.js'
import { country } from './usage-location.js'
import { operatorUses, publishedFacts, type FactType, type Words } from './vocabulary.js'

const deepest = 10
const mostLeaves = 200

const exampleLeaf = { fact: 'userType', operator: 'equal', value: 'Guest' }
const scalar = { type: ['string', 'number', 'boolean', 'null'] }
const formatOf = { product: 'product', plan: 'service-plan', group: 'group', country: 'country' } as const
const aboutValue = { title: 'Value', description: 'What the fact is compared with; plans, products and groups by name or GUID.' }

/** JSON Schema of a condition; the words, and what fits what, are checked by `readTree`. */
export const conditionSchema = {
  $ref: '#/$defs/conditionTree',
  title: 'When',
  description: 'What may not be: a tree of `all`, `any` and `not` over `fact`, `operator` and `value`.',
  examples: [{ all: [{ fact: 'userType', operator: 'equal', value: 'Guest' }, { fact: 'products', operator: 'includesAnyOf', value: ['SPE_E5'] }] }],
}

/** What `conditionSchema` refers to, for the document's `$defs`. */
export const conditionDefinitions = {
  conditionTree: {
    type: 'object',
    title: 'A condition',
    description: '`all`, `any` or `not` of other conditions, or a `fact` compared with a `value`.',
    properties: {
      all: branch('All', 'All of these hold.'),
      any: branch('Any', 'At least one of these holds.'),
      not: { $ref: '#/$defs/conditionTree', title: 'Not', description: 'This does not hold.', examples: [exampleLeaf] },
      fact: {
        type: 'string',
        format: 'fact',
        title: 'Fact',
        description: 'What is asked about the subject of the rule.',
        examples: ['userType'],
      },
      operator: {
        type: 'string',
        format: 'operator',
        title: 'Operator',
        description: 'How the fact is compared with the value.',
        examples: ['equal'],
      },
      value: {
        type: ['string', 'number', 'boolean', 'null', 'array'],
        items: scalar,
        maxItems: 500,
        ...aboutValue,
        examples: ['Guest', ['SPE_E5']],
      },
    },
    additionalProperties: false,
    allOf: [namesWhere('product', 'SPE_E5'), namesWhere('plan', 'TEAMS1'), namesWhere('group', 'Sales'), namesWhere('country', 'CH')],
  },
}

/** What a value is the name of depends on the fact. */
function namesWhere(words: keyof typeof formatOf, example: string): object {
  const about = Object.values(publishedFacts).flatMap((facts) => Object.entries(facts).filter(([, { is }]) => 'words' in is && is.words === words))
  const fact = { enum: [...new Set(about.map(([name]) => name))].sort(), title: 'Fact', description: 'What is asked.', examples: about.slice(0, 1).map(([name]) => name) }
  const format = formatOf[words]
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  return { if: { properties: { fact }, required: ['fact'] }, then: { properties: { value: { ...aboutValue, format, items: { format }, examples: [example] } } } }
}

function branch(title: string, description: string): object {
  return { type: 'array', items: { $ref: '#/$defs/conditionTree' }, minItems: 1, maxItems: mostLeaves, title, description, examples: [[exampleLeaf]] }
}

type About = ConditionRule['subject']
type Node = Readonly<Record<string, unknown>>

/** Reads a tree: its form, its words, and that they fit each other. */
export function readTree(value: unknown, about: About, resolve: Resolve): ConditionTree | undefined {
  if (isTooBig(value, resolve)) return undefined
  return readNode(value as Node, about, ['when'], resolve)
}

function isTooBig(value: unknown, resolve: Resolve): boolean {
  const { depth, leaves } = measure(value, 1)
  if (depth > deepest) resolve.problem('too-deep', `the condition is nested more than ${deepest} deep`, ['when'], 'split the rule')
  if (leaves > mostLeaves) resolve.problem('too-big', `the condition has more than ${mostLeaves} parts`, ['when'], 'split the rule')
  return depth > deepest || leaves > mostLeaves
}

function measure(value: unknown, depth: number): { depth: number; leaves: number } {
  if (typeof value !== 'object' || value === null) return { depth, leaves: 1 }
  const node = value as Node
  const inner = [node['all'], node['any'], node['not']].flat().filter((one) => one !== undefined)
  const measured = depth > deepest ? [] : inner.map((one) => measure(one, depth + 1))
  return {
    depth: Math.max(depth, ...measured.map((one) => one.depth)),
    leaves: measured.reduce((sum, one) => sum + one.leaves, inner.length === 0 ? 1 : 0),
  }
}

const forms = ['all', 'any', 'not', 'fact']

function readNode(node: Node, about: About, path: Path, resolve: Resolve): ConditionTree | undefined {
  const used = forms.filter((form) => node[form] !== undefined)
  if (used.length !== 1 || (used[0] !== 'fact' && Object.keys(node).length > 1)) {
    const hint = 'write one of `all`, `any`, `not`, or `fact` with `operator` and `value`'
    resolve.problem('not-a-condition', 'a condition says exactly one thing', path, hint)
    return undefined
  }
  switch (used[0]) {
    case 'all':
      return withAll(readNodes(node, 'all', about, path, resolve), (all) => ({ all }))
    case 'any':
      return withAll(readNodes(node, 'any', about, path, resolve), (any) => ({ any }))
    case 'not': {
      const not = readNode(node['not'] as Node, about, [...path, 'not'], resolve)
      return not && { not }
    }
    default:
      return readLeaf(node, about, path, resolve)
  }
}

function readNodes(node: Node, key: 'all' | 'any', about: About, path: Path, resolve: Resolve): readonly (ConditionTree | undefined)[] {
  const nodes = node[key] as readonly Node[]
  if (nodes.length === 0) resolve.problem('empty', `\`${key}\` is empty`, [...path, key], 'give at least one condition')
  return nodes.length === 0 ? [undefined] : nodes.map((one, i) => readNode(one, about, [...path, key, i], resolve))
}

function withAll(
  trees: readonly (ConditionTree | undefined)[],
  make: (trees: readonly ConditionTree[]) => ConditionTree,
): ConditionTree | undefined {
  const known = trees.filter((tree) => tree !== undefined)
  return known.length < trees.length ? undefined : make(known)
}

function readLeaf(node: Node, about: About, path: Path, resolve: Resolve): ConditionTree | undefined {
  const is = readFact(node, about, path, resolve)
  const operator = readOperator(node, path, resolve)
  if (is === undefined || operator === undefined) return undefined
  const fact = node['fact'] as string
  if (!operatorUses[operator].fits.includes(is.type)) {
    const fitting = Object.entries(operatorUses).filter(([, use]) => use.fits.includes(is.type))
    const hint = `${article(is)} is compared by ${fitting.map(([name]) => `\`${name}\``).join(', ')}`
    resolve.problem('does-not-fit', `\`${operator}\` does not fit the fact \`${fact}\``, [...path, 'operator'], hint)
    return undefined
  }
  const value = readValue(node['value'], operator, is, [...path, 'value'], resolve)
  return value === undefined ? undefined : { fact, operator, value }
}

function readFact(node: Node, about: About, path: Path, resolve: Resolve): FactType | undefined {
  const name = node['fact'] as string
  const facts = publishedFacts[about]
  const found = Object.hasOwn(facts, name) ? facts[name] : undefined
  if (found !== undefined) return found.is
  const elsewhere = Object.entries(publishedFacts).find(([, others]) => Object.hasOwn(others, name))?.[0]
  const message = elsewhere === undefined ? `unknown fact \`${name}\`` : `${articles[about]} has no fact \`${name}\``
  const hint = resolve.didYouMean?.(name, Object.keys(facts)) ?? `facts of ${articles[about]}: ${Object.keys(facts).sort().join(', ')}`
  resolve.problem('unknown-fact', message, [...path, 'fact'], hint)
  return undefined
}

const articles: Readonly<Record<About, string>> = { user: 'a user', group: 'a group', product: 'a product' }

function readOperator(node: Node, path: Path, resolve: Resolve): PublishedOperator | undefined {
  const name = node['operator']
  if (typeof name === 'string' && Object.hasOwn(operatorUses, name)) return name as PublishedOperator
  const known = Object.keys(operatorUses)
  if (name === undefined) resolve.problem('missing-key', 'the condition has no `operator`', path, `one of ${known.join(', ')}`)
  else {
    const hint = resolve.didYouMean?.(String(name), known) ?? `one of ${known.join(', ')}`
    resolve.problem('unknown-operator', `unknown operator \`${String(name)}\``, [...path, 'operator'], hint)
  }
  return undefined
}

function readValue(value: unknown, operator: PublishedOperator, is: FactType, path: Path, resolve: Resolve): ConditionValue | undefined {
  if (value === undefined) {
    resolve.problem('missing-key', 'the condition has no `value`', path.slice(0, -1), 'write what the fact is compared with')
    return undefined
  }
  const { takes } = operatorUses[operator]
  if (takes === 'truth') return readOne(value, { type: 'boolean' }, path, resolve)
  if (takes === 'one') return readScalar(value, operator, is, path, resolve)
  return readMany(value, operator, is, path, resolve)
}

/** A text may be missing, and may be asked whether it is. */
function readScalar(value: unknown, operator: PublishedOperator, is: FactType, path: Path, resolve: Resolve): ConditionValue | undefined {
  if (value === null && is.type === 'text' && operator !== 'startsWith') return null
  const words = operator === 'startsWith' ? ({ type: 'text', words: 'text' } as const) : is
  return readOne(value, words, path, resolve)
}

function readMany(value: unknown, operator: PublishedOperator, is: FactType, path: Path, resolve: Resolve): ConditionValue | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    resolve.problem('wrong-type', `\`${operator}\` takes a list`, path, 'write at least one value in square brackets')
    return undefined
  }
  const values = value.map((one, i) => readOne(one, is, [...path, i], resolve))
  const known = values.filter((one) => one !== undefined)
  return known.length < values.length ? undefined : [...new Set(known)]
}

type Single = string | number | boolean

function readOne(value: unknown, is: FactType, path: Path, resolve: Resolve): Single | undefined {
  const wanted = is.type === 'text' || is.type === 'list' ? 'string' : is.type
  if (typeof value === wanted) return 'words' in is ? readWord(value as string, is.words, path, resolve) : (value as Single)
  resolve.problem('wrong-type', `\`${written(value)}\` is not ${wantedWords[wanted]}`, path, hintFor(value, wanted))
  return undefined
}

const wantedWords = { string: 'a text', number: 'a number', boolean: 'true or false' }

function hintFor(value: unknown, wanted: string): string | undefined {
  if (Array.isArray(value)) return 'write one value, without brackets'
  if (wanted === 'string') return `write '${written(value)}' in quotes if it is a text`
  return wanted === 'boolean' ? 'write `true` or `false`, without quotes' : 'write digits only, without quotes'
}

function written(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function readWord(word: string, words: Words, path: Path, resolve: Resolve): string | undefined {
  switch (words) {
    case 'product':
      return resolve.product(word, path)
    case 'plan':
      return resolve.plan(word, path)
    case 'group':
      return resolve.group(word, path)
    case 'country':
      return country(word, path, resolve)
    case 'text':
      return word
    default:
      return readFixed(word, words, path, resolve)
  }
}

function readFixed(word: string, words: readonly string[], path: Path, resolve: Resolve): string | undefined {
  if (words.includes(word)) return word
  resolve.problem('unknown-word', `\`value\` cannot be \`${word}\``, path, resolve.didYouMean?.(word, words) ?? `known: ${words.join(', ')}`)
  return undefined
}

function article(is: FactType): string {
  return { boolean: 'a truth value', number: 'a number', text: 'a text', list: 'a list' }[is.type]
}
