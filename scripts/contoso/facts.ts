import { createHash } from 'node:crypto'
import { guests, people } from './people.js'

/** Contoso's licences, told in names; scripts/contoso.ts writes them out as Graph would. What is wrong on purpose stands in `rows`. */

export type Plans = 'all' | { readonly only: readonly string[] } | { readonly without: readonly string[] }
export interface LicenseOf {
  readonly sku: string
  readonly plans: Plans
}

export interface GroupOf {
  readonly displayName: string
  readonly licenses: readonly LicenseOf[]
  readonly members: readonly string[]
  /** Groups among its members: they get nothing. */
  readonly nested: readonly string[]
  readonly kind: 'security' | 'dynamic' | 'distribution'
  readonly membershipRule?: string
  readonly mail?: string
}

const from = (...departments: readonly string[]): readonly string[] =>
  people.filter(person => departments.includes(person.department) && !leavers.includes(person.name)).map(person => person.name)

/** Left the company; the account is disabled, the licence is stuck. */
export const leavers: readonly string[] = ['Gerhard Pohl']

/** Nobody has set their usage location. */
export const withoutLocation: readonly string[] = ['Sabine Roth', 'Pooja Bhat', ...guests.map(guest => guest.name)]

const e3: LicenseOf = { sku: 'ENTERPRISEPACK', plans: { without: ['YAMMER_ENTERPRISE'] } }
const ems: LicenseOf = { sku: 'EMS', plans: 'all' }
const e1: LicenseOf = { sku: 'STANDARDPACK', plans: 'all' }
const e5: LicenseOf = { sku: 'SPE_E5', plans: 'all' }
/** SharePoint is switched off here because the project managers have it in E3. That is what strands them. */
const project: LicenseOf = { sku: 'PROJECTPROFESSIONAL', plans: { without: ['SHAREPOINTENTERPRISE', 'SHAREPOINTWAC'] } }
const teamsOnly: LicenseOf = { sku: 'STANDARDPACK', plans: { only: ['TEAMS1'] } }
const conferencing: LicenseOf = { sku: 'MCOMEETADV', plans: 'all' }

export const groups: readonly GroupOf[] = [
  {
    displayName: 'Office 365 E3',
    licenses: [e3, ems],
    members: [...from('Finance', 'HR', 'Marketing', 'Engineering'), 'Divya Shetty'],
    nested: [],
    kind: 'security',
  },
  { displayName: 'Microsoft 365 E5', licenses: [e5], members: from('Executive', 'IT'), nested: [], kind: 'security' },
  {
    displayName: 'Support staff',
    licenses: [e1],
    members: from('Support'),
    nested: [],
    kind: 'dynamic',
    membershipRule: 'user.department -eq "Support"',
  },
  {
    displayName: 'Project managers',
    licenses: [project],
    members: ['Ines Moser', 'Birgit Falk', 'Deepak Menon', 'Andrea Suter'],
    nested: [],
    kind: 'security',
  },
  {
    displayName: 'Audio conferencing',
    licenses: [teamsOnly, conferencing],
    members: ['Claudia Meier', 'Stefan Huber', 'Fabian Graf', 'Katrin Sommer', 'Patrick Wyss', 'Tanya Brooks', 'Omar Haddad'],
    nested: ['Project managers'],
    kind: 'security',
  },
  { displayName: 'Sales', licenses: [], members: from('Sales'), nested: [], kind: 'security' },
  {
    displayName: 'Contractors',
    licenses: [ems],
    members: [...from('Contractors'), ...guests.map(guest => guest.name)],
    nested: [],
    kind: 'security',
  },
  {
    displayName: 'Announcements',
    licenses: [],
    members: ['Miriam Keller'],
    nested: ['Sales', 'Support staff', 'Project managers'],
    kind: 'distribution',
    mail: 'info@contoso.com',
  },
]

