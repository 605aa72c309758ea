import { expect, test } from 'vitest'
import { attempt, holdings, say } from './judging.js'
import { rule } from './reading.js'

const oneHolder = rule('unique-proxy', { whenAnyPlan: ['a', 'b'] })

test.each([
  ['an address that another has', true, ['direct:a', 'G1:b x'], ['direct/a:a', 'G1/b:b']],
  ['addresses of its own', false, ['direct:a', 'G1:b'], undefined],
  ['no plan that needs one', true, ['G1:x ab-ab'], undefined],
])('%s', async (_, addressClash, after, expected) => {
  expect(holdings(await say(oneHolder, attempt('G1', [], after, { addressClash })))).toEqual(expected)
})
