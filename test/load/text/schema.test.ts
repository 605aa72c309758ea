import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { kinds } from '../../../src/kinds/index.js'
import { readDocument } from '../../../src/load/text/document.js'
import * as validators from '../../../src/load/generated/validators.js'
import { checkShape } from '../../../src/load/text/schema.js'
import type { FileType } from '../../../src/load/text/schema.js'
import { schemas } from '../../../src/load/schemas/index.js'
import type { Schema } from '../../../src/load/schemas/words.js'
import { namesSchema } from '../../../src/analyse/editor/names-schema.js'
import { published as asPublished } from '../../../scripts/published-schema.js'
import { unpackCatalog } from '../../../src/load/catalog/packed-catalog.js'
import { shipped } from '../shipped.js'

const schemaIn = (name: string): Schema => JSON.parse(readFileSync(join('schemas', `${name}.schema.json`), 'utf8')) as Schema
const published = Object.keys(schemas).map((name) => [name, schemaIn(name)] as const)

describe('published schemas', () => {
  test.each(published)('%s is what the source says', (name, schema) => {
    const { $comment, $schema, $id, ...rest } = schema
    expect($comment).toContain('generated')
    expect([$schema, $id]).toEqual(['https://json-schema.org/draft/2020-12/schema', `${name}.schema.json`])
    expect(rest).toEqual(JSON.parse(JSON.stringify(asPublished(schemas[name]!))))
  })

  test.each(published)('%s explains each of its keys, with an example', (_, schema) => {
    expect(silentKeys(schema, '')).toEqual([])
  })

  test.each(readdirSync('schemas'))('%s: every key of it has a description and an example that fits', (file) => {
    const schema = JSON.parse(readFileSync(join('schemas', file), 'utf8')) as Schema
    const keys = keysIn(schema, '')
    expect(keys.filter(({ key }) => typeof key['description'] !== 'string' || !Array.isArray(key['examples']) || key['examples'].length === 0).map(({ pointer }) => pointer)).toEqual([])
    const fits = new Ajv2020({ strict: false, logger: false, schemas: [schemaIn('names'), { ...schemaIn('report'), $id: 'report.schema.json' }, { ...schema, $id: 'whole' }] })
    const wrong = keys.flatMap(({ pointer, key }) => (key['examples'] as readonly unknown[]).filter((example) => fits.validate({ $ref: `whole#${pointer}` }, example) !== true).map((example) => `${pointer} ${JSON.stringify(example)}`))
    expect(wrong).toEqual([])
  })

  test('the names are those of the shipped catalog', async () => {
    expect(schemaIn('names')).toEqual(namesSchema(unpackCatalog((await shipped()).catalog), (await shipped()).packs))
  })

  test('the rules have every kind', () => {
    const text = JSON.stringify(schemas['rules'])
    for (const { kind } of kinds) expect(text).toContain(`"const":"${kind}"`)
    expect(JSON.stringify(schemaIn('rules'))).toContain(JSON.stringify(kinds.map(({ kind }) => kind)))
  })
})

