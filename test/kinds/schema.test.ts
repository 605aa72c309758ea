import { describe, expect, test } from 'vitest'
import { kinds } from '../../src/kinds/index.js'

type Schema = Readonly<Record<string, unknown>>

/** Every key that an author may write under a schema, with what is said about it. */
function keysIn(schema: unknown, path = ''): readonly (readonly [string, Schema])[] {
  if (typeof schema !== 'object' || schema === null) return []
  const { properties = {}, items, $defs = {} } = schema as { properties?: Record<string, Schema>; items?: unknown; $defs?: Record<string, Schema> }
  const own = Object.entries(properties).flatMap(([key, value]) => [[`${path}.${key}`, value] as const, ...keysIn(value, `${path}.${key}`)])
  const defined = Object.entries($defs).flatMap(([key, value]) => keysIn(value, `${path}#${key}`))
  return [...own, ...keysIn(items, `${path}[]`), ...defined]
}

describe.each(kinds.map((kind) => [kind.kind, kind.schema] as const))('%s', (_, schema) => {
  test('says of every key what it is, and how it looks', () => {
    const keys = keysIn(schema)
    expect(keys.length).toBeGreaterThan(0)
    for (const [path, key] of keys) {
      expect(key, path).toMatchObject({ title: expect.any(String), description: expect.any(String), examples: [expect.anything(), ...((key['examples'] as unknown[] | undefined) ?? []).slice(1)] })
    }
  })
})
