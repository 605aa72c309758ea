import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { wholePlanWays } from '../../src/remedy/remedies.js'
import type { Case } from '../reference/case.js'
import { assign, caseOf, exclusive, give, group, license, limited, needs, product, row, user } from '../reference/make.js'
import { projectOf } from '../reference/project.js'
import { open, type Opened } from './oracle/open.js'
import { smallCase } from './oracle/small-cases.js'
import { keyOf, wantedForAll } from './oracle/whole-plan.js'

const isLong = process.env['SEATPLAN_LONG'] === '1'
/** Moves of which all sets are played: 2 to the power of it. */
const most = isLong ? 12 : 8
const bounds = { size: most + 1, trials: 2 ** most, users: 1_000, shown: 100_000 }

async function offered({ base, findings, tools }: Opened): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const { changes } of wholePlanWays(base, findings, tools.judge, bounds, { expand: true })) keys.push(keyOf(changes))
  return keys.sort()
}

test('the ways out of a whole plan are those that playing every set of moves finds', { timeout: 3_600_000 }, async () => {
  const tally = { cases: 0, plans: 0, several: 0, sets: 0 }
  const property = fc.asyncProperty(smallCase, async (one) => {
    tally.cases += 1
    const opened = await open(projectOf(one), bounds)
    const wanted = await wantedForAll(opened, most)
    if (!wanted) return
    tally.plans += 1
    tally.several += Number(wanted.counted > 1)
    tally.sets += wanted.tried
    expect(await offered(opened)).toEqual(wanted.sets.map(({ key }) => key).sort())
  })
  await fc.assert(property, { seed: 20261129, numRuns: isLong ? 1_000 : 100 })
  console.info(`${tally.cases} cases, ${tally.plans} plans with errors, ${tally.several} with several, ${tally.sets} sets played one by one`)
  expect(tally.several).toBeGreaterThan(2)
})

const seats = limited('seats')
const failed = { state: 'Error', error: 'MutuallyExclusiveViolation' }

/** Small plans of which a way out is easily overlooked, or easily more than is needed. */
const plans = {
  'units below zero come right with those that are bought for who is short': caseOf({
    products: [product('pa', ['p3'], { consumed: 1 }), product('pb', ['p4'], { enabled: 0 })],
    groups: [group('g', [license('pb')])],
    users: [user('ada', { rows: [row('pa', null)] })],
    rules: [seats, exclusive('r1', ['p3', 'p4'])],
    changes: [{ op: 'changeUnits', sku: 'pb', add: -1 }, { op: 'addMembers', group: 'g', users: ['ada'] }],
  }),
  'units go with the move that alone needs them': caseOf({
    products: [product('pa', ['p3'], { consumed: 1 }), product('pb', ['p2'], { enabled: 1, consumed: 1 }), product('pc', ['p5'], { consumed: 1 })],
    groups: [group('g', [license('pc')])],
    users: [user('ada', { memberOf: ['g'], rows: [row('pa', null), row('pc', 'g', failed)] })],
    rules: [seats, exclusive('r1', ['p3', 'p5', 'p2']), exclusive('r2', ['p1', 'p2', 'p5'])],
    changes: [assign('g', [license('pb')])],
  }),
  'units that no single error asks for': caseOf({
    products: [product('pa', ['p4'], { enabled: 1 })],
    groups: [group('g1', [license('pa')]), group('g2')],
    users: [user('ada'), user('ben', { memberOf: ['g2'] })],
    rules: [seats, needs('r1', 'p4', ['p5'])],
    changes: [assign('g2', [license('pa')]), { op: 'addMembers', group: 'g1', users: ['ada'] }],
  }),
  'units are bought where one of the errors would have them': caseOf({
    products: [product('pa', ['p4'], { enabled: 0 }), product('pb', ['p2'])],
    users: [user('ada')],
    rules: [seats, needs('r1', 'p2', ['p4']), needs('r2', 'p4', ['p1'], { severity: 'warning' })],
    changes: [{ op: 'changeUnits', sku: 'pa', add: -1 }, give(['ada'], [license('pb')])],
  }),
  'what is taken off a path waits for the units that the path has lacked since an earlier step': caseOf({
    products: [product('pb', ['p3', 'p5'], { consumed: 2 }), product('pc', ['p3'], { enabled: 1 })],
    groups: [group('g1', [license('pb', 'p5')]), group('g2', [license('pb')])],
    users: [user('ada', { memberOf: ['g2'], rows: [row('pb', 'g2')] }), user('ben', { memberOf: ['g1', 'g2'], rows: [row('pb', 'g2')] })],
    rules: [seats, exclusive('r1', ['p3', 'p5'])],
    changes: [assign('g2', [license('pb'), license('pc', 'p3')]), assign('g1', [license('pb')])],
  }),
  'what users wait for is given once there are units, and what is done after it finds it': caseOf({
    products: [product('pa', ['p5'], { consumed: 1 }), product('pb', ['p1'], { enabled: 0 })],
    groups: [group('g')],
    users: [user('ada', { memberOf: ['g'] })],
    rules: [seats, needs('r1', 'p5', ['p1']), needs('r2', 'p1', ['p2', 'p5'])],
    changes: [give(['ada'], [license('pb')]), assign('g', [license('pa')])],
  }),
} satisfies Record<string, Case>

test.each(Object.entries(plans))('%s', async (_, tenant) => {
  const opened = await open(projectOf(tenant), bounds)
  const wanted = await wantedForAll(opened, 9)
  expect(wanted!.sets).not.toEqual([])
  expect(await offered(opened)).toEqual(wanted!.sets.map(({ key }) => key).sort())
})

test('one move that ends two errors is a way out, although it is none of the first by itself', async () => {
  const tenant = caseOf({
    products: [product('pa', ['p1', 'p2']), product('pb', ['p3'])],
    groups: [group('g')],
    rules: [exclusive('r1', ['p1', 'p2']), exclusive('r2', ['p1', 'p3'])],
    changes: [assign('g', [license('pa'), license('pb')])],
  })
  const opened = await open(projectOf(tenant), bounds)
  const all: string[] = []
  for await (const { title } of wholePlanWays(opened.base, opened.findings, opened.tools.judge, bounds, { expand: true })) all.push(title)
  expect(all).toContain('Switch off P1 of PA on group g')
})
