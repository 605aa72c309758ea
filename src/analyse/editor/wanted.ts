import type { Document } from '../../load/text/document.js'
import type { FileType } from '../../load/text/schema.js'
import type { Format } from '../../load/schemas/formats.js'
import type { Schema } from '../../load/schemas/words.js'
import { bodyAt, factAt } from '../fact-at.js'
import { resolved, shapeOf, shapeWithin } from '../shape.js'
import type { Word } from './word.js'

/** What a text at some place is: the name of something, one of the few words of a fact, or anything. What else a schema says, it says itself. */
export interface Wanted {
  readonly format?: Format
  readonly words?: readonly string[]
}

type Place = Pick<Word, 'path' | 'isKey'>

/** What belongs at the place of a word, as the schema of the file says, and the words beside it. */
export function wantedAt(document: Document, type: FileType, { path, isKey }: Place): Wanted {
  if (type === 'ruletest' && isKey && path[0] === 'cases' && path[2] === 'verdicts' && path.length > 3) return wantedInTable(document, path)
  const rule = type === 'rules' ? bodyAt(document, path.slice(0, 2)) : undefined
  if (rule !== undefined && !isKey && path.includes('when')) return wantedInCondition(document, path)
  if (rule !== undefined && !isKey && /^requires(Any|All)Of$/.test(String(path[2])) && typeof path.at(-1) === 'number') return { format: rule['product'] === undefined ? 'service-plan' : 'product' }
  return isKey ? ofKey(schemaAt(document, type, path.slice(0, -1))) : ofValue(schemaAt(document, type, path))
}

/** A row is called as the file calls its users, groups or products; a column as it calls its plans and products, or it is a plan; a cell may name rules. */
function wantedInTable(document: Document, path: Word['path']): Wanted {
  const named = (...keys: readonly string[]): readonly string[] => keys.flatMap((key) => Object.keys(bodyAt(document, [key]) ?? {}))
  if (path.length === 4) return { words: named('users', 'groups', 'products') }
  return path.length === 5 ? { words: ['as is', ...named('plans', 'products', 'groups')], format: 'service-plan' } : { format: 'rule' }
}

/** What a name of a service plan stands for; a column of a table gives several things, and the file may call a product so. */
export interface Part {
  readonly type: 'plan' | 'product'
  readonly name: string
}

export function partsOf(document: Document, type: FileType, { text, isKey }: Word): readonly Part[] {
  if (type !== 'ruletest' || !isKey) return [{ type: 'plan', name: text }]
  const own = bodyAt(document, ['products']) ?? {}
  return text.split(/\s\+\s/).map((name) => {
    const named = own[name.trim()]
    const sku = typeof named === 'string' ? named : (named as Readonly<Record<string, unknown>> | undefined)?.['sku']
    return typeof sku === 'string' ? { type: 'product', name: sku } : { type: 'plan', name }
  })
}

const formatOfWords = { plan: 'service-plan', product: 'product', group: 'group', country: 'country' } as const satisfies Readonly<Record<string, Format>>

function wantedInCondition(document: Document, path: Word['path']): Wanted {
  const key = path.findLast((step) => typeof step === 'string')
  if (key === 'fact' || key === 'operator') return { format: key }
  const is = factAt(document, path)?.is
  if (key !== 'value' || is === undefined) return {}
  if (is.type === 'boolean') return { words: ['true', 'false'] }
  if (!('words' in is) || is.words === 'text') return {}
  return typeof is.words === 'string' ? { format: formatOfWords[is.words] } : { words: is.words }
}

function schemaAt({ data }: Document, type: FileType, path: Word['path']): Schema | undefined {
  let value = data
  let shape = resolved(shapeOf(type), value)
  for (const step of path) {
    value = (value as Record<string | number, unknown> | null | undefined)?.[step]
    shape = resolved(shapeWithin(shape, step), value)
  }
  return shape?.schema
}

function ofValue(schema: Schema | undefined): Wanted {
  const all = [schema, ...((schema?.['oneOf'] ?? []) as readonly Schema[])]
  const format = all.find((one) => one?.['format'] !== undefined)?.['format']
  return format === undefined ? {} : { format: format as Format }
}

function ofKey(schema: Schema | undefined): Wanted {
  const format = (schema?.['propertyNames'] as Schema | undefined)?.['format']
  return format === undefined ? {} : { format: format as Format }
}
