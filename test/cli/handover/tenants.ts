import { memoryIo } from '../memory-io.js'
import { main } from '../../../src/cli/main.js'

export const ids = {
  e1: '18181a46-0d4e-45cd-891e-60aabd171b4e',
  e3: '6fd2c87f-b296-42f0-b197-1e91e994b900',
  sales: '11111111-1111-4111-8111-111111111111',
  ada: '22222222-2222-4222-8222-222222222221',
  ben: '22222222-2222-4222-8222-222222222222',
} as const

/** What people and groups are called, in one tenant that is otherwise always the same. */
export interface Called {
  readonly sales: string
  readonly ada: string
  readonly pilot: string
  readonly title: string
}

export const harmless: Called = { sales: 'Sales', ada: 'ada@contoso.com', pilot: 'Pilot', title: 'E3 for Sales' }

const sku = (skuId: string, skuPartNumber: string, consumedUnits: number) =>
  ({ skuId, skuPartNumber, appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits, prepaidUnits: { enabled: 30, warning: 0, suspended: 0, lockedOut: 0 } })

const user = (id: string, userPrincipalName: string) => ({
  id, userPrincipalName, usageLocation: 'CH', accountEnabled: true,
  licenseAssignmentStates: [{ skuId: ids.e1, disabledPlans: [], assignedByGroup: null, state: 'Active', error: 'None' }],
})

/** Ada and Ben hold E1 directly and are in Sales. */
function tenant({ sales, ada }: Called): string {
  return JSON.stringify({
    organization: [{ countryLetterCode: 'CH' }],
    subscribedSkus: [sku(ids.e1, 'STANDARDPACK', 2), sku(ids.e3, 'ENTERPRISEPACK', 0)],
    groups: [{ id: ids.sales, displayName: sales, securityEnabled: true, assignedLicenses: [] }],
    groupMembers: [ids.ada, ids.ben].map(id => ({ groupId: ids.sales, id, '@odata.type': '#microsoft.graph.user' })),
    users: [user(ids.ada, ada), user(ids.ben, 'ben@contoso.com')],
  })
}

/** E1 gives way to E3 by the group, with every kind of step beside. */
function plan({ pilot, title }: Called): string {
  return JSON.stringify({
    title,
    changes: [
      { op: 'createGroup', group: { displayName: pilot, assignedLicenses: [{ skuId: ids.e3, disabledPlans: ['7547a3fe-08ee-4ccb-b430-5077c5041653'] }] } },
      { op: 'updateUser', user: ids.ben, usageLocation: 'DE' },
      { op: 'changeUnits', sku: ids.e3, add: 5 },
      { op: 'assignLicense', to: { user: ids.ada }, addLicenses: [], removeLicenses: [ids.e1] },
      { op: 'addMembers', group: pilot, users: [ids.ada] },
      { op: 'assignLicense', to: { group: ids.sales }, addLicenses: [{ skuId: ids.e3, disabledPlans: [] }], removeLicenses: [] },
      { op: 'reprocess', group: ids.sales },
      { op: 'removeMembers', group: ids.sales, users: [ids.ada, ids.ben] },
    ],
  })
}

const known = new Map<string, ReturnType<typeof emit>>()

/** What `seatplan remedies` prints for it, once. */
export function emitted(called: Called, argv: readonly string[]): ReturnType<typeof emit> {
  const key = JSON.stringify([called, argv])
  const before = known.get(key) ?? emit(called, argv)
  known.set(key, before)
  return before
}

async function emit(called: Called, argv: readonly string[]): Promise<{ readonly exit: number; readonly said: string; readonly complained: string }> {
  const io = memoryIo({ '/home/ada/seatplan.yaml': 'tenant: tenant.json\n', '/home/ada/tenant.json': tenant(called), '/home/ada/plan.json': plan(called) })
  const exit = await main(['remedies', 'plan.json', ...argv], io)
  return { exit, said: io.said(), complained: io.complained() }
}
