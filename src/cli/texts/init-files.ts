/** A file of a new project. */
export interface NewFile {
  readonly path: string
  readonly text: string
}

const schemaLine = (up: string, name: string): string => `# yaml-language-server: $schema=${up}.seatplan/${name}.schema.json\n`

const config = `${schemaLine('', 'config')}
# The project: \`seatplan check plan.yaml\` in this folder plays plan.yaml against the tenant.

# A tenant of two people to begin with. After an export (export.ps1 or export.sh): ./tenant
tenant: ./sample-tenant.yaml
# What the service enforces today, and the rules of this house.
rules: [current, ./rules]
scenarios: [./scenarios]
`

const plan = `${schemaLine('', 'plan')}
title: E3 for Sales
changes:
  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [YAMMER_ENTERPRISE] }] }
`

const rules = `${schemaLine('../', 'rules')}
rules:
  - id: guests-hold-no-e3
    kind: condition
    severity: warning
    subject: user
    when:
      all:
        - { fact: userType, operator: equal, value: Guest }
        - { fact: products, operator: includesAnyOf, value: [ENTERPRISEPACK] }
    reason: Guests use the licences of their own organization.
    source: https://intranet.example.com/licensing
    certainty: documented
`

const ruleTest = `${schemaLine('../', 'ruletest')}
title: E3 is for members
products:
  e3: ENTERPRISEPACK
users:
  member: {}
  guest: { userType: Guest }
cases:
  - rule: guests-hold-no-e3
    verdicts:
      member: { e3: ok }
      guest: { e3: warning, TEAMS1: ok }
`

const scenario = `${schemaLine('../', 'scenario')}
title: A guest in Sales gets E3, and the house is told
rules: [current, ../rules]
tenant:
  usageLocation: 'CH'
  subscribedSkus: [{ sku: ENTERPRISEPACK, units: 10 }]
  groups: [{ displayName: Sales }]
  users:
    - { upn: ada@contoso.com, memberOf: [Sales] }
    - { upn: gia@fabrikam.com, userType: Guest, memberOf: [Sales] }
changes:
  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }] }
expect:
  findings: [{ rule: guests-hold-no-e3, users: [gia@fabrikam.com] }]
  states:
    ada@contoso.com: [{ sku: ENTERPRISEPACK, by: Sales, state: Active }]
  steps: [accepted]
  exitCode: 0
`

const tenant = `# A snapshot as Microsoft Graph would export it, small enough to read. docs/snapshot.md explains the real one.
organization: { countryLetterCode: 'CH' }
subscribedSkus:
  - { skuId: 6fd2c87f-b296-42f0-b197-1e91e994b900, skuPartNumber: ENTERPRISEPACK, appliesTo: User, capabilityStatus: Enabled, prepaidUnits: { enabled: 10, warning: 0, suspended: 0, lockedOut: 0 }, consumedUnits: 0 }
groups:
  - { id: 11111111-1111-4111-8111-111111111111, displayName: Sales, securityEnabled: true, mailEnabled: false, groupTypes: [], assignedLicenses: [] }
groupMembers:
  - { groupId: 11111111-1111-4111-8111-111111111111, id: 22222222-2222-4222-8222-222222222221, '@odata.type': '#microsoft.graph.user' }
  - { groupId: 11111111-1111-4111-8111-111111111111, id: 22222222-2222-4222-8222-222222222222, '@odata.type': '#microsoft.graph.user' }
users:
  - { id: 22222222-2222-4222-8222-222222222221, userPrincipalName: ada@contoso.com, usageLocation: 'CH', accountEnabled: true, userType: Member, proxyAddresses: ['SMTP:ada@contoso.com'], assignedLicenses: [], licenseAssignmentStates: [] }
  - { id: 22222222-2222-4222-8222-222222222222, userPrincipalName: ben@contoso.com, usageLocation: null, accountEnabled: true, userType: Member, proxyAddresses: ['SMTP:ben@contoso.com'], assignedLicenses: [], licenseAssignmentStates: [] }
`

/** For editors with a YAML language server; the line at the top of each file does the same for the file alone. */
const editor = `${JSON.stringify({
  'yaml.schemas': {
    '.seatplan/config.schema.json': 'seatplan.yaml',
    '.seatplan/rules.schema.json': ['rules/**/*.yaml', '!rules/**/*.test.yaml'],
    '.seatplan/ruletest.schema.json': 'rules/**/*.test.yaml',
    '.seatplan/scenario.schema.json': 'scenarios/**/*.yaml',
    '.seatplan/plan.schema.json': ['plan.yaml', 'plans/**/*.yaml'],
    '.seatplan/overlay.schema.json': 'catalogs/**/*.yaml',
    '.seatplan/waivers.schema.json': 'waivers.yaml',
    '.seatplan/prices.schema.json': 'prices.yaml',
    '.seatplan/pack.schema.json': 'pack.yaml',
  },
}, undefined, 2)}\n`

/** The one that reads the settings above. */
const extensions = `${JSON.stringify({ recommendations: ['redhat.vscode-yaml'] }, undefined, 2)}\n`

/** An export names people. */
const ignored = 'tenant/\n'

export const schemaNames = ['config', 'plan', 'rules', 'ruletest', 'scenario', 'waivers', 'overlay', 'prices', 'pack'] as const

/** The files of a new project that need nothing from elsewhere. */
export const projectFiles: readonly NewFile[] = [
  { path: 'seatplan.yaml', text: config },
  { path: 'plan.yaml', text: plan },
  { path: 'sample-tenant.yaml', text: tenant },
  { path: 'rules/house.yaml', text: rules },
  { path: 'rules/house.test.yaml', text: ruleTest },
  { path: 'scenarios/a-guest-in-sales-gets-e3.yaml', text: scenario },
  { path: '.vscode/settings.json', text: editor },
  { path: '.vscode/extensions.json', text: extensions },
  { path: '.gitignore', text: ignored },
]
