import { allNearest, nearest } from './nearest.js'

/** An error of ajv, with the piece of schema and of data that it is about. */
export interface ShapeError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
  readonly schema?: unknown
  readonly parentSchema?: Readonly<Record<string, unknown>>
  readonly data?: unknown
  readonly message?: string
}

export interface Sentence {
  readonly code: string
  readonly message: string
  readonly hint?: string | undefined
  /** The key that is wrong, where it is a key and not a value. */
  readonly key?: string
}

type Path = readonly (string | number)[]
type Say = (error: ShapeError, name: string) => Sentence

/** What each keyword of our schemas says when it fails. */
const sentences: Readonly<Record<string, Say>> = {
  additionalProperties: ({ params, parentSchema }) => unknownKey(String(params['additionalProperty']), keysOf(parentSchema)),
  propertyNames: ({ params }) => ({ code: 'unknown-key', message: `unknown key \`${params['propertyName']}\``, hint: 'remove it', key: String(params['propertyName']) }),
  required: ({ params, parentSchema, data }) => missingKey(String(params['missingProperty']), parentSchema, data),
  dependentRequired: ({ params, parentSchema }) => ({ code: 'missing-key', message: `\`${params['property']}\` needs \`${params['missingProperty']}\` beside it`, hint: aboutKey(String(params['missingProperty']), parentSchema) ?? `give \`${params['missingProperty']}\` too`, key: String(params['property']) }),
  type: ({ schema, data, parentSchema }, name) => wrongType(schema, data, name, parentSchema),
  enum: ({ schema, data }, name) => wrongWord(data, (schema as readonly unknown[]).map(String), name),
  const: ({ schema, data }, name) => wrongWord(data, [String(schema)], name),
  pattern: ({ data, parentSchema }, name) => wrongForm(String(data), name, parentSchema),
  minLength: ({ parentSchema }, name) => empty(name, parentSchema),
  minItems: ({ params }, name) => ({ code: 'too-few', message: `${name} needs at least ${counted(params['limit'], 'item')}`, hint: 'write what belongs into it, or leave out what it belongs to' }),
  maxItems: ({ params }, name) => ({ code: 'too-many', message: `${name} may have at most ${counted(params['limit'], 'item')}`, hint: 'leave the others out' }),
  minProperties: tooFewKeys,
  maxProperties: ({ parentSchema }, name) => ({ code: 'too-many-keys', message: `${name} has too many keys`, hint: `give one of ${listed(keysOf(parentSchema))}` }),
  minimum: ({ params, data, parentSchema }, name) => ({ code: 'out-of-bounds', message: `${name} is \`${data}\`, but at least ${params['limit']} is needed`, hint: boundsHint(parentSchema) }),
  maximum: ({ params, data, parentSchema }, name) => ({ code: 'out-of-bounds', message: `${name} is \`${data}\`, but at most ${params['limit']} is allowed`, hint: boundsHint(parentSchema) }),
  discriminator: ({ params, parentSchema, data }) => wrongTag(String(params['tag']), data, parentSchema),
  oneOf: choice,
  anyOf: choice,
  not: ({ schema }) => ({ code: 'too-many-keys', message: `${listed(requiredOf(schema), 'and')} exclude each other`, hint: 'keep one of them' }),
}

/** An error as a sentence. The path is where it stands in the file. */
export function sentenceOf(error: ShapeError, path: Path): Sentence {
  const name = nameOf(path)
  return sentences[error.keyword]?.(error, name) ?? { code: 'wrong-shape', message: `${name} ${error.message ?? 'is wrong'}` }
}

function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the file'
  if (typeof last === 'string') return `\`${last}\``
  const list = path.findLast((step) => typeof step === 'string')
  return list === undefined ? 'an item' : `an item of \`${list}\``
}

function unknownKey(key: string, known: readonly string[]): Sentence {
  return { code: 'unknown-key', message: `unknown key \`${key}\``, hint: didYouMean(key, known) ?? (known.length > 0 ? `known here: ${known.join(', ')}` : undefined), key }
}

