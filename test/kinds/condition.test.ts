import { describe, expect, test } from 'vitest'
import { attributesNamed, groupsNamed, readsAnyGroup } from '../../src/kinds/index.js'
import { publishedFacts } from '../../src/kinds/vocabulary.js'
import type { GroupStateSubject, ProductSubject } from '../../src/model/subject.js'
import { grant, license, say, user } from './judging.js'
import { rule } from './reading.js'

function house(when: object, subject = 'user') {
  return rule('condition', { subject, when }, 'warning')
}

const guest = { fact: 'userType', operator: 'equal', value: 'Guest' }

describe('facts and operators', () => {
  const ada = user(['direct:ab', 'G1:cd-d'], {
    before: [grant('direct:ab'), grant('G2:e')],
    memberOf: ['G1', 'G3'],
    attributes: { department: 'Sales' },
    tenantCountry: 'NO',
  })
  test.each([
    ['userType', 'equal', 'Member', true],
    ['userType', 'notEqual', 'Member', false],
    ['userType', 'in', ['Guest', 'Member'], true],
    ['accountEnabled', 'equal', true, true],
    ['onPremisesSyncEnabled', 'notEqual', false, false],
    ['usageLocation', 'notIn', ['BH', 'BN'], true],
    ['tenantCountry', 'equal', 'NO', true],
    ['products', 'includes', 'ab', true],
    ['products', 'includesAllOf', ['ab', 'cd'], true],
    ['products', 'includesAllOf', ['ab', 'ef'], false],
    ['directProducts', 'includes', 'cd', false],
    ['inheritedProducts', 'includesAnyOf', ['ab', 'cd'], true],
    ['plans', 'includes', 'c', true],
    ['plans', 'includes', 'd', false],
    ['plansAfter', 'includesNoneOf', ['d', 'e'], true],
    ['plansBefore', 'includes', 'e', true],
    ['lostPlans', 'includesAnyOf', ['a', 'e'], true],
    ['lostPlans', 'includes', 'a', false],
    ['gainedPlans', 'includes', 'c', true],
    ['gainedPlans', 'notIncludes', 'a', true],
    ['groups', 'includes', 'G3', true],
    ['groups', 'exists', false, false],
    ['department', 'equal', 'Sales', true],
    ['department', 'startsWith', 'Sa', true],
    ['jobTitle', 'exists', false, true],
    ['jobTitle', 'equal', null, true],
    ['jobTitle', 'startsWith', 'x', false],
  ])('%s %s %j', async (fact, operator, value, expected) => {
    expect((await say(house({ fact, operator, value }), ada)) !== undefined).toBe(expected)
  })
})

describe('trees', () => {
  const member = { fact: 'userType', operator: 'equal', value: 'Member' }
  test.each([
    ['all', { all: [member, { fact: 'accountEnabled', operator: 'equal', value: true }] }, true],
    ['all but one', { all: [member, guest] }, false],
    ['any', { any: [guest, member] }, true],
    ['none', { any: [guest, guest] }, false],
    ['not', { not: guest }, true],
    ['not not', { not: { not: guest } }, false],
    ['not any, in all', { all: [member, { not: { any: [guest, { fact: 'plans', operator: 'includes', value: 'z' }] } }] }, true],
    ['a plan in any of two ways', { any: [{ fact: 'plans', operator: 'includes', value: 'z' }, { fact: 'products', operator: 'includes', value: 'ab' }] }, true],
  ])('%s', async (_, tree, expected) => {
    expect((await say(house(tree), user(['direct:ab']))) !== undefined).toBe(expected)
  })
})

