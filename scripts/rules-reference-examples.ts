/** What the examples of docs/rules.md are made of. A fact, operator or kind without one stops its making. */
export interface Leaf {
  readonly fact: string
  readonly operator: string
  readonly value: unknown
}

const leaf = (fact: string, operator: string, value: unknown): Leaf => ({ fact, operator, value })
const named = (leaves: readonly Leaf[]): Readonly<Record<string, Leaf>> => Object.fromEntries(leaves.map((one) => [one.fact, one]))

export const factExamples: Readonly<Record<string, Readonly<Record<string, Leaf>>>> = {
  user: named([
    leaf('userType', 'equal', 'Guest'),
    leaf('accountEnabled', 'equal', false),
    leaf('usageLocation', 'in', ['BH', 'BN']),
    leaf('onPremisesSyncEnabled', 'equal', true),
    leaf('products', 'includes', 'SPE_E5'),
    leaf('directProducts', 'includes', 'SPE_E5'),
    leaf('inheritedProducts', 'includes', 'SPE_E5'),
    leaf('plans', 'includes', 'TEAMS1'),
    leaf('plansAfter', 'includes', 'TEAMS1'),
    leaf('plansBefore', 'includes', 'TEAMS1'),
    leaf('lostPlans', 'includes', 'EXCHANGE_S_STANDARD'),
    leaf('gainedPlans', 'includes', 'YAMMER_ENTERPRISE'),
    leaf('groups', 'includes', 'Sales'),
    leaf('tenantCountry', 'equal', 'CH'),
    leaf('department', 'equal', 'Sales'),
    leaf('companyName', 'equal', 'Contoso'),
    leaf('jobTitle', 'startsWith', 'Intern'),
    leaf('employeeType', 'equal', 'Contractor'),
    leaf('country', 'exists', false),
    leaf('city', 'equal', 'Bern'),
    leaf('officeLocation', 'exists', true),
  ]),
  group: named([
    leaf('displayName', 'startsWith', 'Licence'),
    leaf('securityEnabled', 'equal', false),
    leaf('mailEnabled', 'equal', true),
    leaf('dynamic', 'equal', true),
    leaf('onPremisesSyncEnabled', 'equal', true),
    leaf('isAssignableToRole', 'equal', true),
    leaf('products', 'includes', 'SPE_E5'),
    leaf('plans', 'includes', 'TEAMS1'),
    leaf('memberCount', 'lessThan', 2),
    leaf('tenantCountry', 'equal', 'CH'),
  ]),
  product: named([
    leaf('product', 'equal', 'SPE_E5'),
    leaf('enabledUnits', 'lessThan', 5),
    leaf('warningUnits', 'greaterThan', 0),
    leaf('suspendedUnits', 'greaterThan', 0),
    leaf('lockedOutUnits', 'greaterThan', 0),
    leaf('consumedUnits', 'equal', 0),
    leaf('freeUnits', 'greaterThanInclusive', 10),
    leaf('capabilityStatus', 'equal', 'Suspended'),
    leaf('plans', 'includes', 'TEAMS1'),
    leaf('tenantCountry', 'equal', 'CH'),
  ]),
}

interface OperatorExample {
  readonly subject: string
  readonly leaf: Leaf
  readonly says: string
}

const ofUser = (says: string, ...rest: Parameters<typeof leaf>): OperatorExample => ({ subject: 'user', leaf: leaf(...rest), says })
const ofGroup = (says: string, ...rest: Parameters<typeof leaf>): OperatorExample => ({ subject: 'group', leaf: leaf(...rest), says })

