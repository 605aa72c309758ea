import { expect, test } from 'vitest'
import { describeRule, itemsOf } from '../../src/explain/rule-words.js'
import { namesFrom } from '../../src/model/names.js'
import { catalog, plans, rules, skus, tenant } from '../analyse/contoso.js'

const names = namesFrom(catalog, tenant.groups)

test('every kind of rule in words', async () => {
  const words = Object.values(rules).map(rule => [rule.id, ...describeRule(rule, names).map(line => `  ${line}`), ''].join('\n'))
  await expect(words.join('\n')).toMatchFileSnapshot('rule-words.golden.txt')
})

test.each([
  ['both sides of a conflict', rules.against, [plans.project, skus.e1]],
  ['the dependent and all it may need', rules.needs, [plans.project, plans.sharepoint, plans.exchange1, plans.both, plans.exchange2]],
  ['what a condition names, however deep', rules.guests, [skus.e3, skus.project, plans.exchange1]],
  ['nothing, where a rule is about everything', rules.seats, []],
])('the things that a rule names: %s', (_, rule, ids) => {
  expect(itemsOf(rule).map(({ id }) => id)).toEqual(ids)
})

test('a name that the catalog does not know is its GUID', () => {
  const words = describeRule({ ...rules.keepTen, products: ['ffffffff-0000-4000-8000-000000000000'] }, names)
  expect(words).toEqual(['Given only as long as 10 units stay free:', '  ffffffff-0000-4000-8000-000000000000'])
})
