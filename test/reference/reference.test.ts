import { describe, expect, test } from 'vitest'
import type { Case } from './case.js'
import { assign, caseOf, exclusive, give, group, license, limited, locationRequired, needs, oneHolder, product, prohibited, row, say, settings, user } from './make.js'
import { play } from './reference.js'

const e1 = product('E1', ['spo1', 'exo1'])
const e3 = product('E3', ['spo2', 'exo2', 'teams'])
const ems = product('EMS', ['aad'])
const project = product('PROJECT', ['proj', 'spo2'])
const oneSharePoint = exclusive('one-sharepoint-plan', ['spo1', 'spo2'])
const projectNeedsSharePoint = needs('project-needs-sharepoint', 'proj', ['spo2'])
const seats = limited('seats-are-limited')
const rules = [oneSharePoint, projectNeedsSharePoint, seats]

function rowsAfter(more: Partial<Case>): Record<string, string[]> {
  const { rows } = play(caseOf({ products: [e1, e3, ems, project], rules, ...more }))
  return Object.fromEntries([...rows].map(([id, list]) => [id, list.map(say)]))
}

function outcomes(more: Partial<Case>): string[] {
  const { steps } = play(caseOf({ products: [e1, e3, ems, project], rules, ...more }))
  return steps.map(({ outcome, refusals }) =>
    [outcome, ...refusals.map(({ rule, error, reason }) => reason ?? `${rule} ${error}`)].join(': '),
  )
}

describe('what gets recorded (the table of nine situations)', () => {
  test('1: all pass', () => {
    const after = rowsAfter({
      groups: [group('sales')],
      users: [user('ada', { memberOf: ['sales'] })],
      changes: [assign('sales', [license('E3'), license('EMS')])],
    })
    expect(after).toEqual({ ada: ['E3 by sales: Active', 'EMS by sales: Active'] })
  })

  test('2: one product fails, its sibling records Other', () => {
    const after = rowsAfter({
      groups: [group('sales')],
      users: [user('ada', { memberOf: ['sales'], rows: [row('E1', null)] })],
      changes: [assign('sales', [license('E3'), license('EMS')])],
    })
    expect(after).toEqual({
      ada: ['E1 by direct: Active', 'E3 by sales: Error MutuallyExclusiveViolation', 'EMS by sales: Error Other'],
    })
  })

  test('3: two products fail for different reasons', () => {
    const after = rowsAfter({
      rules: [...rules, prohibited('no-aad-there', ['aad'], ['CH'])],
      groups: [group('sales')],
      users: [user('ada', { memberOf: ['sales'], rows: [row('E1', null)] })],
      changes: [assign('sales', [license('E3'), license('EMS'), license('PROJECT', 'spo2')])],
    })
    expect(after['ada']).toEqual([
      'E1 by direct: Active',
      'E3 by sales: Error MutuallyExclusiveViolation',
      'EMS by sales: Error ProhibitedInUsageLocationViolation',
      'PROJECT by sales without spo2: Error Other',
    ])
  })

  test('4: what an older path gives stays', () => {
    const after = rowsAfter({
      groups: [group('sales')],
      users: [user('ada', { memberOf: ['sales'], rows: [row('E1', null), row('EMS', null)] })],
      changes: [assign('sales', [license('E3'), license('EMS')])],
    })
    expect(after['ada']).toContain('EMS by direct: Active')
    expect(after['ada']).toContain('EMS by sales: Error Other')
  })

  test('5: a second path costs no seat', () => {
    const played = play(
      caseOf({
        products: [{ ...e3, enabled: 1, consumed: 1 }],
        rules,
        groups: [group('sales')],
        users: [user('ada', { memberOf: ['sales'], rows: [row('E3', null)] })],
        changes: [assign('sales', [license('E3')])],
      }),
    )
    expect(played.rows.get('ada')?.map(say)).toEqual(['E3 by direct: Active', 'E3 by sales: Active'])
    expect(played.seats.get('E3')).toMatchObject({ before: 1, after: 1, waiting: 0 })
  })

  const added = {
    groups: [group('sales', [license('EMS')])],
    users: [user('ada', { memberOf: ['sales'], rows: [row('E1', null), row('EMS', 'sales')] })],
    changes: [assign('sales', [license('E3')])],
  }
  test('6: a product that is added and fails leaves the earlier one on', () => {
    expect(rowsAfter(added)['ada']).toEqual([
      'E1 by direct: Active',
      'E3 by sales: Error MutuallyExclusiveViolation',
      'EMS by sales: ActiveWithError Other',
    ])
  })
  test('6, A-SIBLINGS-OTHER flipped: the earlier one records nothing', () => {
    expect(rowsAfter({ ...added, settings: settings({}, ['A-SIBLINGS-OTHER']) })['ada']).toContain('EMS by sales: Active')
  })
  test('6, A-SIBLINGS-STAY flipped: the earlier one goes', () => {
    expect(rowsAfter({ ...added, settings: settings({}, ['A-SIBLINGS-STAY']) })['ada']).toContain('EMS by sales: Error Other')
  })

  const leaver = {
    groups: [group('sales', [license('E3'), license('EMS')])],
    users: [
      user('ada', { memberOf: ['sales'], rows: [row('E3', 'sales'), row('EMS', 'sales'), row('PROJECT', null, { disabledPlans: ['spo2'] })] }),
    ],
    changes: [{ op: 'removeMembers', group: 'sales', users: ['ada'] } as const],
  }
  test('8: a removal that strands a dependent keeps everything of the group', () => {
    expect(rowsAfter(leaver)['ada']).toEqual([
      'PROJECT by direct without spo2: Active',
      'E3 by sales: ActiveWithError DependencyViolation',
      'EMS by sales: ActiveWithError Other',
    ])
  })
  test('8, A-LEAVE-ALL flipped: only the culprit stays', () => {
    expect(rowsAfter({ ...leaver, settings: settings({}, ['A-LEAVE-ALL']) })['ada']).toEqual([
      'PROJECT by direct without spo2: Active',
      'E3 by sales: ActiveWithError DependencyViolation',
    ])
  })

  const shared = {
    rules: [oneHolder('one-holder-per-address', ['exo2'])],
    groups: [group('sales')],
    users: [
      user('ada', { memberOf: ['sales'], proxyAddresses: ['SMTP:A@contoso.com'] }),
      user('bob', { proxyAddresses: ['smtp:a@contoso.com'] }),
    ],
    changes: [assign('sales', [license('E3'), license('EMS')])],
  }
  test('9: a taken address', () => {
    expect(rowsAfter(shared)['ada']).toEqual(['E3 by sales: Error UniquenessViolation', 'EMS by sales: Error Other'])
  })
  test('9, A-PROXY-OBJECT flipped: bob holds no mailbox, so the address is free', () => {
    expect(rowsAfter({ ...shared, settings: settings({}, ['A-PROXY-OBJECT']) })['ada']).toContain('E3 by sales: Active')
  })
})

