import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { reportSchemaPath, reportSchemaText } from '../../scripts/report-schema.js'
import type { Report } from '../../src/model/report.js'
import { renderJson } from '../../src/report/json.js'
import { reportSchema } from '../../src/report/schema.js'
import { clean, empty, finding, findings, rich } from './fixture.js'

const root = join(import.meta.dirname, '../..')
const published: object = JSON.parse(readFileSync(join(root, reportSchemaPath), 'utf8'))
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true }).compile(published)
const printed = (report: Report): unknown => JSON.parse([...renderJson(report)].join(''))

test('the published schema is the one that the source states', () => {
  expect(readFileSync(join(root, reportSchemaPath), 'utf8')).toBe(reportSchemaText())
})

test.each([['rich', rich], ['clean', clean], ['empty', empty]])('what is printed is valid: %s', (_, report) => {
  validate(printed(report))
  expect(validate.errors).toBeNull()
})

test('every object is closed, but for what is free by nature', () => {
  const open = objectsIn(reportSchema).filter(({ schema }) => schema['additionalProperties'] !== false).map(({ path }) => path)
  expect(open).toEqual([
    '/$defs/edit/properties/change/anyOf/0',
    '/$defs/remedy/properties/seats',
    '/$defs/finding/properties/evidence',
    '/$defs/conditionEvidence/properties/facts',
  ])
})

test('every key is explained', () => {
  const silent = objectsIn(reportSchema).flatMap(({ path, schema }) =>
    Object.entries((schema['properties'] ?? {}) as Record<string, { description?: string }>)
      .filter(([, { description }]) => !description?.endsWith('.'))
      .map(([name]) => `${path}/${name}`))
  expect(silent).toEqual([])
})

test('the fixture holds every kind of evidence', () => {
  const kinds = new Set(findings.map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(['condition', 'mutually-exclusive', 'prerequisite', 'seats', 'service', 'unique-proxy', 'usage-location'])
})

test.each<[string, unknown]>([
  ['a key that no version knows', { ...clean, mood: 'good' }],
  ['a later version', { ...clean, schemaVersion: 2 }],
  ['a finding without users', { ...clean, findings: [{ ...finding({}), users: undefined }] }],
  ['evidence of another kind', { ...clean, findings: [finding({ kind: 'seats' })] }],
  ['an origin that does not exist', { ...clean, findings: [{ ...finding({}), origin: 'new' }] }],
  ['a GUID in capitals', { ...clean, findings: [finding({ skus: [{ skuId: 'C7DF2760-2C81-4EF7-B578-5B5392B571DF', skuPartNumber: 'X' }] })] }],
])('what does not belong is refused: %s', (_, report) => {
  expect(validate(JSON.parse(JSON.stringify(report)))).toBe(false)
})

interface Found { readonly path: string; readonly schema: Readonly<Record<string, unknown>> }

function objectsIn(value: unknown, path = ''): readonly Found[] {
  if (typeof value !== 'object' || value === null) return []
  const schema = value as Readonly<Record<string, unknown>>
  const here = schema['type'] === 'object' ? [{ path, schema }] : []
  return [...here, ...Object.entries(schema).flatMap(([name, item]) => objectsIn(item, `${path}/${name}`))]
}
