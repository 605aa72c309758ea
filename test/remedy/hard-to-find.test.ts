import { expect, test } from 'vitest'
import type { Rule } from '../../src/model/rule.js'
import { enumerate } from '../../src/remedy/enumerate.js'
import type { Case } from '../reference/case.js'
import { assign, caseOf, exclusive, give, group, license, limited, needs, oneHolder, plan, product, row, user } from '../reference/make.js'
import { projectOf } from '../reference/project.js'
import { tryAll, wantedOf } from './oracle/brute-force.js'
import { open } from './oracle/open.js'

/** Up to so many moves every set of them is played. */
const most = process.env['SEATPLAN_LONG'] === '1' ? 12 : 8

const failed = { state: 'Error', error: 'MutuallyExclusiveViolation' }
const seats = limited('seats')
const house = (id: string, when: object): Rule => ({ ...seats, id, severity: 'warning', kind: 'condition', subject: 'user', when }) as never
const address = { proxyAddresses: ['smtp:a@contoso.com'] }

/** Small tenants whose ways out are easily overlooked, or easily more than is needed; the step said where another one does the like. */
const tenants = {
  'what is recorded is tried again when the group is given something': [
    caseOf({
      products: [product('pa', ['p4'], { enabled: 1, consumed: 1 }), product('pb', ['p5'])],
      groups: [group('g', [license('pa')])],
      users: [user('ada', { memberOf: ['g'], rows: [row('pa', null, { disabledPlans: ['p4'] }), row('pa', 'g', failed)] })],
      rules: [seats, needs('r1', 'p4', ['p5']), needs('r2', 'p4', ['p1', 'p3'])],
    }),
    { origin: 'existing', error: 'MutuallyExclusiveViolation' },
    ['add PB to group g'],
  ],
  'an address is taken off its other holder before anything is tried': [
    caseOf({
      products: [product('pa', ['p1', 'p5'], { consumed: 1 })],
      groups: [group('g', [license('pa')])],
      users: [user('ada', { ...address, memberOf: ['g'], rows: [row('pa', 'g')] }), user('ben', { ...address, memberOf: ['g'], rows: [row('pa', 'g', failed)] })],
      rules: [oneHolder('r1', ['p5'])],
      changes: [{ op: 'updateUser', user: 'ben', set: { usageLocation: 'CH' } }],
    }),
    { origin: 'existing', error: 'MutuallyExclusiveViolation' },
    ['reprocess ben@contoso.com after the last step + take a@contoso.com off ada@contoso.com'],
  ],
  'who has a product by two paths gives a unit back when both are gone': [
    caseOf({
      products: [product('pb', ['p1']), product('pc', ['p4'], { enabled: 1, consumed: 1 })],
      groups: [group('g')],
      users: [user('ada', { memberOf: ['g'], rows: [row('pc', null)] }), user('ben', { memberOf: ['g'] })],
      rules: [seats, exclusive('r1', ['p4', 'p1'])],
      changes: [assign('g', [license('pb'), license('pc')])],
    }),
    { scope: 'group' },
    ['switch off P1 of PB on group g + take ada@contoso.com out of group g + remove PC from the direct licence of ada@contoso.com'],
  ],
  'who has a product by two paths and would take the freed unit again': [
    caseOf({
      products: [product('pa', ['p1', 'p3'], { consumed: 1 }), product('pb', ['p5'], { enabled: 2, consumed: 1 })],
      groups: [group('g1', [license('pb')]), group('g2', [license('pb', 'p5')])],
      users: [
        user('ada', { accountEnabled: false, memberOf: ['g2'], rows: [row('pb', null), row('pb', 'g2', { ...failed, disabledPlans: ['p5'] })] }),
        user('ben'),
        user('cleo', { memberOf: ['g1', 'g2'], rows: [row('pa', null), row('pb', 'g1', failed), row('pb', 'g2', { ...failed, disabledPlans: ['p5'] })] }),
      ],
      rules: [seats, exclusive('r1', ['p3', 'p5'])],
      changes: [{ op: 'addMembers', group: 'g1', users: ['ben'] }],
    }),
    { origin: 'existing', ruleId: null },
    ['reprocess 2 users after the last step + free 1 unit of PB held by disabled accounts (ada@contoso.com) + take ada@contoso.com out of group g2'],
  ],
  'as many units as are short when they are needed, not when there are fewer': [
    caseOf({
      products: [product('pa', ['p1'], { enabled: 1, consumed: 1 })],
      groups: [group('g', [license('pa')])],
      users: [user('ada', { rows: [row('pa', null)] }), user('ben')],
      rules: [seats],
      changes: [{ op: 'addMembers', group: 'g', users: ['ben'] }, { op: 'changeUnits', sku: 'pa', add: -1 }, assign('g', [license('pa')])],
    }),
    { error: 'CountViolation' },
    ['buy 1 unit of PA'],
  ],
  'one cause that ends earlier for one than for another': [
    caseOf({
      products: [product('pa', ['p4'], { enabled: 2, consumed: 2 }), product('pb', ['p1'])],
      groups: [group('g')],
      users: ['ada', 'ben'].map((id) => user(id, { memberOf: ['g'], rows: [row('pa', null)] })),
      rules: [exclusive('r1', ['p4', 'p1'])],
      changes: [assign('g', [license('pa'), license('pb')]), { op: 'removeMembers', group: 'g', users: ['ada'] }],
    }),
    { scope: 'group' },
    ['remove PA from group g + switch off P4 of PA on the direct licence of ben@contoso.com + take ada@contoso.com out of group g'],
  ],
  'a step that is done later finds its user in a group': [
    caseOf({
      products: [product('pa', ['p2']), product('pb', ['p4'])],
      groups: [group('g', [license('pa')])],
      users: [user('ada')],
      rules: [needs('r1', 'p2', [], { requiresAllOf: [plan('p5')] } as never), needs('r2', 'p2', ['p4'])],
      changes: [give(['ada'], [license('pa')]), { op: 'addMembers', group: 'g', users: ['ada'] }],
    }),
    { scope: 'change', ruleId: 'r2' },
    ['do step 1 after step 2 + switch off P2 of PA on group g + add PB to group g'],
  ],
  'what is tried again finds no unit': [
    caseOf({
      products: [product('pa', ['p1'], { enabled: 0 })],
      groups: [group('g1', [license('pa')]), group('g2', [license('pa')])],
      users: [user('ada', { memberOf: ['g1', 'g2'], rows: [row('pa', 'g1', failed), row('pa', 'g2', failed)] })],
      rules: [seats],
      changes: [{ op: 'addMembers', group: 'g2', users: ['ada'] }, assign('g2', [], ['pa'])],
    }),
    { origin: 'existing' },
    ['take ada@contoso.com out of group g2 + buy 1 unit of PA'],
  ],
  'what refuses one call may come to refuse another': [
    caseOf({
      products: [product('pa', ['p1']), product('pc', ['p2'], { enabled: 0 })],
      users: [user('ada')],
      rules: [seats, exclusive('r1', ['p1', 'p2'])],
      changes: [give(['ada'], [license('pc')]), give(['ada'], [license('pa'), license('pc')])],
    }),
    { ruleId: 'r1' },
    ['switch off P1 of PA on the direct licence of ada@contoso.com + buy 1 unit of PC'],
  ],
  'a product that is at odds with itself keeps one plan': [
    caseOf({
      products: [product('pa', ['p1', 'p2', 'p3'])],
      groups: [group('g')],
      rules: [exclusive('r1', ['p1', 'p2'])],
      changes: [assign('g', [license('pa')])],
    }),
    { scope: 'group' },
    ['switch off P1 of PA on group g', 'switch off P2 of PA on group g'],
  ],
  'what is tried again after the last step meets what its user has joined': [
    caseOf({
      products: [product('pa', ['p4', 'p5'], { consumed: 1 }), product('pb', ['p4']), product('pc', ['p5'])],
      groups: [group('g1', [license('pc')]), group('g2', [license('pb')])],
      users: [user('ada', { memberOf: ['g2'], rows: [row('pa', null), row('pb', 'g2', failed)] })],
      rules: [exclusive('r1', ['p4', 'p5'])],
      changes: [{ op: 'addMembers', group: 'g1', users: ['ada'] }],
    }),
    { origin: 'introduced' },
    ['remove PA from the direct licence of ada@contoso.com + switch off P5 of PC on group g1 + reprocess ada@contoso.com after the last step'],
  ],
  'a call that was short before still is when another one takes its turn': [
    caseOf({
      products: [product('pa', ['p3', 'p4'], { enabled: 0 })],
      users: [user('ada'), user('ben')],
      rules: [seats, exclusive('r1', ['p3', 'p4'])],
      changes: [give(['ada'], [license('pa')]), give(['ben'], [license('pa', 'p3')])],
    }),
    { ruleId: 'r1' },
    ['switch off P3 of PA on the direct licence of ada@contoso.com + buy 1 unit of PA'],
  ],
  'a unit is freed once its holder no longer needs what it gives': [
    caseOf({
      products: [product('pa', ['p4'], { consumed: 1 }), product('pb', ['p5'], { enabled: 1, consumed: 1 })],
      groups: [group('g')],
      users: [user('ada', { memberOf: ['g'] }), user('ben', { accountEnabled: false, rows: [row('pa', null), row('pb', null)] })],
      rules: [seats, needs('r1', 'p4', ['p5'])],
      changes: [assign('g', [license('pa')])],
    }),
    { scope: 'group' },
    ['add PB to group g + free 1 unit of PB held by disabled accounts (ben@contoso.com) + switch off P4 of PA on the direct licence of ben@contoso.com'],
  ],
  'a call that gives what is needed lacks units, and the one that needs it waits for it': [
    caseOf({
      products: [product('pa', ['p4']), product('pb', ['p1', 'p2', 'p5'], { enabled: 0 })],
      users: [user('ada')],
      rules: [seats, needs('r1', 'p4', ['p5']), needs('r2', 'p2', [], { requiresAllOf: [plan('p4'), plan('p1')] } as never)],
      changes: [give(['ada'], [license('pa')]), give(['ada'], [license('pa')])],
    }),
    { ruleId: 'r1' },
    ['do step 1 after step 2 + add PB to ada@contoso.com + buy 1 unit of PB'],
  ],
  'what is to be taken away a second time is given back before': [
    caseOf({
      products: [product('pa', ['p4']), product('pb', ['p1'])],
      groups: [group('g', [license('pa', 'p4')])],
      rules: [needs('r1', 'p1', ['p4'])],
      changes: [assign('g', [license('pb')], ['pa']), assign('g', [license('pb')], ['pa'])],
    }),
    { scope: 'group' },
    ['switch off P1 of PB on group g + switch off P1 of PB on group g + switch on P4 of PA on group g'],
  ],
  'what refuses one call comes to refuse several others': [
    caseOf({
      products: [product('pa', ['p2', 'p3']), product('pb', ['p2'])],
      groups: [group('g')],
      rules: [needs('r1', 'p2', ['p5']), needs('r2', 'p3', ['p4'])],
      changes: [assign('g', [license('pb')]), assign('g', [license('pa'), license('pb')]), assign('g', [license('pa'), license('pb')])],
    }),
    { ruleId: 'r2' },
    ['remove PA from group g @2 + remove PA from group g @3 + switch off P2 of PB on group g @2 + switch off P2 of PB on group g @3'],
  ],
  'units are not needed with the next move, and are again with the one after it': [
    caseOf({
      products: [product('pa', ['p3']), product('pb', ['p4'], { enabled: 0 })],
      groups: [group('g', [license('pa', 'p3')])],
      users: [user('ada', { memberOf: ['g'] })],
      rules: [seats, needs('r1', 'p4', ['p3']), house('r2', { all: [{ fact: 'plans', operator: 'includesAnyOf', value: ['p4'] }] })],
      changes: [assign('g', [license('pa'), license('pb')]), assign('g', [license('pb')], ['pa'])],
    }),
    { error: 'CountViolation' },
    ['buy 1 unit of PB @1 + remove PB from group g @1 + switch off P4 of PB on group g @2'],
  ],
} satisfies Record<string, readonly [Case, Which, readonly string[]]>