describe('calls that are refused', () => {
  test.each([
    ['a direct licence that conflicts', give(['ada'], [license('E3')]), 'refused: one-sharepoint-plan MutuallyExclusiveViolation'],
    ['a swap in one direct call', give(['ada'], [license('E3')], ['E1']), 'accepted'],
    ['a direct licence without a location', give(['bob'], [license('E3')]), 'refused: location ProhibitedInUsageLocationViolation'],
    ['one of two calls', give(['ada', 'cy'], [license('E3')]), 'partly: one-sharepoint-plan MutuallyExclusiveViolation'],
    ['an inherited licence taken directly', give(['cy'], [], ['EMS']), 'refused: inherited'],
    ['a licence that nobody gave', give(['cy'], [], ['E3']), 'refused: notHeld'],
    ['a product that is not owned', give(['cy'], [license('E9')]), 'refused: unknownSku'],
    ['a plan that the product does not ship', give(['cy'], [license('E3', 'aad')]), 'refused: planNotInSku'],
    ['a dependent without its base in the group', assign('other', [license('PROJECT', 'spo2')]), 'refused: project-needs-sharepoint DependencyViolation'],
    ['a conflict inside the group', assign('other', [license('E3'), license('E1')]), 'refused: one-sharepoint-plan MutuallyExclusiveViolation'],
    ['a licensed group deleted', { op: 'deleteGroup', group: 'ems' } as const, 'refused: groupIsLicensed'],
    ['members of a dynamic group', { op: 'addMembers', group: 'dyn', users: ['ada'] } as const, 'refused: dynamicGroup'],
  ])('%s', (_, change, expected) => {
    const played = outcomes({
      rules: [...rules, locationRequired('location')],
      groups: [group('ems', [license('EMS')]), group('other'), group('dyn', [], { dynamic: true })],
      users: [
        user('ada', { rows: [row('E1', null)] }),
        user('bob', { usageLocation: null }),
        user('cy', { memberOf: ['ems'], rows: [row('EMS', 'ems')] }),
      ],
      changes: [change],
    })
    expect(played).toEqual([expected])
  })

  test('A-GROUP-CHECK flipped: the call is accepted and the members meet the conflict', () => {
    const more = {
      groups: [group('other')],
      users: [user('ada', { memberOf: ['other'] })],
      changes: [assign('other', [license('E3'), license('E1')])],
      settings: settings({}, ['A-GROUP-CHECK']),
    }
    expect(outcomes(more)).toEqual(['accepted'])
    expect(rowsAfter(more)['ada']).toEqual([
      'E1 by other: Error MutuallyExclusiveViolation',
      'E3 by other: Error MutuallyExclusiveViolation',
    ])
  })
})