describe('compiled validators', () => {
  const ajv = new Ajv2020({ allErrors: true, discriminator: true, strict: false, logger: false, schemas: [schemaIn('names'), ...published.map(([, schema]) => schema)] })
  const texts: Record<FileType, readonly string[]> = {
    plan: ['changes: []', 'changes: [{ op: deleteGroup, group: x }]', 'changes: [{ op: deleteGroup }]', 'changes: {}', 'chnages: []'],
    rules: ['rules: []', 'rules: [{ id: a, kind: seats, severity: error, reason: b }]', 'rules: [{ id: a, kind: seats, severity: error }]', 'rules: [{ id: a, kind: seat, severity: error, reason: b }]'],
    config: ['rules: current', 'rules: [current, { a: off }]', 'rules: { packs: [a], overrides: { b: { severity: info } } }', 'rules: { pack: a }', 'seats: some'],
    scenario: ['{ tenant: {}, expect: {} }', '{ tenant: x, expect: {}, changes: [{ op: deleteGroup, group: x }] }', '{ tenant: x, expect: {}, changes: [{ op: deleteGroup }] }', 'expect: {}'],
    ruletest: ['cases: []', 'cases: [{ verdicts: { ada: { TEAMS1: ok } } }]', 'cases: [{ verdicts: { ada: { TEAMS1: { one-skype-plan: error } } } }]', 'cases: [{ verdicts: { ada: { TEAMS1: fine } } }]', 'case: []', '{ cases: [], users: { ada: }, products: { e3: { skus: x } } }'],
    overlay: ['plans: []', 'products: [{ skuId: x }]', '{}'],
    waivers: ['waivers: []', "waivers: [{ rule: a, reason: b, expires: '2026-01-01' }]", 'waivers: [{ rule: a }]'],
    baseline: ['baseline: []', 'baseline: [{ fingerprint: a }]', 'baseline: [{ rule: a }]'],
    pack: ['name: a', 'nmae: a'],
    prices: ['{ currency: CHF, prices: {} }', '{ currency: CHF, prices: { A: -1 } }', 'prices: {}'],
  }

  test.each(Object.entries(texts).flatMap(([type, list]) => list.map((text) => [type as FileType, text] as const)))('%s: %s gets the answer of its published schema', (type, text) => {
    const { data } = readDocument('f.yaml', text).value!
    const expected = ajv.getSchema(`${type}.schema.json`)!(data)
    expect(validators[type]()(data)).toBe(expected)
  })

  test('they need no package at run time', () => {
    const code = readFileSync('src/load/generated/validators.js', 'utf8')
    expect(code).not.toMatch(/\brequire\(|\bimport\b/)
    expect(existsSync('src/load/generated/validators.d.ts')).toBe(true)
  })
})

test('all problems of a file come at once, in the order of the file', () => {
  const document = readDocument('p.yaml', 'titel: x\nchanges:\n  - { op: deleteGruop, group: x }\n  - { op: changeUnits, sku: E3, add: many }\n').value!
  expect(checkShape(document, 'plan').map(({ line, message }) => [line, message])).toEqual([
    [1, 'unknown key `titel`'],
    [3, 'unknown op `deleteGruop`'],
    [4, '`add` must be a whole number, not the text `many`'],
  ])
})

/** Every key of an object, anywhere in a schema. What only tells branches apart (`if`), or stands outside of them (`true`), is explained elsewhere. */
function keysIn(schema: unknown, pointer: string): readonly { readonly pointer: string; readonly key: Schema }[] {
  if (Array.isArray(schema)) return schema.flatMap((one, index) => keysIn(one, `${pointer}/${index}`))
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([word, value]) => {
    if (['examples', 'required', 'enum', 'const', 'if', 'dependentRequired', 'discriminator', 'defaultSnippets'].includes(word)) return []
    const named = word === 'properties' ? Object.entries(value as Record<string, Schema | true>).flatMap(([name, key]) => (key === true || onlyNarrows(key) ? [] : [{ pointer: `${pointer}/properties/${name}`, key }])) : []
    return [...named, ...keysIn(value, `${pointer}/${word}`)]
  })
}

/** What says of a key that is explained elsewhere which of several shapes it has. */
function onlyNarrows(key: Schema): boolean {
  return Object.keys(key).every((word) => word === '$ref' || word === 'examples')
}

/** Keys of objects, anywhere in a schema, that lack a title, a description or an example. */
function silentKeys(schema: unknown, path: string): string[] {
  if (Array.isArray(schema)) return schema.flatMap((one, index) => silentKeys(one, `${path}/${index}`))
  if (typeof schema !== 'object' || schema === null) return []
  return Object.entries(schema).flatMap(([word, value]) => {
    if (['examples', 'required', 'enum', 'not', 'dependentRequired', 'discriminator'].includes(word)) return []
    if (word !== 'properties') return silentKeys(value, `${path}/${word}`)
    return Object.entries(value as Record<string, Schema>).flatMap(([name, key]) => [...(isSilent(key, path) ? [`${path}/${name}`] : []), ...silentKeys(key, `${path}/${name}`)])
  })
}

/** What only tells branches apart (`if`), or stands outside of them (`true`), is explained elsewhere. */
function isSilent(key: Schema | true, path: string): boolean {
  if (key === true || path.endsWith('/if')) return false
  const { title, description, examples, $ref } = key
  return !(title && description && (examples || $ref))
}
