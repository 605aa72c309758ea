import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { reportSchemaPath, reportSchemaText } from '../../scripts/report-schema.js'
import type { Change } from '../../src/model/change.js'
import type { Report } from '../../src/model/report.js'
import { renderJson } from '../../src/report/json.js'
import { reportSchema } from '../../src/report/schema.js'
import { check } from '../../src/check.js'
import { contoso, groupIds, skus } from '../analyse/contoso.js'
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

test('what a check says of a plan that goes wrong in many ways is valid', async () => {
  const [ada, dora, eve] = [0, 3, 4].map(ordinal => contoso.tenant.nameOf(ordinal).id) as [string, string, string]
  const changes: readonly Change[] = [
    { op: 'assignLicense', to: { group: groupIds.twin1 }, addLicenses: [{ skuId: skus.e3, disabledPlans: [] }], removeLicenses: [] },
    { op: 'addMembers', group: groupIds.twin1, users: [ada, eve] },
    { op: 'assignLicense', to: { users: [dora, eve] }, addLicenses: [{ skuId: skus.project, disabledPlans: [] }], removeLicenses: [] },
    { op: 'deleteGroup', group: groupIds.sales },
    { op: 'changeUnits', sku: skus.e3, set: 1 },
    { op: 'updateUser', user: eve, set: { userType: 'Guest', usageLocation: 'BH' } },
    { op: 'reprocess', group: groupIds.sales },
  ]
  const steps = changes.map((change, at) => ({ change, place: { file: 'plan.yaml', line: at + 3, column: 5 } }))
  const plan = { title: 'Much at once', file: 'plan.yaml', steps, notices: [] }
  const report = await check({ ...contoso, plan }, { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'all', remedies: 'all', expand: true })
  validate(printed(report))
  expect(validate.errors).toBeNull()
  expect(new Set(report.findings.map(({ origin }) => origin))).toContain('introduced')
  expect(report.states?.length).toBeGreaterThan(5)
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
