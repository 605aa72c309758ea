import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Schema } from '../src/load/schemas/words.js'

type Examples = Readonly<Record<string, unknown>>

/** Examples of the keys of what seatplan prints, by their pointers in the schema: for the most part taken from reports of the examples that are shipped. */
const all = JSON.parse(readFileSync(join(import.meta.dirname, 'schema-examples.json'), 'utf8')) as Readonly<Record<'report' | 'rollout' | 'batch' | 'test', Examples>>

/** The schema with an example at each of its keys. */
export function withExamples(schema: Schema, of: keyof typeof all): Schema {
  return below(schema, '', all[of]) as Schema
}

function below(schema: unknown, pointer: string, examples: Examples): unknown {
  if (Array.isArray(schema)) return schema.map((one, index) => below(one, `${pointer}/${index}`, examples))
  if (typeof schema !== 'object' || schema === null) return schema
  const words = Object.fromEntries(Object.entries(schema).map(([word, value]) => [word, below(value, `${pointer}/${word}`, examples)]))
  return pointer in examples ? { ...words, examples: [examples[pointer]] } : words
}
