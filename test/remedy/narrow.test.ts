import { describe, expect, test } from 'vitest'
import { moveKinds, type MoveKind } from '../../src/remedy/move.js'
import type { Narrowing } from '../../src/remedy/narrow.js'
import { usualBounds, withRemedies } from '../../src/remedy/remedies.js'
import { assign, caseOf, exclusive, group, license, limited, product, row, user } from '../reference/make.js'
import { projectOf } from '../reference/project.js'
import { open } from './oracle/open.js'

/** Two units of `pa`, both in use: by a disabled account, and by somebody who has all of it by `pb`. Two members of `team` are to have it. */
const shortage = caseOf({
  products: [product('pa', ['p1'], { enabled: 2, consumed: 2 }), product('pb', ['p1', 'p2'])],
  groups: [group('team'), group('other', [license('pb')])],
  users: [
    user('blocked', { accountEnabled: false, rows: [row('pa', null)] }),
    user('doubly', { rows: [row('pa', null), row('pb', null)] }),
    user('wants', { memberOf: ['team'] }),
  ],
  rules: [limited('seats-are-limited')],
  changes: [assign('team', [license('pa')])],
})

/** Three ways out of one conflict: on the group, on the user, out of the group. */
const conflict = caseOf({
  products: [product('pa', ['p1', 'p3']), product('pb', ['p2', 'p4'])],
  groups: [group('team')],
  users: [user('ada', { memberOf: ['team'], rows: [row('pa', null)] })],
  rules: [exclusive('not-both', ['p1', 'p2'])],
  changes: [assign('team', [license('pb')])],
})

const nothing: Narrowing = { keepGroups: new Set(), keepUsers: new Set(), keepSkus: new Set(), forbid: new Set() }

async function waysOut(one: typeof shortage, narrowing?: Partial<Narrowing>) {
  const { base, tools, findings } = await open(projectOf(one))
  const [finding] = await withRemedies(base, findings, tools.judge, usualBounds.all, { expand: true, ...(narrowing && { narrowing: { ...nothing, ...narrowing } }) })
  return finding!.remedies
}

const titles = (ways: Awaited<ReturnType<typeof waysOut>>): readonly string[] => ways.map(({ title }) => title)
const freed = (ways: Awaited<ReturnType<typeof waysOut>>): readonly string[] => titles(ways).filter((title) => title.startsWith('Free'))

describe('users who are to be left alone give no seat back', () => {
  test('the seat comes from the first who may give one', async () => {
    expect(freed(await waysOut(shortage))).toEqual(['Free 1 unit of PA held by disabled accounts (blocked@contoso.com)'])
    expect(freed(await waysOut(shortage, { keepUsers: new Set(['blocked']) }))).toEqual(['Free 1 unit of PA of users who have all of it by another product (doubly@contoso.com)'])
  })

  test('whoever would not have been asked changes nothing, not even the id', async () => {
    expect(await waysOut(shortage, { keepUsers: new Set(['doubly']) })).toEqual(await waysOut(shortage))
  })

  test('where nobody else has one, none is freed', async () => {
    const ways = await waysOut(shortage, { keepUsers: new Set(['blocked', 'doubly']) })
    expect(freed(ways)).toEqual([])
    expect(titles(ways)).toContain('Buy 1 unit of PA')
  })
})

describe('what is narrowed is searched anew, and what is found both ways keeps its id', () => {
  const kinds = moveKinds.map((kind): [string, Partial<Narrowing>] => [`without ${kind}`, { forbid: new Set<MoveKind>([kind]) }])
  const cases: readonly [string, Partial<Narrowing>][] = [
    ...kinds,
    ['on users', { only: 'user-level' }],
    ['on groups and products', { only: 'group-level' }],
    ['a group left alone', { keepGroups: new Set(['team']) }],
    ['a user left alone', { keepUsers: new Set(['ada', 'wants']) }],
    ['a product left alone', { keepSkus: new Set(['pa']) }],
    ['one change', { maxChanges: 1 }],
  ]
  test.each(cases)('%s', async (_, narrowing) => {
    for (const one of [shortage, conflict]) {
      const whole = await waysOut(one)
      const narrow = await waysOut(one, narrowing)
      const byChanges = new Map(whole.map((remedy) => [JSON.stringify(remedy.changes), remedy.id]))
      for (const { id, changes } of narrow) expect(byChanges.get(JSON.stringify(changes)) ?? id).toBe(id)
      expect(new Set(narrow.map(({ id }) => id)).size).toBe(narrow.length)
    }
  })

  test('on users alone no licence of a group is touched and nothing is bought', async () => {
    expect(titles(await waysOut(conflict, { only: 'user-level' }))).toEqual([
      'Take ada@contoso.com out of group team',
      'Switch off P1 of PA on the direct licence of ada@contoso.com',
      'Remove PA from the direct licence of ada@contoso.com',
    ])
    expect(titles(await waysOut(shortage, { only: 'user-level' })).join()).not.toMatch(/Buy/)
  })

  test('on groups and products alone no user is touched', async () => {
    expect(titles(await waysOut(conflict, { only: 'group-level' }))).toEqual(['Switch off P2 of PB on group team'])
    expect(titles(await waysOut(shortage, { only: 'group-level' }))).toEqual(['Buy 1 unit of PA'])
  })
})
