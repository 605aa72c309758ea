import { memory } from '../../../src/load/memory.js'
import { runRuleTest, type RuleTestResult } from '../../../src/batch/rule-tests.js'
import { shipped } from '../../load/shipped.js'

/** Rules of every kind, as a house would write them. */
export const houseRules = `rules:
  - { id: one-calling-plan, kind: mutually-exclusive, severity: warning, plans: [MCOPSTN1, MCOPSTN2], reason: One bill. }
  - { id: kiosk-is-alone, kind: mutually-exclusive, severity: error, each: [EXCHANGE_S_DESKLESS], against: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE], within: user, reason: A kiosk is small. }
  - { id: phone-needs-teams, kind: prerequisite, severity: error, plan: MCOEV, requiresAnyOf: [TEAMS1, [MCOSTANDARD, MCOIMP]], requiresAllOf: [AAD_PREMIUM], reason: It rings there. }
  - { id: no-calls-from-bahrain, kind: usage-location, severity: error, plan: MCOMEETADV, prohibitedIn: ['BH'], reason: It is not sold there. }
  - { id: ten-stay-free, kind: seats, severity: warning, products: [SPE_E5], keepFree: 10, reason: For those who come. }
  - { id: own-address, kind: unique-proxy, severity: error, whenAnyPlan: [EXCHANGE_S_FOUNDATION], reason: Mail must arrive. }
  - { id: guests-hold-no-e5, kind: condition, severity: warning, subject: user, when: { all: [{ fact: userType, operator: equal, value: Guest }, { fact: products, operator: includesAnyOf, value: [SPE_E5] }] }, reason: E5 is for employees. }
  - { id: sales-keep-teams, kind: condition, severity: error, subject: user, when: { all: [{ fact: groups, operator: includes, value: Sales }, { fact: lostPlans, operator: includes, value: TEAMS1 }] }, reason: Sales talk. }
  - { id: no-empty-group, kind: condition, severity: info, subject: group, when: { all: [{ fact: memberCount, operator: lessThan, value: 2 }, { fact: products, operator: exists, value: true }] }, reason: A group is for many. }
  - { id: little-is-unused, kind: condition, severity: warning, subject: product, when: { all: [{ fact: freeUnits, operator: greaterThan, value: 20 }, { fact: product, operator: equal, value: SPE_E5 }] }, reason: It costs. }
  - { id: summer-rule, kind: mutually-exclusive, severity: error, plans: [YAMMER_ENTERPRISE, YAMMER_EDU], validFrom: '2026-06-01', validTo: '2026-08-31', reason: For the summer. }
`

export const houseTest = `title: The rules of the house
now: '2026-11-24'
usageLocation: 'CH'
products:
  e5: SPE_E5
  e5 for few: { sku: SPE_E5, enabledPlans: [TEAMS1] }
groups:
  Sales: { licenses: [TEAMS1] }
  Lone: { licenses: [e5], members: 1 }
  Both: { licenses: [TEAMS1], members: 2 }
users:
  nobody: {}
  ada: { licenses: [AAD_PREMIUM], memberOf: [Sales] }
  faisal: { usageLocation: 'BH' }
  guest: { userType: Guest }
  placeless: { usageLocation: null }
  first: { proxyAddresses: ['SMTP:info@contoso.com'] }
  second: { proxyAddresses: ['SMTP:info@contoso.com'] }
plans:
  leaves Sales: { leaves: [Sales] }
  moves to Bahrain and gets it: { sets: { usageLocation: 'BH' }, gives: [MCOMEETADV] }
  becomes a guest: { sets: { userType: Guest }, gives: [e5] }
  is bought: { units: { e5: 15 } }
cases:
  - rule: one-calling-plan
    verdicts: { nobody: { MCOPSTN1: ok, MCOPSTN1 + MCOPSTN2: warning }, Both: { MCOPSTN1 + MCOPSTN2: warning } }
  - rule: kiosk-is-alone
    verdicts: { nobody: { EXCHANGE_S_DESKLESS: ok, EXCHANGE_S_DESKLESS + EXCHANGE_S_STANDARD: error }, Both: { EXCHANGE_S_DESKLESS + EXCHANGE_S_STANDARD: error } }
  - rule: phone-needs-teams
    verdicts:
      ada: { MCOEV: ok }
      nobody: { MCOEV + TEAMS1: error, MCOEV + MCOSTANDARD + AAD_PREMIUM: error, MCOEV + MCOSTANDARD + MCOIMP + AAD_PREMIUM: ok }
  - rule: no-calls-from-bahrain
    verdicts: { faisal: { MCOMEETADV: error, TEAMS1: ok, Sales: ok }, nobody: { MCOMEETADV: ok, moves to Bahrain and gets it: error } }
  - rule: ten-stay-free
    verdicts: { e5: { as is: ok, is bought: ok } }
  - rule: own-address
    verdicts: { first: { EXCHANGE_S_FOUNDATION: error }, nobody: { EXCHANGE_S_FOUNDATION: ok } }
  - rule: guests-hold-no-e5
    verdicts: { guest: { e5: warning, TEAMS1: ok }, nobody: { e5: ok, becomes a guest: warning } }
  - rule: sales-keep-teams
    verdicts: { ada: { leaves Sales: ok, as is: ok } }
  - rule: no-empty-group
    verdicts: { Lone: { as is: info }, Both: { as is: ok } }
  - rule: little-is-unused
    verdicts: { e5: { as is: warning, is bought: ok } }
  - title: In autumn it is gone
    rule: summer-rule
    verdicts: { nobody: { YAMMER_ENTERPRISE + YAMMER_EDU: ok } }
  - title: In July it is not
    rule: summer-rule
    now: '2026-07-01'
    verdicts: { nobody: { YAMMER_ENTERPRISE + YAMMER_EDU: error } }
  - title: All rules at once
    verdicts:
      placeless: { TEAMS1: { direct-needs-location: error }, Sales: ok }
      nobody: { TEAMS1: ok, MCOEV: { phone-needs-teams: error } }
  - skip: nobody knows yet
    rule: kiosk-is-alone
    verdicts: { nobody: { EXCHANGE_S_DESKLESS + EXCHANGE_S_ENTERPRISE: ok } }
`

/** Plays one file of tables beside the rules of the house. */
export async function playHouse(text: string, rules = houseRules): Promise<RuleTestResult> {
  const files = memory({ '/p/rules/house.yaml': rules, '/p/rules/house.test.yaml': text })
  return runRuleTest(files, { cwd: '/p', root: '/p', path: '/p/rules/house.test.yaml', today: '2026-01-01', shipped: await shipped() })
}