const inOrder = (title: string): string => title.split(' + ').sort().join(' + ')

test.each(Object.entries(tenants))('%s', { timeout: 600_000 }, async (_, [tenant, which, titles]) => {
  const { opened, found, finding } = await openedAt(tenant, which)
  const { cures, universe } = await enumerate(opened.base, found, opened.tools)
  const ours = cures.flatMap(({ moves }) => [moves.map(({ title }) => title), moves.map(({ title, step }) => `${title} @${step}`)]).map((some) => inOrder(some.join(' + ')))
  expect(ours).toEqual(expect.arrayContaining(titles.map(inOrder)))
  if (universe.length > most) return
  const { clean, atAPrice } = wantedOf(await tryAll(opened, finding, universe))
  expect(cures.map(({ trial }) => JSON.stringify(trial.edits)).sort()).toEqual([...clean, ...atAPrice].sort())
})

type Which = Readonly<Record<string, unknown>>

async function openedAt(tenant: Case, which: Which) {
  const opened = await open(projectOf(tenant))
  const [found, finding] = opened.findings.find(([, one]) => Object.entries(which).every(([key, value]) => one[key as keyof typeof one] === value))!
  return { opened, found, finding }
}

test('a unit that another way out takes from the same user is not freed beside', async () => {
  const tenant = caseOf({
  products: [product('pa', ['p4'], { enabled: 2, consumed: 1 }), product('pb', ['p4', 'p5'], { consumed: 1 })],
  groups: [group('g', [license('pb')])],
  users: [user('ada'), user('ben', { memberOf: ['g'], rows: [row('pb', 'g', failed)] }), user('cleo', { memberOf: ['g'], rows: [row('pa', null), row('pb', 'g')] })],
  rules: [seats, needs('r1', 'p4', ['p5'])],
  changes: [assign('g', [license('pa')], ['pb']), { op: 'changeUnits', sku: 'pa', add: -1 }],
})
  const { opened, found } = await openedAt(tenant, { scope: 'group' })
  const { cures } = await enumerate(opened.base, found, opened.tools)
  expect(cures.map(({ moves }) => moves.map(({ title }) => title))).toContainEqual(['switch off P4 of PA on group g', 'remove PA from the direct licence of cleo@contoso.com'])
  expect(cures.filter(({ moves }) => moves.some(({ kind }) => kind === 'freeSeats'))).toEqual([])
})
