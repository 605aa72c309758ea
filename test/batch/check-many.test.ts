import { describe, expect, test } from 'vitest'
import { checkMany, memory, usualOptions, type ManyRequest } from '../../src/index.js'
import { shipped } from '../load/shipped.js'

const tenant = (units: number): string => JSON.stringify({
  users: [{ id: '00000000-0000-4000-9000-000000000001', userPrincipalName: 'ada@contoso.com', usageLocation: 'CH', licenseAssignmentStates: [] }],
  groups: [], subscribedSkus: [{ skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', skuPartNumber: 'ENTERPRISEPACK', consumedUnits: 0, prepaidUnits: { enabled: units, warning: 0, suspended: 0, lockedOut: 0 }, servicePlans: [] }],
})
const files = memory({
  '/p/north.json': tenant(1),
  '/p/south.json': tenant(0),
  '/p/broken.json': '{',
  '/p/give.yaml': 'changes: [{ op: assignLicense, to: { user: ada@contoso.com }, addLicenses: [{ sku: ENTERPRISEPACK }] }]\n',
  '/p/nothing.yaml': 'changes: []\n',
})
const request = async (more: Partial<ManyRequest>): Promise<ManyRequest> => ({ shipped: await shipped(), cwd: '/p', env: {}, options: {}, today: '2026-11-24', report: { ...usualOptions, remedies: 'none' }, plans: ['give.yaml', 'nothing.yaml'], tenants: ['south.json', 'north.json'], ...more })

describe('the library checks many', () => {
  test('plans in many tenants, sorted, and tells how far it is', async () => {
    const told: string[] = []
    const { value, problems } = await checkMany(files, await request({ tell: (done, of) => void told.push(`${done}/${of}`) }))
    expect(problems).toEqual([])
    expect(value!.results.map(({ tenant: where, plan, outcome }) => [where, plan, outcome])).toEqual([
      ['north.json', 'give.yaml', 'passed'], ['north.json', 'nothing.yaml', 'passed'], ['south.json', 'give.yaml', 'failed'], ['south.json', 'nothing.yaml', 'passed'],
    ])
    expect(value!.summary.exitCode).toBe(1)
    expect(told).toEqual(['1/4', '2/4', '3/4', '4/4'])
  })

  test('and one that cannot be read stops no other', async () => {
    const { value } = await checkMany(files, await request({ plans: [], tenants: ['north.json', 'broken.json'] }))
    expect(value!.results.map(({ tenant: where, outcome, report }) => [where, outcome, report === null])).toEqual([['broken.json', 'unread', true], ['north.json', 'passed', false]])
    expect(value!.summary.exitCode).toBe(2)
  })

  test('until it is told to stop', async () => {
    const stop = new AbortController()
    expect(await checkMany(files, await request({ signal: stop.signal, tell: () => stop.abort() }))).toEqual({ problems: [] })
  })

  test('and begins nothing where what all need is wrong', async () => {
    const { value, problems } = await checkMany(files, await request({ options: { baseline: 'nowhere.json' } }))
    expect([value, problems.map(({ code }) => code)]).toEqual([undefined, ['no-file']])
  })
})
