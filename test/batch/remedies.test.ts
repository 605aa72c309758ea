import { expect, test } from 'vitest'
import { unexpected } from '../../src/batch/observe.js'
import { check } from '../../src/check.js'
import type { ExpectedRemedies } from '../../src/load/project/expect.js'
import { scenario } from '../remedy/handover/projects.js'

const options = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'all', expand: true } as const
const report = await check(await scenario('founding-article/e3-by-group-meets-a-direct-e1.yaml'), options)

const placesOf = (remedies: readonly ExpectedRemedies[]): readonly string[] => unexpected(report, { remedies }).map(({ path }) => path)

const six = report.findings[0]!.remedies.map(({ title }) => ({ title }))

test('all remedies of a finding, in any order, are as expected', () => {
  expect(placesOf([{ finding: { rule: 'one-exchange-plan' }, complete: true, remedies: six.toReversed() }])).toEqual([])
})

test('a remedy that is not expected and one that is not there are told', () => {
  const [first, ...others] = six
  expect(placesOf([{ finding: { rule: 'one-exchange-plan' }, remedies: others }])).toEqual(['remedies[0].remedies'])
  expect(placesOf([{ finding: { rule: 'one-exchange-plan' }, remedies: [...six, { title: 'Wait' }] }])).toEqual(['remedies[0].remedies[6]'])
  expect(unexpected(report, { remedies: [{ finding: { rule: 'one-exchange-plan' }, remedies: others }] })).toMatchObject([{ expected: null, actual: first }])
})

test('a list that is complete is not expected to be cut', () => {
  expect(placesOf([{ finding: { rule: 'one-exchange-plan' }, complete: false, remedies: six }])).toEqual(['remedies[0].complete'])
})

test('the keys must tell one finding from all others', () => {
  expect(placesOf([{ finding: { error: 'MutuallyExclusiveViolation' }, remedies: six }])).toEqual(['remedies[0].finding'])
  expect(placesOf([{ finding: { rule: 'no-such-rule' }, remedies: [] }])).toEqual(['remedies[0].finding'])
})