/** A key that is there under another spelling is named: a union by the missing key cannot say that the other one is unknown. */
function missingKey(key: string, schema: ShapeError['parentSchema'], data: unknown): Sentence {
  const known = schema?.['discriminator'] === undefined ? keysOf(schema) : []
  const misspelt = Object.keys(data as object).find((given) => !known.includes(given) && nearest(given, [key]) !== undefined)
  return { code: 'missing-key', message: `the key \`${key}\` is missing`, hint: misspelt === undefined ? aboutKey(key, schema) : `there is \`${misspelt}\`; did you mean \`${key}\`?` }
}

function aboutKey(key: string, schema: ShapeError['parentSchema']): string | undefined {
  const about = propertiesOf(schema)[key]?.['description']
  return typeof about === 'string' ? about : tagsOf(key, schema)
}

/** The words among which a union's telling key chooses. */
function tagsOf(tag: string, schema: ShapeError['parentSchema']): string | undefined {
  const words = wordsOf(tag, schema)
  return words.length === 0 ? undefined : `known: ${words.join(', ')}`
}

function wordsOf(tag: string, schema: ShapeError['parentSchema']): readonly string[] {
  const branches = (schema?.['oneOf'] ?? []) as readonly ShapeError['parentSchema'][]
  return branches.flatMap((branch) => (propertiesOf(branch)[tag]?.['const'] as string | undefined) ?? [])
}

function empty(name: string, schema: ShapeError['parentSchema']): Sentence {
  const about = schema?.['description']
  return { code: 'empty', message: `${name} is empty`, hint: typeof about === 'string' ? about : 'write what it should say' }
}

function boundsHint(schema: ShapeError['parentSchema']): string {
  const { minimum, maximum } = schema ?? {}
  if (minimum === undefined) return `write ${maximum} or less`
  return maximum === undefined ? `write ${minimum} or more` : `write a number from ${minimum} to ${maximum}`
}

function wrongType(schema: unknown, data: unknown, name: string, shape?: ShapeError['parentSchema']): Sentence {
  if (name === 'the file' && data === null) return { code: 'empty', message: 'the file is empty', hint: startHint(shape) }
  const types = Array.isArray(schema) ? (schema as readonly string[]) : [String(schema)]
  const message = `${name} must be ${types.map(typeName).join(' or ')}, not ${valueName(data)}`
  return { code: 'wrong-type', message, hint: quoteHint(types, data) ?? formHint(types, data, shape) }
}

function startHint(shape: ShapeError['parentSchema']): string {
  const first = requiredOf(shape)[0] ?? keysOf(shape)[0]
  return first === undefined ? 'write something into it, or remove it' : `a file of this kind starts with \`${first}:\``
}

/** How what is wanted is written. */
function formHint(types: readonly string[], data: unknown, shape: ShapeError['parentSchema']): string {
  if (types.includes('array')) return listHint(data)
  if (types.includes('object')) return keysHint(shape)
  if (types.includes('boolean')) return 'write `true` or `false`, without quotes'
  return types.includes('string') ? 'write one text, between quotes where it holds signs' : 'write digits only, such as `10`, without quotes'
}

function listHint(data: unknown): string {
  return typeof data === 'string' && data.length <= 60 ? `write \`[${data}]\`` : 'write its items between `[` and `]`, or one to a line after a dash'
}

function keysHint(shape: ShapeError['parentSchema']): string {
  const known = keysOf(shape)
  return known.length === 0 ? 'write keys and values: `key: value`' : `write keys and values; the keys: ${known.join(', ')}`
}

function quoteHint(types: readonly string[], data: unknown): string | undefined {
  if (!types.includes('string') || (typeof data !== 'number' && typeof data !== 'boolean')) return undefined
  return `write '${data}' if text is meant`
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text', array: 'a list', object: 'a mapping', boolean: 'true or false', integer: 'a whole number', number: 'a number', null: 'null',
}

function typeName(type: string): string {
  return typeNames[type] ?? type
}

function valueName(data: unknown): string {
  if (data === null || data === undefined) return 'nothing'
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'object') return 'a mapping'
  return typeof data === 'string' ? `the text ${quoted(data)}` : quoted(String(data))
}

