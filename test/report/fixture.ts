import type { Consequence, Finding, GroupLine, Impact, Remedy, Report, SeatLine, StateRow } from '../../src/model/report.js'

/** A GUID that tells what it is for: `id('5a1e')` -> `00005a1e-0000-4000-8000-000000005a1e`. */
export const id = (digits: string): string => `${digits.padStart(8, '0')}-0000-4000-8000-${digits.padStart(12, '0')}`

export const e1 = { skuId: '18181a46-0d4e-45cd-891e-60aabd171b4e', skuPartNumber: 'STANDARDPACK' }
export const e3 = { skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', skuPartNumber: 'ENTERPRISEPACK' }
export const project = { skuId: '53818b1b-4a27-454b-8896-0dba576410e6', skuPartNumber: 'PROJECTPROFESSIONAL' }
const sharepoint1 = { servicePlanId: 'c7699d2e-19aa-44de-8edf-1736da088ca1', servicePlanName: 'SHAREPOINTSTANDARD' }
const sharepoint2 = { servicePlanId: '5dbe027f-2339-4123-9542-606e4d348a72', servicePlanName: 'SHAREPOINTENTERPRISE' }
const projectPlan = { servicePlanId: '818523f5-016b-4355-9be8-ed6944946ea7', servicePlanName: 'PROJECT_PROFESSIONAL' }

export const sales = { id: id('5a1e5'), displayName: 'Sales' }
const tokyo = { id: id('70c0'), displayName: '営業部 東京' }
const abroad = { id: id('ab0ad'), displayName: 'Ventes à l\u2019e\u0301tranger' }
const hostile = { id: id('bad'), displayName: '\u202eselaS\u001b[2J\nf9  error' }

export const remedy = (over: Partial<Remedy>): Remedy => ({
  id: 'f1.r1', title: 'Switch off SHAREPOINTENTERPRISE of ENTERPRISEPACK for group Sales', clean: true, minimal: true,
  changes: [{ at: 'instead', step: 1, change: { op: 'assignLicense', to: { group: sales.id }, addLicenses: [{ skuId: e3.skuId, disabledPlans: [sharepoint2.servicePlanId] }], removeLicenses: [] } }],
  cures: 312, leaves: 0, causes: [], affects: { users: 312, groups: 1, calls: 1 }, seats: {}, losesPlans: [], safety: 'safe', money: null, alsoCures: [], form: null, ...over,
})

const stranded: Consequence = {
  ruleId: 'project-needs-sharepoint', error: 'DependencyViolation', scope: 'user', group: abroad, skus: [project],
  users: { count: 4, min: 4, max: 4 }, new: true,
}

export const finding = (over: Partial<Finding>): Finding => ({
  id: 'f1', fingerprint: '3f0c9a7be1', ruleId: 'one-sharepoint-plan', kind: 'mutually-exclusive', severity: 'error',
  error: 'MutuallyExclusiveViolation', reason: null, scope: 'user', origin: 'introduced', step: 1, transient: false, lastStep: null,
  users: { count: 312, min: 312, max: 312, determined: true, sample: ['ada@contoso.com', 'bob@contoso.com', 'cem@contoso.com', 'dora@contoso.com'] },
  group: sales, skus: [e3], servicePlans: [sharepoint2, sharepoint1],
  because: [
    'They hold SHAREPOINTSTANDARD by STANDARDPACK, assigned directly.',
    'Step 1 gives them SHAREPOINTENTERPRISE by ENTERPRISEPACK from group Sales.',
    'The group gives all of its licences or none, so EMS from group Sales is not given either; what the group gave before stays.',
  ],
  evidence: { holdings: [
    { planId: sharepoint1.servicePlanId, skuId: e1.skuId, assignedByGroup: null },
    { planId: sharepoint2.servicePlanId, skuId: e3.skuId, assignedByGroup: sales.id },
  ] },
  assumptions: [], waived: null,
  rule: { file: 'rules/current/sharepoint.yaml', line: 4, column: 3, source: 'https://learn.microsoft.com/entra/licensing', reason: 'A user runs on one SharePoint plan.', certainty: 'documented-disputed' },
  remedies: [
    remedy({}),
    remedy({
      id: 'f1.r2', title: 'Take STANDARDPACK off the users', clean: false,
      changes: [{ at: 'before', step: 1, change: { op: 'assignLicense', to: { users: [id('ada')] }, addLicenses: [], removeLicenses: [e1.skuId] } }],
      causes: [stranded, { ...stranded, new: false, ruleId: null, error: null, group: null, skus: [], users: { count: 1, min: 1, max: 1 } }],
      affects: { users: 312, groups: 0, calls: 312 }, seats: { STANDARDPACK: -312, ENTERPRISEPACK: 0 }, losesPlans: ['YAMMER_ENTERPRISE', 'BPOS_S_TODO_1'], safety: 'needs-decision',
    }),
  ],
  remediesComplete: false, remediesCut: '1000 sets were tried, and no more',
  ...over,
})

/** One of everything that a report can say. */
export const findings: readonly Finding[] = [
  finding({
    id: 'f1', fingerprint: 'aa01', ruleId: 'service/group-is-licensed', kind: 'service', error: null, reason: 'groupIsLicensed', scope: 'change', step: 3,
    users: { count: 0, min: 0, max: 0, determined: true, sample: [] }, group: hostile, skus: [e1], servicePlans: [], evidence: {}, rule: null,
    because: ['Step 3 deletes group \u202eselaS\u001b[2J\nf9  error, which has STANDARDPACK.', 'The service deletes a group only when it has no licences.'],
    remedies: [remedy({ id: 'f1.r1', title: 'Take STANDARDPACK off the group first', changes: [{ at: 'before', step: 3, change: { op: 'assignLicense' } }], cures: 0, affects: { users: 2, groups: 1, calls: 1 } })],
    remediesComplete: true, remediesCut: null,
  }),
  finding({ id: 'f2', fingerprint: 'aa02', skus: [e3, e1], remedies: finding({}).remedies.map((one, at) => ({ ...one, id: `f2.r${at + 1}` })) }),
  finding({
    id: 'f3', fingerprint: 'aa03', ruleId: 'service/seats', kind: 'seats', error: 'CountViolation', scope: 'user', servicePlans: [], group: tokyo,
    users: { count: 15, min: 10, max: 15, determined: false, sample: ['kai@contoso.com', 'lea@contoso.com'] }, assumptions: ['A-SEAT-ORDER', 'A-RETRY'],
    because: ['40 users wait for ENTERPRISEPACK and 25 units are free.'],
    evidence: { skuId: e3.skuId, enabled: 25, warning: 5, consumed: 5, wanted: 40, short: 15 },
    rule: { file: 'rules/service/seats.yaml', line: 2, column: 5, source: null, reason: 'The house says so.' },
    remedies: [
      remedy({ id: 'f3.r1', title: 'Buy 15 units of ENTERPRISEPACK', changes: [{ at: 'before', step: 1, change: { op: 'changeUnits', sku: e3.skuId, add: 15 } }], cures: 15, affects: { users: 0, groups: 0, calls: 1 }, seats: { ENTERPRISEPACK: 15 }, safety: 'needs-purchase' }),
      ...[2, 3, 4, 5, 6, 7].map(n => remedy({ id: `f3.r${n}`, title: `Free ${n} units of disabled accounts`, minimal: n !== 3, cures: 15 - n, leaves: n, clean: false, changes: [{ at: 'after', step: 0, change: { op: 'changeUnits' } }, { at: 'instead', step: 2, change: null }] })),
    ],
    remediesComplete: true, remediesCut: null,
  }),
  finding({
    id: 'f4', fingerprint: 'aa04', ruleId: 'project-needs-sharepoint', kind: 'prerequisite', error: 'DependencyViolation', transient: true, lastStep: 1, step: 1,
    users: { count: 1, min: 1, max: 1, determined: true, sample: ['\u202eevil@contoso.com'] }, group: abroad, skus: [project], servicePlans: [projectPlan, sharepoint2],
    because: ['Step 1 takes away SHAREPOINTENTERPRISE, and PROJECT_PROFESSIONAL stays.'],
    evidence: { direction: 'remove', dependent: projectPlan.servicePlanId, unmet: [[sharepoint2.servicePlanId]], holdings: [{ planId: projectPlan.servicePlanId, skuId: project.skuId, assignedByGroup: abroad.id }] },
    remedies: [], remediesComplete: true, remediesCut: null,
  }),
  finding({
    id: 'f5', fingerprint: 'aa05', ruleId: null, kind: 'service', severity: 'error', error: 'SomethingNew', origin: 'existing', step: 0, group: null, skus: [e1], servicePlans: [], rule: null,
    users: { count: 2, min: 2, max: 2, determined: true, sample: ['eve@contoso.com', '名前@contoso.com'] }, because: ['The snapshot records SomethingNew for STANDARDPACK, and no loaded rule explains it.'], evidence: { recorded: 'SomethingNew' }, remedies: [], remediesComplete: true, remediesCut: null,
  }),
  finding({
    id: 'f6', fingerprint: 'aa06', ruleId: 'direct-needs-location', kind: 'usage-location', error: 'ProhibitedInUsageLocationViolation', origin: 'existing', step: 0,
    users: { count: 1200000, min: 1200000, max: 1200000, determined: true, sample: ['fay@contoso.com'] }, servicePlans: [], because: ['They have no usage location.'],
    evidence: { usageLocation: null, inherited: false, planId: null },
    waived: { reason: 'HR fills the locations in until the new year', expires: '2026-12-31', owner: 'hr@contoso.com', ticket: null, file: 'waivers.yaml', line: 4, column: 5 }, remedies: [], remediesComplete: true, remediesCut: null,
  }),
  finding({
    id: 'f7', fingerprint: 'aa07', ruleId: 'one-holder-per-address', kind: 'unique-proxy', error: 'UniquenessViolation', origin: 'resolved', step: 0, lastStep: 1, users: { count: 1, min: 1, max: 1, determined: true, sample: ['gil@contoso.com'] },
    servicePlans: [], remedies: [], because: ['Step 2 gives the address smtp:gil@contoso.com back to one object.'], evidence: { address: 'smtp:gil@contoso.com', otherHolder: 'Sales' },
  }),
  finding({
    id: 'f8', fingerprint: 'aa08', ruleId: 'guests-hold-no-e5', kind: 'condition', severity: 'warning', error: null, step: 2, group: null, servicePlans: [],
    users: { count: 3, min: 3, max: 3, determined: true, sample: ['x@partner.com', 'y@partner.com', 'z@partner.com'] }, because: ['They are guests and hold ENTERPRISEPACK.'],
    evidence: { facts: { userType: 'Guest', products: [e3.skuId] } }, rule: { file: 'rules/house.yaml', line: 1, column: 3, source: null, reason: 'The house says so.' },
    assumptions: ['A-MEMBERS-INFERRED'], remedies: [], remediesComplete: true, remediesCut: null,
  }),
  finding({
    id: 'f9', fingerprint: 'aa09', ruleId: 'keep-ten-free', kind: 'seats', severity: 'info', error: null, scope: 'sku', group: null, step: 1, servicePlans: [],
    users: { count: 0, min: 0, max: 0, determined: true, sample: [] }, because: ['10 units of ENTERPRISEPACK are to be kept free, and none is.'],
    evidence: { skuId: e3.skuId, enabled: 25, warning: 5, consumed: 30, wanted: 0, short: 10 }, remedies: [], remediesComplete: true, remediesCut: null,
  }),
]

const impact: readonly Impact[] = [
  { users: { count: 312, sample: ['ada@contoso.com', 'bob@contoso.com', 'cem@contoso.com', 'dora@contoso.com'] }, step: 1, gains: Array.from({ length: 24 }, (_, n) => `SERVICE_PLAN_${n + 1}`), loses: ['YAMMER_ENTERPRISE', 'STREAM_O365_E1'], gapAtSteps: [], assumptions: [] },
  { users: { count: 1, sample: ['\u202eevil@contoso.com'] }, step: 2, gains: [], loses: ['EXCHANGE_S_STANDARD'], gapAtSteps: [1, 2], assumptions: ['A-SEAT-ORDER'] },
]

const seats: readonly SeatLine[] = [
  { ...e3, enabled: 25, warning: 5, consumed: { before: 5, after: 30 }, free: { before: 25, after: 0 }, short: { min: 10, max: 15 }, pending: 3 },
  { ...project, enabled: 1000000, warning: 0, consumed: { before: 1000004, after: 1000004 }, free: { before: -4, after: -4 }, short: { min: 0, max: 0 }, pending: 0 },
  { ...e1, enabled: 400, warning: 0, consumed: { before: 320, after: 8 }, free: { before: 80, after: 392 }, short: { min: 2, max: 2 }, pending: 0 },
]

const groups: readonly GroupLine[] = [
  { ...sales, licenses: ['ENTERPRISEPACK', 'EMS'], members: 312, usersInError: { before: 0, after: 312 } },
  { ...tokyo, licenses: ['ENTERPRISEPACK'], members: 40, usersInError: { before: 0, after: 15 } },
  { ...abroad, licenses: ['PROJECTPROFESSIONAL'], members: 5, usersInError: { before: 2, after: 2 } },
  { ...hostile, licenses: ['STANDARDPACK'], members: 2, usersInError: { before: 1, after: 0 } },
  { id: id('c1ea'), displayName: 'Clean', licenses: ['EMS'], members: 1234, usersInError: { before: 0, after: 0 } },
]

const row = (over: Partial<StateRow>): StateRow => ({
  userPrincipalName: 'ada@contoso.com', userId: id('ada'), skuId: e3.skuId, skuPartNumber: 'ENTERPRISEPACK', assignedByGroup: sales.id,
  disabledPlans: [], state: 'Error', error: 'MutuallyExclusiveViolation', ...over,
})

export const states: readonly StateRow[] = [
  row({ ...e1, assignedByGroup: null, state: 'Active', error: null }),
  row({}),
  row({ userPrincipalName: '\u202eevil@contoso.com', userId: id('e1'), assignedByGroup: id('90e'), disabledPlans: [sharepoint2.servicePlanId], state: 'Active', error: null }),
  row({ userPrincipalName: '名前@contoso.com', userId: id('2'), state: 'NotDetermined', error: null, assignedByGroup: tokyo.id, oneOf: [{ state: 'Active', error: null }, { state: 'Error', error: 'CountViolation' }] }),
]

/** Nothing wrong at all. */
export const clean: Report = {
  schemaVersion: 1, tool: { name: 'seatplan', version: '0.1.0' }, now: '2026-11-24',
  plan: { file: 'plan.yaml', title: 'E3 for Sales', list: { style: 'block', column: 3 } },
  rules: { packs: ['service', 'current'], count: 41, digest: 'sha256:5f2c' },
  tenant: { users: 1204, cohorts: 37, groups: 12, subscribedSkus: 9 },
  steps: [{ step: 1, op: 'assignLicense', outcome: 'accepted', reason: null, file: 'plan.yaml', line: 3, column: 5 }],
  summary: { errors: 0, warnings: 0, existing: 0, resolved: 0, waived: 0, affectedUsers: 0, exitCode: 0 },
  findings: [], impact: [], seats: [], groups: [], notices: [],
}

export const rich: Report = {
  ...clean,
  plan: { file: 'plan.yaml', title: 'E3 for Sales\u2028and more', list: { style: 'block', column: 3 } },
  steps: [
    ...clean.steps,
    { step: 2, op: 'assignLicense', outcome: 'partly', reason: 'inherited', file: 'plan.yaml', line: 6, column: 5 },
    { step: 3, op: 'deleteGroup', outcome: 'refused', reason: 'groupIsLicensed', file: 'plan.yaml', line: 12, column: 5 },
  ],
  summary: { errors: 3, warnings: 2, existing: 1, resolved: 1, waived: 1, affectedUsers: 330, exitCode: 1 },
  findings, impact, seats, groups,
  notices: [
    { id: 'consumed-differs', text: 'consumedUnits of ENTERPRISEPACK says 5, but 4 users hold it.', count: 1 },
    { id: 'pending', text: 'Licences that wait without a recorded error are not findings; a reprocess would try them.', count: 3 },
  ],
  states,
}

/** The tenant as it is, with nobody in it. */
export const empty: Report = { ...clean, plan: null, steps: [], tenant: { users: 0, cohorts: 0, groups: 0, subscribedSkus: 0 } }