describe('locations', () => {
  const more = {
    rules: [prohibited('not-in-cu', ['teams'], ['CU'])],
    groups: [group('sales')],
    users: [user('ada', { memberOf: ['sales'], usageLocation: null })],
    changes: [assign('sales', [license('E3')])],
  }
  test.each([
    ['the default first', { countryLetterCode: 'CU', defaultUsageLocation: 'CH' }, [], 'E3 by sales: Active'],
    ['flipped: the country first', { countryLetterCode: 'CU', defaultUsageLocation: 'CH' }, ['A-LOCATION'], 'E3 by sales: Error ProhibitedInUsageLocationViolation'],
    ['neither: nothing is known', { countryLetterCode: null, defaultUsageLocation: null }, [], 'E3 by sales: Active'],
  ])('a missing location is inherited from the tenant, %s', (_, organization, flipped, expected) => {
    expect(rowsAfter({ ...more, organization, settings: settings({}, flipped) })['ada']).toEqual([expected])
  })
})

describe('seats', () => {
  const three = ['ada', 'bob', 'cy'].map((id) => user(id, { memberOf: ['sales'] }))
  const short = {
    products: [{ ...e3, enabled: 1, warning: 1 }],
    rules,
    groups: [group('sales')],
    users: three,
    changes: [assign('sales', [license('E3')])],
  }
  test('the last go in the order of ids', () => {
    const played = play(caseOf(short))
    expect([...played.rows.values()].flat().map((one) => one.state)).toEqual(['Active', 'Active', 'Error'])
    expect(played.shortages).toEqual([
      { step: 1, rule: 'seats-are-limited', source: 'sales', sku: 'E3', failed: 1, min: 1, max: 1 },
    ])
  })
  test('A-SEAT-ORDER flipped: from the end', () => {
    const played = play(caseOf({ ...short, settings: settings({}, ['A-SEAT-ORDER']) }))
    expect([...played.rows.values()].flat().map((one) => one.state)).toEqual(['Error', 'Active', 'Active'])
  })
  test('strict: units in their grace period do not count', () => {
    const played = play(caseOf({ ...short, settings: settings({ seats: 'strict' }) }))
    expect(played.seats.get('E3')).toMatchObject({ after: 1, waiting: 2 })
  })
  // ada first: bob and cy go without. bob, ada, cy: ada goes without EMS only, cy gets E3. cy, ada, bob: the other way round.
  test('who needs two short products may leave one of them to the others', () => {
    const played = play(
      caseOf({
        products: [
          { ...e3, enabled: 1 },
          { ...ems, enabled: 1 },
        ],
        rules,
        groups: [group('sales', [license('E3'), license('EMS')])],
        users: [
          user('ada', { memberOf: ['sales'] }),
          user('bob', { memberOf: ['sales'], rows: [row('E3', null)] }),
          user('cy', { memberOf: ['sales'], rows: [row('EMS', null)] }),
        ],
        changes: [{ op: 'reprocess', group: 'sales' }],
      }),
    )
    expect(played.shortages.map(({ sku, min, max }) => [sku, min, max])).toEqual([
      ['EMS', 0, 1],
      ['E3', 0, 1],
    ])
  })
  test('freed seats wait for a reprocess', () => {
    const waiting = row('E3', 'sales', { state: 'Error', error: 'CountViolation' })
    const freed = {
      products: [{ ...e3, enabled: 1, consumed: 1 }],
      groups: [group('sales', [license('E3')])],
      users: [user('ada', { memberOf: ['sales'], rows: [waiting] }), user('bob', { rows: [row('E3', null)] })],
    }
    const take = give(['bob'], [], ['E3'])
    const again = { op: 'reprocess', users: ['ada'] } as const
    expect(rowsAfter({ ...freed, changes: [take] })['ada']).toEqual(['E3 by sales: Error CountViolation'])
    expect(rowsAfter({ ...freed, changes: [take, again] })['ada']).toEqual(['E3 by sales: Active'])
  })
})

