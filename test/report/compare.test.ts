import { expect, test } from 'vitest'
import type { Finding, Report } from '../../src/model/report.js'
import { compareReports, comparisonText, differentGround, isSame } from '../../src/report/compare.js'
import { uncolored } from '../../src/report/paint.js'
import { clean, empty, finding, rich } from './fixture.js'

const of = (...findings: readonly Finding[]): Report => ({ ...clean, findings })
const users = (max: number, min = max): Finding['users'] => ({ count: max, min, max, determined: min === max, sample: [] })
const a = finding({ id: 'f1', fingerprint: 'a' })

test('a report differs in nothing from itself', () => {
  const comparison = compareReports(rich, rich)
  expect(isSame(comparison)).toBe(true)
  expect(comparison.unchanged).toBe(rich.findings.length - 1)
  expect(comparisonText(comparison, uncolored)).toBe('No difference; 8 findings unchanged\n')
})

test.each<[string, Report, Report, Partial<Record<'new' | 'gone' | 'grown' | 'shrunk', number>>]>([
  ['new', of(), of(a), { new: 1 }],
  ['gone', of(a), of(), { gone: 1 }],
  ['grown', of(a), of({ ...a, users: users(400) }), { grown: 1 }],
  ['grown, since fewer can be spared', of({ ...a, users: users(9, 2) }), of({ ...a, users: users(9, 5) }), { grown: 1 }],
  ['shrunk', of(a), of({ ...a, users: users(1) }), { shrunk: 1 }],
  ['the same under another number, step and severity', of(a), of({ ...a, id: 'f7', step: 3, severity: 'warning' }), {}],
  ['what is resolved stands no more', of(a), of({ ...a, origin: 'resolved' }), { gone: 1 }],
  ['what passes now is another finding', of(a), of({ ...a, transient: true }), { new: 1, gone: 1 }],
])('%s', (_, before, after, expected) => {
  const { unchanged: _unchanged, ...lists } = compareReports(before, after)
  const sizes = Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.length]))
  expect(sizes).toEqual({ new: 0, gone: 0, grown: 0, shrunk: 0, ...expected })
})

test('for people: worst first, with both numbers', () => {
  const before = of(a, finding({ id: 'f2', fingerprint: 'b', users: users(7) }), finding({ id: 'f3', fingerprint: 'c', users: users(1) }))
  const after = of(finding({ id: 'f1', fingerprint: 'd', ruleId: '\u202ename' }), { ...a, id: 'f2', users: users(400) }, finding({ id: 'f3', fingerprint: 'c', users: users(1) }))
  expect(comparisonText(compareReports(before, after), uncolored)).toMatchInlineSnapshot(`
    "1 new, 1 grown, 0 shrunk, 1 gone; 1 finding unchanged

    New
      + f1  error  \\u202ename  312 users  ENTERPRISEPACK by group Sales; service plans SHAREPOINTENTERPRISE, SHAREPOINTSTANDARD

    Grown
      > f1 -> f2  error  one-sharepoint-plan  312 -> 400 users  ENTERPRISEPACK by group Sales; service plans SHAREPOINTENTERPRISE, SHAREPOINTSTANDARD

    Gone
      - f2  error  one-sharepoint-plan  7 users  ENTERPRISEPACK by group Sales; service plans SHAREPOINTENTERPRISE, SHAREPOINTSTANDARD
    "
  `)
})

test('what else differs is told', () => {
  expect(differentGround(clean, clean)).toEqual([])
  expect(differentGround(clean, { ...empty, rules: { ...clean.rules, digest: 'sha256:0' } })).toEqual(['the rules differ', 'only one of them has a plan'])
})
