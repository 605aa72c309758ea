const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Ids of the small tenant, by name. */
export const ids = {
  ada: id(1), bob: id(2), chris1: id(3), chris2: id(4),
  sales: id(11), twins1: id(12), twins2: id(13), unsaid: id(14), inferred: id(15),
} as const

const json = (value: unknown): string => JSON.stringify({ value })

const user = (userId: string, userPrincipalName: string, displayName: string) => ({
  id: userId, userPrincipalName, displayName, usageLocation: 'CH', accountEnabled: true, userType: 'Member', proxyAddresses: [], licenseAssignmentStates: [],
})

const group = (groupId: string, displayName: string, more: object = { assignedLicenses: [] }) => ({
  id: groupId, displayName, securityEnabled: true, mailEnabled: false, groupTypes: [], ...more,
})

/** Files of a tenant: two groups called Twins, two users called Chris, a group that does not say what it gives, one whose members are not listed. */
export const smallTenant: Readonly<Record<string, string>> = {
  '/p/tenant/users.json': json([user(ids.ada, 'ada@contoso.com', 'Ada'), user(ids.bob, 'bob@contoso.com', 'Bob'), user(ids.chris1, 'chris@contoso.com', 'Chris'), user(ids.chris2, 'chris2@contoso.com', 'Chris')]),
  '/p/tenant/groups.json': json([group(ids.sales, 'Sales'), group(ids.twins1, 'Twins'), group(ids.twins2, 'Twins'), group(ids.unsaid, 'Unsaid', {}), group(ids.inferred, 'Inferred')]),
  [`/p/tenant/members/${ids.sales}.json`]: json([{ id: ids.ada, '@odata.type': '#microsoft.graph.user' }]),
  [`/p/tenant/members/${ids.twins1}.json`]: json([]),
  [`/p/tenant/members/${ids.twins2}.json`]: json([]),
  [`/p/tenant/members/${ids.unsaid}.json`]: json([]),
  '/p/tenant/organization.json': json([{ id: id(99), displayName: 'Contoso', countryLetterCode: 'CH' }]),
  '/p/tenant/subscribedSkus.json': json([{ skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', skuPartNumber: 'ENTERPRISEPACK', appliesTo: 'User', capabilityStatus: 'Enabled', consumedUnits: 0, prepaidUnits: { enabled: 10, warning: 0, suspended: 0, lockedOut: 0 }, servicePlans: [] }]),
}
