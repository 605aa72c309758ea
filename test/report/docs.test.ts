import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reportSchema } from '../../src/report/schema.js'
import type { Schema } from '../../src/report/schema-words.js'

const page = readFileSync(join(import.meta.dirname, '../../docs/report.md'), 'utf8')

/** Heading of docs/report.md -> definitions of the schema that it explains. */
const sections: Readonly<Record<string, readonly string[]>> = {
  'A step': ['step'],
  'A finding': ['finding'],
  'Users concerned': ['users'],
  'A number of users': ['range'],
  'A group, a product, a service plan': ['group', 'sku', 'servicePlan'],
  'mutually-exclusive': ['mutuallyExclusiveEvidence'],
  'prerequisite': ['prerequisiteEvidence'],
  'usage-location': ['usageLocationEvidence'],
  'seats': ['seatsEvidence'],
  'unique-proxy': ['uniqueProxyEvidence'],
  'condition': ['conditionEvidence'],
  'waiver': ['waiverEvidence'],
  'A holding': ['holding'],
  'A way out': ['remedy'],
  'An edit': ['edit'],
  'A consequence': ['consequence'],
  'An impact': ['impact'],
  'Seats': ['seatLine'],
  'A licensed group': ['groupLine'],
  'A notice': ['notice'],
  'A state': ['state'],
  'One of several states': ['outcome'],
}

test('the page explains the document, key by key, in its order', () => {
  expect(explained('The document')).toEqual(keysOf(reportSchema))
})

test.each(Object.entries(sections))('the page explains every key: %s', (heading, definitions) => {
  expect(explained(heading)).toEqual(definitions.flatMap(name => keysOf(reportSchema.$defs[name]!)))
})

test('no definition is left out', () => {
  expect(Object.values(sections).flat().sort()).toEqual(Object.keys(reportSchema.$defs).sort())
})

test('every notice is explained, here or with the snapshot', () => {
  const root = join(import.meta.dirname, '../..')
  const source = ['simulate', 'explain', 'load'].flatMap(folder => readdirSync(join(root, 'src', folder), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.ts')).sort().map(name => readFileSync(join(root, 'src', folder, name), 'utf8'))).join('\n')
  const ids = [...source.matchAll(/(?:note\(world, |notice\(|told\()'([a-z-]+)'|\{\s*id: '([a-z]+-[a-z-]+)',\s*text/g)].map(match => (match[1] ?? match[2])!)
  const pages = page + readFileSync(join(root, 'docs/snapshot.md'), 'utf8')
  expect(ids.length).toBeGreaterThan(30)
  expect(ids.filter(id => !pages.includes(`\`${id}\``))).toEqual([])
})

/** First cells of the table under a heading. */
function explained(heading: string): readonly string[] {
  const body = page.split(/^#+ /m).find(section => section.startsWith(`${heading}\n`)) ?? ''
  return [...body.matchAll(/^\| `([\w.]+)` \|/gm)].map(match => match[1]!)
}

/** Keys of an object; those of an object inside it follow with its name before them. */
function keysOf(schema: Schema): readonly string[] {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>
  return Object.entries(properties).flatMap(([name, value]) => [name, ...keysOf(orNullOf(value)).map(inner => `${name}.${inner}`)])
}

function orNullOf(schema: Schema): Schema {
  const [first] = (schema['anyOf'] ?? []) as readonly Schema[]
  return first ?? schema
}
