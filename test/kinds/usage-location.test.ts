import { describe, expect, test } from 'vitest'
import { attempt, holdings, say, user } from './judging.js'
import { rule } from './reading.js'

const notInBahrain = rule('usage-location', { plan: 'a', prohibitedIn: ['BH', 'BN'] })
const onlyInNorway = rule('usage-location', { plan: 'a', allowedIn: ['NO'] })

describe('countries', () => {
  test.each([
    ['direct, own location', null, 'BH', 'BH', ['direct/a:a'], ['direct/a:a']],
    ['direct, allowed', null, 'NO', 'NO', undefined, undefined],
    ['direct, no location of its own', null, null, 'BH', undefined, undefined],
    ['group, own location', 'G1', 'BN', 'BN', ['G1/ab:a'], ['G1/ab:a']],
    ['group, own location differs from the tenant\'s', 'G1', 'NO', 'NO', undefined, undefined],
    ['group, the tenant\'s location', 'G1', null, 'BH', ['G1/ab:a'], ['G1/ab:a']],
    ['group, nobody says', 'G1', null, undefined, undefined, undefined],
  ] as const)('%s', async (_, source, usageLocation, effectiveLocation, prohibited, allowed) => {
    const subject = attempt(source, [], ['direct:a', 'G1:ab'], { usageLocation, effectiveLocation })
    const said = await say(notInBahrain, subject)
    expect(holdings(said)).toEqual(prohibited)
    if (said) expect(said).toMatchObject({ usageLocation: usageLocation ?? effectiveLocation, inherited: usageLocation === null, planId: 'a' })
    expect(holdings(await say(onlyInNorway, subject))).toEqual(allowed)
  })

  test('a user as it stands, by all paths; the direct one has no say in the tenant\'s location', async () => {
    const warns = rule('usage-location', { plans: ['a', 'b'], prohibitedIn: ['BH'] }, 'warning')
    const paths = ['direct:a', 'G1:ab']
    expect(holdings(await say(warns, user(paths, { usageLocation: 'BH', effectiveLocation: 'BH' })))).toEqual(['direct/a:a', 'G1/ab:a', 'G1/ab:b'])
    expect(holdings(await say(warns, user(paths, { usageLocation: null, effectiveLocation: 'BH' })))).toEqual(['G1/ab:a', 'G1/ab:b'])
  })

  test('a switched-off plan is nowhere', async () => {
    expect(await say(notInBahrain, attempt('G1', [], ['G1:ab-a'], { usageLocation: 'BH', effectiveLocation: 'BH' }))).toBeUndefined()
  })
})

describe('a location is required', () => {
  const direct = rule('usage-location', { requiredFor: 'direct' })
  const any = rule('usage-location', { requiredFor: 'any', product: 'ab' })
  const nowhere = { usageLocation: null, effectiveLocation: 'CH' }

  test.each([
    ['a new product', [], ['direct:ab'], ['direct/ab']],
    ['a product beside an old one', ['direct:cd'], ['direct:ab cd'], ['direct/ab', 'direct/cd']],
    ['a plan of an old product', ['direct:ab-b'], ['direct:ab'], ['direct/ab', 'direct/ab:b']],
    ['nothing', ['direct:ab'], [], undefined],
  ])('for direct licences: %s', async (_, before, after, expected) => {
    expect(holdings(await say(direct, attempt(null, before, after, nowhere)))).toEqual(expected)
  })

  test('not for groups, and not where there is one', async () => {
    expect(await say(direct, attempt('G1', [], ['G1:ab'], nowhere))).toBeUndefined()
    expect(await say(direct, attempt(null, [], ['direct:ab']))).toBeUndefined()
  })

  test('for any licence of a product', async () => {
    expect(await say(any, attempt('G1', [], ['G1:ab cd'], nowhere))).toEqual({
      kind: 'usage-location', usageLocation: null, inherited: false, planId: 'ab',
      holdings: [{ planId: null, skuId: 'ab', assignedByGroup: 'G1' }],
    })
    expect(await say(any, attempt('G1', [], ['G1:cd'], nowhere))).toBeUndefined()
    expect(await say(any, attempt('G1', [], ['G1:ab']))).toBeUndefined()
  })
})