describe('what it shows', () => {
  test('of lists what was asked for, and the products among them', async () => {
    const tree = { all: [guest, { fact: 'products', operator: 'includesAnyOf', value: ['cd', 'ab', 'xy'] }] }
    expect(await say(house(tree), user(['direct:ab cd ef'], { userType: 'Guest' }))).toEqual({
      kind: 'condition', facts: { products: ['ab', 'cd'], userType: 'Guest' }, skuIds: ['ab', 'cd'],
    })
  })

  test('all of a list where it was asked whether there is any', async () => {
    const tree = { all: [{ fact: 'accountEnabled', operator: 'equal', value: false }, { fact: 'products', operator: 'exists', value: true }] }
    expect(await say(house(tree), user(['direct:ab', 'G1:cd'], { accountEnabled: false }))).toMatchObject({ skuIds: ['ab', 'cd'] })
  })

  test('of what does not hold the reasons', async () => {
    const tree = { not: { any: [guest, { all: [{ fact: 'plans', operator: 'includes', value: 'a' }, { fact: 'groups', operator: 'includes', value: 'G1' }] }] } }
    expect(await say(house(tree), user(['direct:ab']))).toMatchObject({ facts: { groups: [], userType: 'Member' } })
  })

  test('of any only the branches that hold, however deep', async () => {
    const tree = { any: [guest, { any: [guest, { fact: 'plans', operator: 'includes', value: 'a' }] }, { all: [{ fact: 'plans', operator: 'includes', value: 'b' }, guest] }] }
    expect(await say(house(tree), user(['direct:ab']))).toEqual({ kind: 'condition', facts: { plans: ['a'] }, skuIds: [] })
  })
})

describe('other subjects', () => {
  const sales: GroupStateSubject = {
    type: 'groupState', groupId: 'G1', displayName: 'LIC Sales', licenses: [license('ab-b')], securityEnabled: true, mailEnabled: false, dynamic: true,
    onPremisesSyncEnabled: false, isAssignableToRole: false, memberCount: 40, tenantCountry: null,
  }
  test.each([
    [{ fact: 'displayName', operator: 'startsWith', value: 'LIC ' }, true],
    [{ fact: 'plans', operator: 'includes', value: 'b' }, false],
    [{ all: [{ fact: 'dynamic', operator: 'equal', value: true }, { fact: 'memberCount', operator: 'greaterThan', value: 39 }] }, true],
    [{ fact: 'products', operator: 'includes', value: 'ab' }, true],
  ])('a group: %j', async (tree, expected) => {
    expect((await say(house(tree, 'group'), sales)) !== undefined).toBe(expected)
  })

  const ab: ProductSubject = {
    type: 'product', skuId: 'ab', enabled: 10, warning: 2, suspended: 1, lockedOut: 0, consumed: 9, capabilityStatus: 'Warning', tenantCountry: null,
  }
  test.each([
    [{ fact: 'freeUnits', operator: 'lessThanInclusive', value: 3 }, true],
    [{ fact: 'freeUnits', operator: 'lessThan', value: 3 }, false],
    [{ fact: 'consumedUnits', operator: 'greaterThanInclusive', value: 9 }, true],
    [{ fact: 'capabilityStatus', operator: 'in', value: ['Warning', 'Suspended'] }, true],
    [{ all: [{ fact: 'product', operator: 'equal', value: 'ab' }, { fact: 'suspendedUnits', operator: 'equal', value: 1 }] }, true],
    [{ fact: 'plans', operator: 'includes', value: 'a' }, true],
  ])('a product: %j', async (tree, expected) => {
    expect((await say(house(tree, 'product'), ab)) !== undefined).toBe(expected)
  })

  test('a product is shown', async () => {
    expect(await say(house({ fact: 'product', operator: 'equal', value: 'ab' }, 'product'), ab)).toMatchObject({ skuIds: ['ab'] })
  })
})

test('what of users the loaded conditions read', () => {
  const rules = [
    house({ all: [{ fact: 'department', operator: 'equal', value: 'Sales' }, { not: { fact: 'groups', operator: 'includesAnyOf', value: ['G2', 'G1'] } }] }),
    house({ any: [{ fact: 'city', operator: 'exists', value: true }, { fact: 'groups', operator: 'includes', value: 'G2' }] }),
    house({ fact: 'displayName', operator: 'equal', value: 'G9' }, 'group'),
  ]
  expect(attributesNamed(rules)).toEqual(['city', 'department'])
  expect(groupsNamed(rules)).toEqual(['G1', 'G2'])
  expect(readsAnyGroup(rules)).toBe(false)
  expect(readsAnyGroup([house({ fact: 'groups', operator: 'exists', value: true })])).toBe(true)
})

test('every published fact has a title', () => {
  for (const facts of Object.values(publishedFacts)) {
    for (const [name, fact] of Object.entries(facts)) expect(fact.title, name).toMatch(/\S/)
  }
})
