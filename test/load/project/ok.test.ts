import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lintFiles } from '../../../src/analyse/lint/lint.js'
import { disk } from '../../../src/load/disk.js'
import { memory } from '../../../src/load/memory.js'
import { shipped } from '../shipped.js'
import { smallTenant } from '../tenant/small-tenant.js'

const root = join(import.meta.dirname, '../../..').replaceAll('\\', '/')

test.each([
  ['the shipped rules', 'rules'],
  ['the shipped catalogs', 'catalogs'],
  ['the scenarios', 'scenarios'],
  ['the plan of the example', 'examples/contoso/plan.yaml'],
  ['the rules of the example', 'examples/contoso/rules'],
])('%s have nothing wrong with them', async (_, path) => {
  expect(await lintFiles(disk(), [path], { cwd: root, today: '2026-11-24', shipped: await shipped() })).toEqual([])
})

test('the example as a project has nothing wrong with it', async () => {
  expect(await lintFiles(disk(), [], { cwd: `${root}/examples/contoso`, today: '2026-11-24', shipped: await shipped() })).toEqual([])
})

const folder = join(import.meta.dirname, 'wrong')
const seeds = [
  ...readdirSync(folder).filter((name) => /\.(yaml|json)$/.test(name)).map((name) => readFileSync(join(folder, name), 'utf8')).filter((text) => text.length < 2000),
  'title: x\nchanges:\n  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [YAMMER_ENTERPRISE] }], removeLicenses: [STANDARDPACK] }\n',
  'rules:\n  - { id: a, kind: prerequisite, severity: error, plan: WORKPLACE_ANALYTICS, requiresAnyOf: [EXCHANGE_S_STANDARD, [EXCHANGE_S_DESKLESS, EXCHANGE_S_ARCHIVE_ADDON]], within: both, reason: x }\n',
  'tenant: { users: [ { upn: ada@contoso.com, licenses: [ { sku: STANDARDPACK } ], memberOf: [Sales] } ], groups: [ { displayName: Sales, licenses: [] } ], subscribedSkus: [ { sku: STANDARDPACK, units: 10 } ] }\nchanges: []\nexpect: { findings: [], exitCode: 0 }\n',
]
const pieces = ['', 'null', '[]', '{}', '[[]]', '0', '-1', '1e9', 'true', "''", '"x"', ' ', '\n', '\t', ': ', '- ', '&a ', '*a', '!!str ', '<<: ', '__proto__: 1', 'constructor', 'toString', '\u0000', '\uFEFF', '\u2028', '{ a: 1 }', '🙂']

/** One place of a text replaced by something that has no business there. */
const mutated = fc.record({ text: fc.constantFrom(...seeds), at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(12), piece: fc.constantFrom(...pieces) })
  .map(({ text, at, length, piece }) => {
    const start = Math.floor(at * text.length)
    return text.slice(0, start) + piece + text.slice(start + length)
  })

test('no file makes lint throw, and every error has a sentence', async () => {
  const ships = await shipped()
  await fc.assert(
    fc.asyncProperty(mutated, fc.constantFrom('a.yaml', 'a.json', 'seatplan.yaml', 'pack.yaml'), fc.constantFrom({}, { tenant: 'tenant' }), async (text, name, options) => {
      const problems = await lintFiles(memory({ ...smallTenant, [`/p/${name}`]: text }), [name], { cwd: '/p', today: '2026-11-24', options, shipped: ships })
      for (const { message, file } of problems) {
        expect(message).toMatch(/^\S.*[^.\s]$/s)
        expect(message).not.toMatch(/undefined|\[object/)
        expect(file).not.toBe('')
      }
    }),
    { seed: 4, numRuns: process.env['SEATPLAN_LONG'] === undefined ? 600 : 50_000 },
  )
})
