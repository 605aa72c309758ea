import { expect, test } from 'vitest'
import { tiers, type Tier } from '../../src/model/settings.js'
import type { Remedy } from '../../src/model/report.js'
import { ranked } from '../../src/remedy/rank.js'

const usual: Remedy = { id: '', title: '', clean: true, minimal: true, changes: [], cures: 1, leaves: 0, causes: [], affects: { users: 1, groups: 0, calls: 1 }, seats: {}, losesPlans: [], safety: 'safe', money: null, alsoCures: [], form: null }
const cause = { ruleId: 'a', error: null, scope: 'user', group: null, skus: [], users: { count: 3, min: 3, max: 3 }, new: true } as const

const remedies: readonly Remedy[] = [
  { ...usual, title: 'dear', money: { currency: 'CHF', amount: 20, per: 'month' }, safety: 'needs-purchase' },
  { ...usual, title: 'laborious', affects: { users: 9, groups: 0, calls: 9 } },
  { ...usual, title: 'lossy', losesPlans: ['EXCHANGE_S_STANDARD'], safety: 'needs-decision' },
  { ...usual, title: 'unclean', clean: false, causes: [cause] },
  { ...usual, title: 'versatile', alsoCures: ['f2'], safety: 'needs-decision', losesPlans: ['TEAMS1', 'SWAY'] },
]

test.each<[string, readonly Tier[], readonly string[]]>([
  ['as usual', tiers, ['laborious', 'lossy', 'versatile', 'dear', 'unclean']],
  ['money first', ['money', ...tiers], ['laborious', 'lossy', 'versatile', 'dear', 'unclean']],
  ['users first', ['users', ...tiers], ['lossy', 'versatile', 'dear', 'laborious', 'unclean']],
  ['what cures most first', ['alsoCures', ...tiers], ['versatile', 'laborious', 'lossy', 'dear', 'unclean']],
  ['fewest plans lost first', ['losesPlans', 'calls'], ['dear', 'laborious', 'lossy', 'versatile', 'unclean']],
])('%s', (_, order, titles) => {
  expect(remedies.toSorted(ranked(order)).map(({ title }) => title)).toEqual(titles)
})
