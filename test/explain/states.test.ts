import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Situation } from '../../src/explain/situation.js'
import { statesOf } from '../../src/explain/states.js'
import type { StateRow } from '../../src/model/report.js'

const path = (source: string | null, ...skus: readonly string[]) => {
  const licenses = skus.map((skuId) => ({ skuId, disabledPlans: [] }))
  return { source, effective: licenses, intended: licenses, errors: {}, disabled: [] }
}

/** What users of a cohort have: nothing, a product, one by two ways, several. */
const having = [[], [path(null, 'b')], [path('g', 'a'), path(null, 'a')], [path('g', 'c', 'a', 'b')]]

/** Users in turn in one of four cohorts. */
function situation(names: readonly string[]): Situation {
  const cohorts = having.map((paths, cohort) => ({ members: Uint32Array.from(names.keys()).filter((ordinal) => ordinal % having.length === cohort), before: undefined, after: { paths }, undetermined: new Map() }))
  const person = (ordinal: number) => ({ id: String(ordinal).padStart(5, '0'), userPrincipalName: names[ordinal]! })
  return { trace: { cohorts }, project: { settings: { assumptions: {} } }, names: { product: (id: string) => id.toUpperCase() }, person } as unknown as Situation
}

const key = ({ userPrincipalName, userId, skuId, assignedByGroup }: StateRow): readonly string[] => [userPrincipalName, userId, skuId, assignedByGroup ?? '']
const isBefore = (a: readonly string[], b: readonly string[]): boolean => {
  const at = a.findIndex((word, i) => word !== b[i])
  return at !== -1 && a[at]! < b[at]!
}

test('rows of many users are made part by part, and are the same in the same order', () => {
  const name = fc.oneof(fc.constantFrom('', 'same@x', 'ada@x', 'Ada@x', 'ä@x'), fc.string({ maxLength: 6, unit: 'binary' }))
  fc.assert(
    fc.property(fc.array(name, { maxLength: 120 }), fc.constantFrom(1, 2, 7, 50), (names, most) => {
      const all = statesOf(situation(names), 'all', Infinity) as readonly StateRow[]
      const rows = statesOf(situation(names), 'all', most)
      expect([...rows]).toEqual(all)
      expect([...rows]).toEqual(all)
      expect([rows.length, JSON.stringify(rows)]).toEqual([all.length, JSON.stringify(all)])
      expect(all.length).toBe(names.reduce((sum, _, ordinal) => sum + [0, 1, 2, 3][ordinal % 4]!, 0))
      all.forEach((row, i) => expect(i === 0 || isBefore(key(all[i - 1]!), key(row))).toBe(true))
    }),
    { seed: 4 },
  )
})