function wrongWord(data: unknown, allowed: readonly string[], name: string): Sentence {
  const message = `${name} cannot be ${typeof data === 'string' ? quoted(data) : valueName(data)}`
  return { code: 'wrong-word', message, hint: (typeof data === 'string' ? didYouMean(data, allowed) : undefined) ?? `write ${listed(allowed)}` }
}

function wrongForm(data: string, name: string, schema: ShapeError['parentSchema']): Sentence {
  if (data.trim() === '') return empty(name, schema)
  const example = (schema?.['examples'] as readonly unknown[] | undefined)?.[0]
  return { code: 'wrong-form', message: `${name} cannot be ${quoted(data)}`, hint: example === undefined ? formOf(schema) : `for example \`${example}\`` }
}

function formOf(schema: ShapeError['parentSchema']): string {
  const about = schema?.['description']
  return typeof about === 'string' ? about : 'check how it is written'
}

function tooFewKeys({ parentSchema, data }: ShapeError, name: string): Sentence {
  const given = Object.keys(data as object)
  const others = keysOf(parentSchema).filter((key) => !given.includes(key))
  if (given.includes('op')) return { code: 'missing-key', message: 'nothing is changed here', hint: `give at least one of ${others.join(', ')}` }
  return { code: 'missing-key', message: `${name} has too few keys`, hint: `give one of ${listed(others)}` }
}

function wrongTag(tag: string, data: unknown, schema: ShapeError['parentSchema']): Sentence {
  const value = (data as Record<string, unknown>)[tag]
  const known = wordsOf(tag, schema)
  if (typeof value !== 'string') return { ...wrongType('string', value, `\`${tag}\``), key: tag }
  return { code: 'wrong-word', message: `unknown ${tag} ${quoted(value)}`, hint: didYouMean(value, known) ?? `known: ${known.join(', ')}`, key: tag }
}

/** None, or several, of keys of which one is needed. */
function choice({ schema, data }: ShapeError, name: string): Sentence {
  const branches = schema as readonly Readonly<Record<string, unknown>>[]
  const types = branches.flatMap((branch) => branch['type'] ?? [])
  if (types.length > 0) return wrongType(types, data, name, shapeWith(branches, 'object'))
  const keys = branches.flatMap(requiredOf)
  const given = keys.filter((key) => (data as Record<string, unknown>)[key] !== undefined)
  if (given.length < 2) return { code: 'missing-key', message: `${listed(keys)} is missing`, hint: 'give one of them' }
  return { code: 'too-many-keys', message: `${listed(given, 'and')} exclude each other`, hint: 'keep one of them', key: given[1]! }
}

function shapeWith(branches: readonly Readonly<Record<string, unknown>>[], type: string): ShapeError['parentSchema'] {
  return branches.find((branch) => branch['type'] === type)
}

function requiredOf(schema: unknown): readonly string[] {
  return ((schema as Record<string, unknown> | undefined)?.['required'] ?? []) as readonly string[]
}

function propertiesOf(schema: ShapeError['parentSchema']): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return (schema?.['properties'] ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

function keysOf(schema: ShapeError['parentSchema']): readonly string[] {
  return Object.keys(propertiesOf(schema))
}

/** The advice that names the word that was meant, or the few that are equally near; undefined where nothing is near. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const meant = allNearest(word, known).slice(0, 3)
  return meant.length === 0 ? undefined : `did you mean ${listed(meant)}?`
}

/** The word that an advice of `didYouMean` names; undefined where it is another advice, or names several. */
export function wordMeant(hint: string | undefined): string | undefined {
  return /^did you mean `([^`]+)`\?$/.exec(hint ?? '')?.[1]
}

/** `a`, `b` or `c` */
export function listed(words: readonly string[], link = 'or'): string {
  const quotes = words.map((word) => `\`${word}\``)
  return quotes.length < 2 ? quotes.join('') : `${quotes.slice(0, -1).join(', ')} ${link} ${quotes.at(-1)}`
}

function counted(count: unknown, noun: string): string {
  return count === 1 ? `one ${noun}` : `${count} ${noun}s`
}

/** In backticks, and short. */
export function quoted(text: string): string {
  return `\`${text.length <= 60 ? text : `${text.slice(0, 57)}...`}\``
}