export const operatorExamples: Readonly<Record<string, OperatorExample>> = {
  equal: ofUser('it is the value; `null` asks whether a text is missing', 'usageLocation', 'equal', null),
  notEqual: ofUser('it is not the value', 'employeeType', 'notEqual', 'Employee'),
  in: ofUser('it is one of the values', 'department', 'in', ['Sales', 'Marketing']),
  notIn: ofUser('it is none of the values', 'department', 'notIn', ['Sales', 'Marketing']),
  startsWith: ofUser('it begins with the value', 'jobTitle', 'startsWith', 'Intern'),
  lessThan: ofGroup('it is less', 'memberCount', 'lessThan', 2),
  lessThanInclusive: ofGroup('it is less, or the value', 'memberCount', 'lessThanInclusive', 2),
  greaterThan: ofGroup('it is more', 'memberCount', 'greaterThan', 2),
  greaterThanInclusive: ofGroup('it is more, or the value', 'memberCount', 'greaterThanInclusive', 2),
  includes: ofUser('the value is in it', 'plans', 'includes', 'TEAMS1'),
  notIncludes: ofUser('the value is not in it', 'plans', 'notIncludes', 'TEAMS1'),
  includesAnyOf: ofUser('one of the values is in it', 'plans', 'includesAnyOf', ['MCOPSTN1', 'MCOPSTN2']),
  includesAllOf: ofUser('all values are in it', 'plans', 'includesAllOf', ['MCOEV', 'TEAMS1']),
  includesNoneOf: ofUser('none of the values is in it', 'plans', 'includesNoneOf', ['MCOPSTN1', 'MCOPSTN2']),
  exists: ofUser('`true`: there is something; `false`: there is nothing', 'department', 'exists', false),
}

interface KindExample {
  readonly line: string
  readonly says: string
  readonly rule: string
}

export const kindExamples: Readonly<Record<string, KindExample>> = {
  'mutually-exclusive': {
    line: 'At most one of `plans` (or of `products`); or each of `each` against every one of `against`.',
    says: 'At most one of some plans or products; or none of some together with any of others. The same plan twice, by two products, is no conflict.',
    rule: `rules:
  - id: one-calling-plan
    kind: mutually-exclusive
    severity: error
    plans: [MCOPSTN1, MCOPSTN2]
    reason: A user's telephone number is billed by one calling plan.
`,
  },
  prerequisite: {
    line: '`plan` (or `product`) needs one of `requiresAnyOf`, where a nested list is needed whole, and each of `requiresAllOf`.',
    says: 'A plan or product works only where others are: one of some alternatives, and each of some others. Taking the last alternative away is refused as well.',
    rule: `rules:
  - id: phone-needs-teams
    kind: prerequisite
    severity: error
    plan: MCOEV
    requiresAnyOf: [TEAMS1, [MCOSTANDARD, MCOIMP]]
    requiresAllOf: [AAD_PREMIUM]
    reason: The telephone rings in Teams, or in Skype with its messages, and asks who is calling.
`,
  },
  'usage-location': {
    line: '`prohibitedIn` these countries, `allowedIn` these only, or `requiredFor` `direct` or `any` licences.',
    says: 'What may be given to users of some countries only, or only to users who have a country. Quote countries: a bare `NO` is not Norway everywhere.',
    rule: `rules:
  - id: no-conferencing-there
    kind: usage-location
    severity: error
    plan: MCOMEETADV
    prohibitedIn: ['BH', 'BN']
    reason: Audio Conferencing is not sold for users of these countries.
`,
  },
  seats: {
    line: 'No more users than units, less `keepFree`.',
    says: 'A product is given to no more users than it has units for, less those that are to be kept free.',
    rule: `rules:
  - id: two-stay-free
    kind: seats
    severity: warning
    products: [SPE_E5]
    keepFree: 2
    reason: Somebody always comes on a Monday.
`,
  },
  'unique-proxy': {
    line: '`whenAnyPlan` is on, no other object may have one of the user\'s addresses.',
    says: 'Whoever gets one of the plans needs proxy addresses that no other user or group has.',
    rule: `rules:
  - id: mail-has-one-home
    kind: unique-proxy
    severity: error
    whenAnyPlan: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE]
    reason: A mailbox cannot be made while another object has one of its addresses.
`,
  },
  condition: {
    line: 'House policy over users, groups or products.',
    says: 'What may not be in this house, in the words of the facts and operators below. It blocks nothing, and is asked about what stands after each step.',
    rule: `rules:
  - id: guests-hold-no-e5
    kind: condition
    severity: warning
    subject: user
    when:
      all:
        - { fact: userType, operator: equal, value: Guest }
        - { fact: products, operator: includesAnyOf, value: [SPE_E5] }
    reason: E5 is paid for employees.
`,
  },
}