describe('moving between two groups of products that exclude each other', () => {
  const migration = {
    groups: [group('old', [license('E1')]), group('target', [license('E3')])],
    users: [user('ada', { memberOf: ['old'], rows: [row('E1', 'old')] })],
  }
  const join = { op: 'addMembers', group: 'target', users: ['ada'] } as const
  const leave = { op: 'removeMembers', group: 'old', users: ['ada'] } as const

  test('target first: the error is recorded, the source stays', () => {
    expect(rowsAfter({ ...migration, changes: [join] })['ada']).toEqual([
      'E1 by old: Active',
      'E3 by target: Error MutuallyExclusiveViolation',
    ])
  })
  test('then the source: the target is applied in the same pass', () => {
    const more = caseOf({ products: [e1, e3], rules, ...migration, changes: [join, leave] })
    const played = play(more)
    expect(played.rows.get('ada')?.map(say)).toEqual(['E3 by target: Active'])
    expect(played.findings.get('ada')).toEqual([
      { rule: 'one-sharepoint-plan', error: 'MutuallyExclusiveViolation', source: 'target', sku: 'E3', about: '', origin: 'introduced', firstStep: 1, lastStep: 1 },
    ])
    expect(played.impact.get('ada')).toEqual([{ step: 2, gains: ['exo2', 'spo2', 'teams'], loses: ['exo1', 'spo1'] }])
  })
  test('short of seats at that moment: neither', () => {
    const after = rowsAfter({ ...migration, products: [e1, { ...e3, enabled: 0 }], changes: [join, leave] })
    expect(after['ada']).toEqual(['E3 by target: Error CountViolation'])
  })
  test('A-RETRY flipped: the target waits for a reprocess', () => {
    const flipped = { ...migration, settings: settings({}, ['A-RETRY']) }
    expect(rowsAfter({ ...flipped, changes: [join, leave] })['ada']).toEqual(['E3 by target: Error MutuallyExclusiveViolation'])
    expect(rowsAfter({ ...flipped, changes: [join, leave, { op: 'reprocess', users: ['ada'] }] })['ada']).toEqual(['E3 by target: Active'])
  })
  test('a swap in one call leaves no gap', () => {
    const after = rowsAfter({ ...migration, changes: [assign('old', [license('E3')], ['E1'])] })
    expect(after['ada']).toEqual(['E3 by old: Active'])
  })
})

describe('what was there before', () => {
  test('a recorded error exists, a pending intent that fails is introduced', () => {
    const { findings } = play(
      caseOf({
        products: [e1, e3],
        rules,
        groups: [group('sales', [license('E3')])],
        users: [
          user('ada', { memberOf: ['sales'], rows: [row('E1', null), row('E3', 'sales', { state: 'Error', error: 'MutuallyExclusiveViolation' })] }),
          user('bob', { memberOf: ['sales'], rows: [row('E1', null)] }),
          user('cy', { memberOf: ['sales'], rows: [row('E3', 'sales', { state: 'Error', error: 'SomethingNew' })] }),
        ],
        changes: [{ op: 'reprocess', group: 'sales' }],
      }),
    )
    const short = (id: string) => findings.get(id)?.map(({ rule, error, origin, firstStep, lastStep }) => [rule, error, origin, firstStep, lastStep])
    expect(short('ada')).toEqual([['one-sharepoint-plan', 'MutuallyExclusiveViolation', 'existing', 0, 1]])
    expect(short('bob')).toEqual([['one-sharepoint-plan', 'MutuallyExclusiveViolation', 'introduced', 1, 1]])
    expect(short('cy')).toEqual([[null, 'SomethingNew', 'existing', 0, 0]])
  })

  test('a conflict that is on already blocks nothing', () => {
    const after = rowsAfter({
      groups: [group('sales')],
      users: [user('ada', { memberOf: ['sales'], rows: [row('E1', null), row('E3', null)] })],
      changes: [assign('sales', [license('EMS')])],
    })
    expect(after['ada']).toContain('EMS by sales: Active')
  })
})

describe('users who go and come back', () => {
  test('a deleted user frees seats, a restored one is attempted again', () => {
    const away = caseOf({
      products: [{ ...e3, enabled: 1, consumed: 1 }],
      rules,
      groups: [group('sales', [license('E3')])],
      users: [user('ada', { memberOf: ['sales'], rows: [row('E3', 'sales')] }), user('bob')],
      changes: [{ op: 'deleteUser', user: 'ada' }, give(['bob'], [license('E3')]), { op: 'restoreUser', user: 'ada' }],
    })
    const played = play(away)
    expect(played.steps.map((step) => step.outcome)).toEqual(['accepted', 'accepted', 'accepted'])
    expect(played.rows.get('ada')?.map(say)).toEqual(['E3 by sales: Error CountViolation'])
    expect(played.seats.get('E3')).toMatchObject({ after: 1, waiting: 1 })
  })
})
