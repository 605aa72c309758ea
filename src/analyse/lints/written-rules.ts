import type { Document } from '../../load/text/document.js'
import type { Lookup } from '../../load/catalog/names.js'
import type { Place } from '../../model/problem.js'
import type { Item, Rule } from '../../model/rule.js'

type Path = readonly (string | number)[]

/** A rule with the words in which its author wrote it. */
export interface WrittenRule<R extends Rule = Rule> {
  readonly rule: R
  /** Undefined: it came compiled with seatplan. */
  readonly body: Readonly<Record<string, unknown>> | undefined
  /** Where something in it stands. */
  at(path: Path, of?: 'key' | 'value'): Place
}

/** The rules of some documents, each with its words. */
export function writtenRules(rules: readonly Rule[], documents: readonly Document[]): readonly WrittenRule[] {
  const written = new Map(documents.flatMap(rulesIn).map((one) => [keyOf(one.document.place(one.path)), one]))
  return rules.map((rule) => {
    const found = written.get(keyOf(rule.place))
    if (found === undefined) return { rule, body: undefined, at: () => rule.place }
    const { document, path, body } = found
    return { rule, body, at: (inside, of) => document.place([...path, ...inside], of) }
  })
}

interface Found {
  readonly document: Document
  readonly path: Path
  readonly body: Readonly<Record<string, unknown>>
}

function rulesIn(document: Document): readonly Found[] {
  const rules = (document.data as { readonly rules?: unknown } | null)?.rules
  return Array.isArray(rules) ? rules.map((body: Found['body'], index) => ({ document, path: ['rules', index], body })) : []
}

function keyOf({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`
}

/** A plan or product that an author names, and where. */
export interface Mention {
  readonly item: Item
  readonly path: Path
}

const typesOfKeys: Readonly<Record<string, Item['type']>> = { plan: 'plan', plans: 'plan', each: 'plan', against: 'plan', whenAnyPlan: 'plan', product: 'product', products: 'product' }

/** Everything that a rule names outside of conditions, in the order in which it is written. */
export function mentionsIn({ body }: WrittenRule, lookup: Lookup): readonly Mention[] {
  if (body === undefined) return []
  const dependent: Item['type'] = body['product'] === undefined ? 'plan' : 'product'
  return Object.entries(body).flatMap(([key, value]) => {
    const type = key.startsWith('requires') ? dependent : typesOfKeys[key]
    return type === undefined || key === 'requiredFor' ? [] : mentionsAt(value, type, [key], lookup)
  })
}

function mentionsAt(value: unknown, type: Item['type'], path: Path, lookup: Lookup): readonly Mention[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => mentionsAt(one, type, [...path, index], lookup))
  if (typeof value === 'string') return mentionOf(value, type, path, lookup)
  const { plan, product } = value as { readonly plan?: string; readonly product?: string }
  return plan === undefined ? mentionOf(String(product), 'product', [...path, 'product'], lookup) : mentionOf(plan, 'plan', [...path, 'plan'], lookup)
}

function mentionOf(handle: string, type: Item['type'], path: Path, lookup: Lookup): readonly Mention[] {
  const found = type === 'plan' ? lookup.plan(handle) : lookup.product(handle)
  return 'id' in found ? [{ item: { type, id: found.id }, path }] : []
}

/** Where a rule names an item (last), else where the rule stands. */
export function placeOfItem(written: WrittenRule, item: Item, lookup: Lookup): Place {
  const mention = mentionsIn(written, lookup).findLast((one) => one.item.type === item.type && one.item.id === item.id)
  return mention === undefined ? written.rule.place : written.at(mention.path)
}
