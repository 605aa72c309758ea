import { listedFormats } from '../src/analyse/editor/names-schema.js'
import type { Schema } from '../src/load/schemas/words.js'
import { withWords } from './editor-words.js'

/**
 * A schema as it is published. It refuses nothing that seatplan reads, and is written for editors: where a text is a name, they are sent
 * to the names that there are; and an object of several kinds says first which kinds there are, then what belongs to each, so that a
 * mistyped word is answered with all words and not with the keys of another kind.
 */
export function published(schema: Schema): Schema {
  return eachSchema(schema, (one) => withWords(byTag(byType(withNames(one))))) as Schema
}

/** Words whose values are data and hold no schemas. */
const data = ['examples', 'enum', 'const', 'required', 'dependentRequired', 'discriminator']

function eachSchema(schema: unknown, change: (schema: Schema) => Schema): unknown {
  if (Array.isArray(schema)) return schema.map((one) => eachSchema(one, change))
  if (typeof schema !== 'object' || schema === null) return schema
  return change(Object.fromEntries(Object.entries(schema).map(([word, value]) => [word, data.includes(word) ? value : within(word, value, change)])))
}

/** Keys of `properties` and `$defs` are names, not words. */
function within(word: string, value: unknown, change: (schema: Schema) => Schema): unknown {
  if (word !== 'properties' && word !== '$defs') return eachSchema(value, change)
  return Object.fromEntries(Object.entries(value as Schema).map(([name, one]) => [name, eachSchema(one, change)]))
}

function withNames({ format, ...rest }: Schema): Schema {
  if (!(listedFormats as readonly unknown[]).includes(format)) return rest
  return { ...rest, allOf: [...((rest['allOf'] as readonly unknown[] | undefined) ?? []), { $ref: `names.schema.json#/$defs/${String(format)}` }] }
}

const wordsOfObjects = ['properties', 'additionalProperties', 'required', 'minProperties', 'maxProperties']

/** Where an object may stand in the place of a text, its words apply to objects alone: else servers offer its keys between brackets, and no texts. */
function byType(schema: Schema): Schema {
  const { type } = schema
  if (!Array.isArray(type) || !type.includes('object') || !type.includes('string') || schema['if'] !== undefined) return schema
  const [own, rest] = [true, false].map((isOwn) => Object.fromEntries(Object.entries(schema).filter(([word]) => wordsOfObjects.includes(word) === isOwn)))
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  return Object.keys(own!).length === 0 ? schema : { ...rest, if: { type: 'object' }, then: own }
}

type Keys = Readonly<Record<string, Schema>>

function byTag({ discriminator, oneOf, ...rest }: Schema): Schema {
  if (discriminator === undefined) return oneOf === undefined ? rest : { ...rest, oneOf }
  const tag = (discriminator as { readonly propertyName: string }).propertyName
  const branches = oneOf as readonly (Schema & { readonly properties: Keys })[]
  const shared = sharedBy(branches.map(({ properties }) => properties), tag)
  return { ...rest, properties: { [tag]: tagOf(tag, branches), ...shared }, allOf: branches.map((branch) => whereTag(tag, branch, [tag, ...Object.keys(shared)])) }
}

/** Keys that mean the same in every branch. */
function sharedBy([first, ...others]: readonly Keys[], tag: string): Keys {
  const isShared = ([name, schema]: [string, Schema]): boolean => name !== tag && others.every((other) => JSON.stringify(other[name]) === JSON.stringify(schema))
  return Object.fromEntries(Object.entries(first!).filter(isShared))
}

function tagOf(tag: string, branches: readonly { readonly properties: Keys; readonly [word: string]: unknown }[]): Schema {
  const { const: word, ...about } = branches[0]!.properties[tag]!
  const words = branches.map(({ properties }) => properties[tag]!['const'])
  return { ...about, enum: words, enumDescriptions: branches.map(({ description }) => description), examples: [word] }
}

function whereTag(tag: string, { properties, ...branch }: Schema & { readonly properties: Keys }, said: readonly string[]): Schema {
  const own = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, said.includes(name) ? true : schema]))
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  return { if: { properties: { [tag]: { const: properties[tag]!['const'] } }, required: [tag] }, then: { ...branch, properties: own } }
}