/** Licences that somebody gave by hand. */
export const direct: Readonly<Record<string, readonly LicenseOf[]>> = {
  'Patrick Wyss': [e1],
  'Andrea Suter': [e1],
  'Marco Fontana': [e1],
  'Jan Petersen': [e1],
  'Heike Wagner': [e1],
  'Tanya Brooks': [e1],
  'Kevin Ortiz': [e1],
  'Omar Haddad': [e1],
  'Gerhard Pohl': [project],
}

/** Addresses beside a user's own. */
export const extraAddresses: Readonly<Record<string, readonly string[]>> = { 'Chantal Favre': ['smtp:info@contoso.com'] }

export type Recorded = { readonly state: 'Error' | 'ActiveWithError'; readonly culprits: Readonly<Record<string, string>> } | 'nothing'

/** What the service recorded for a user and a group, where the group did not simply apply. Products that are no culprits record `Other`. */
export const rows: Readonly<Record<string, Readonly<Record<string, Recorded>>>> = {
  'Kavya Iyer': { 'Microsoft 365 E5': { state: 'Error', culprits: { SPE_E5: 'CountViolation' } } },
  'Divya Shetty': { 'Office 365 E3': { state: 'Error', culprits: { ENTERPRISEPACK: 'MutuallyExclusiveViolation' } } },
  'Andrea Suter': { 'Project managers': { state: 'Error', culprits: { PROJECTPROFESSIONAL: 'DependencyViolation' } } },
  'Omar Haddad': { 'Audio conferencing': { state: 'Error', culprits: { MCOMEETADV: 'ProhibitedInUsageLocationViolation' } } },
  'Chantal Favre': { 'Office 365 E3': { state: 'Error', culprits: { ENTERPRISEPACK: 'UniquenessViolation' } } },
  'Gerhard Pohl': { 'Microsoft 365 E5': { state: 'ActiveWithError', culprits: { SPE_E5: 'DependencyViolation' } } },
  // The silent failure: a member for weeks, and nothing was given or recorded.
  'Yves Perrin': { 'Office 365 E3': 'nothing' },
}

export interface Bought {
  readonly sku: string
  readonly subscriptions: readonly {
    readonly units: number
    readonly status: 'Enabled' | 'Warning' | 'Suspended'
    readonly isTrial: boolean
    readonly created: string
    readonly next: string
  }[]
}

const yearly = (units: number, created: string, next: string) => ({ units, status: 'Enabled', isTrial: false, created, next }) as const

export const bought: readonly Bought[] = [
  {
    sku: 'STANDARDPACK',
    subscriptions: [yearly(20, '2023-02-01', '2027-02-01'), { units: 5, status: 'Warning', isTrial: false, created: '2024-11-10', next: '2026-12-10' }],
  },
  { sku: 'ENTERPRISEPACK', subscriptions: [yearly(24, '2023-02-01', '2027-06-01')] },
  { sku: 'SPE_E5', subscriptions: [{ units: 10, status: 'Enabled', isTrial: true, created: '2026-11-15', next: '2026-12-15' }] },
  { sku: 'EMS', subscriptions: [yearly(40, '2023-02-01', '2027-06-01')] },
  { sku: 'PROJECTPROFESSIONAL', subscriptions: [yearly(6, '2024-05-01', '2027-05-01')] },
  {
    sku: 'MCOMEETADV',
    subscriptions: [yearly(10, '2024-05-01', '2027-05-01'), { units: 5, status: 'Suspended', isTrial: false, created: '2022-08-01', next: '2026-12-29' }],
  },
]

/**
 * Plans of the six products that belong to the company and not to the user: Graph's `appliesTo`, which Microsoft's product list does not have.
 */
export const companyPlans: readonly string[] = ['EXCHANGE_S_FOUNDATION', 'INTUNE_O365', 'ADALLOM_S_O365', 'ADALLOM_S_DISCOVERY', 'RMS_S_BASIC']

/** An id that is the same whenever it is made. */
export function idOf(kind: string, name: string): string {
  const hex = createHash('sha256').update(`contoso/${kind}/${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
