import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../../src/analyse/lint/lint.js'
import { memory } from '../../../src/load/memory.js'
import { shipped } from '../../load/shipped.js'

const proof = '    reason: An example.\n    source: https://example.com\n    certainty: documented\n'

/** Rules from their own keys, one text a rule; the ids are `a`, `b`, ... */
function rulesOf(...bodies: readonly string[]): string {
  const rule = (body: string, index: number): string => `  - id: ${'abcdef'[index]}\n    kind: ${body.trim().replaceAll(/; */g, '\n    ')}\n${body.includes('severity:') ? '' : '    severity: error\n'}${proof}`
  return `rules:\n${bodies.map(rule).join('')}`
}

async function lint(...bodies: readonly string[]): Promise<readonly string[]> {
  const problems = await lintFiles(memory({ '/p/rules.yaml': rulesOf(...bodies) }), ['rules.yaml'], { cwd: '/p', today: '2026-11-24', shipped: await shipped() })
  return problems.filter(({ code }) => code !== 'order').map(({ code, line }) => `${code}:${line}`)
}

const condition = (when: string, subject = 'user'): string => `condition; severity: warning; subject: ${subject}; when: ${when}`
const never = ['never-true:6']

describe('conditions that can never be true', () => {
  test.each([
    ['two values of one text', '{ all: [{ fact: userType, operator: equal, value: Guest }, { fact: userType, operator: equal, value: Member }] }', never],
    ['a value and not that value', '{ all: [{ fact: department, operator: equal, value: Sales }, { fact: department, operator: notEqual, value: Sales }] }', never],
    ['beginnings that exclude each other', '{ all: [{ fact: city, operator: startsWith, value: Ber }, { fact: city, operator: startsWith, value: Bas }] }', never],
    ['a longer beginning', '{ all: [{ fact: city, operator: startsWith, value: Ber }, { fact: city, operator: startsWith, value: Berl }] }', []],
    ['a missing text with a value', '{ all: [{ fact: city, operator: exists, value: false }, { fact: city, operator: equal, value: Bern }] }', never],
    ['a text that is missing', '{ all: [{ fact: city, operator: exists, value: false }, { fact: city, operator: notEqual, value: Bern }] }', []],
    ['all types excluded', '{ all: [{ fact: userType, operator: notIn, value: [Guest, Member] }, { fact: userType, operator: exists, value: true }] }', never],
    ['all types excluded, none left out', '{ all: [{ fact: userType, operator: notIn, value: [Guest, Member] }] }', []],
    ['true and false', '{ all: [{ fact: accountEnabled, operator: equal, value: true }, { fact: accountEnabled, operator: notEqual, value: true }] }', never],
    ['a plan there and not there', '{ all: [{ fact: plans, operator: includes, value: TEAMS1 }, { fact: plansAfter, operator: includesNoneOf, value: [TEAMS1, MCOEV] }] }', never],
    ['one of two plans, both excluded', '{ all: [{ fact: plans, operator: includesAnyOf, value: [TEAMS1, MCOEV] }, { fact: plans, operator: includesNoneOf, value: [MCOEV, TEAMS1] }] }', never],
    ['one of two plans, one excluded', '{ all: [{ fact: plans, operator: includesAnyOf, value: [TEAMS1, MCOEV] }, { fact: plans, operator: notIncludes, value: MCOEV }] }', []],
    ['a lost plan that is there', '{ all: [{ fact: lostPlans, operator: includes, value: TEAMS1 }, { fact: plans, operator: includes, value: TEAMS1 }] }', never],
    ['a gained plan that was there', '{ all: [{ fact: plansBefore, operator: includes, value: TEAMS1 }, { fact: gainedPlans, operator: includes, value: TEAMS1 }] }', never],
    ['a direct product that nobody has', '{ all: [{ fact: products, operator: notIncludes, value: SPE_E5 }, { fact: directProducts, operator: includes, value: SPE_E5 }] }', never],
    ['plans without a product', '{ all: [{ fact: products, operator: exists, value: false }, { fact: plans, operator: includes, value: TEAMS1 }] }', never],
    ['under not', '{ not: { any: [{ fact: userType, operator: equal, value: Guest }, { fact: userType, operator: notEqual, value: Guest }] } }', never],
    ['a dead alternative', '{ any: [{ fact: userType, operator: equal, value: Guest }, { all: [{ fact: city, operator: equal, value: Bern }, { fact: city, operator: equal, value: Basel }] }] }', never],
  ])('%s', async (_, when, expected) => {
    expect(await lint(condition(when))).toEqual(expected)
  })

  test.each([
    ['bounds the wrong way about', '{ all: [{ fact: memberCount, operator: greaterThan, value: 10 }, { fact: memberCount, operator: lessThan, value: 5 }] }', never],
    ['nothing between two whole numbers', '{ all: [{ fact: memberCount, operator: greaterThan, value: 4 }, { fact: memberCount, operator: lessThan, value: 5 }] }', never],
    ['one number between', '{ all: [{ fact: memberCount, operator: greaterThan, value: 4 }, { fact: memberCount, operator: lessThan, value: 6 }] }', []],
    ['all between excluded', '{ all: [{ fact: memberCount, operator: greaterThan, value: 4 }, { fact: memberCount, operator: lessThan, value: 8 }, { fact: memberCount, operator: notIn, value: [5, 6, 7] }] }', never],
    ['not all between excluded', '{ all: [{ fact: memberCount, operator: greaterThan, value: 4 }, { fact: memberCount, operator: lessThan, value: 9 }, { fact: memberCount, operator: notIn, value: [5, 6, 7] }] }', []],
    ['fewer than none', '{ fact: memberCount, operator: lessThan, value: 0 }', never],
  ])('%s, of a group', async (_, when, expected) => {
    expect(await lint(condition(when, 'group'))).toEqual(expected)
  })

  test('free units may be below zero', async () => {
    expect(await lint(condition('{ fact: freeUnits, operator: lessThan, value: 0 }', 'product'))).toEqual([])
  })

  test('a product that is like no other', async () => {
    expect(await lint(condition('{ all: [{ fact: product, operator: equal, value: STANDARDPACK }, { fact: plans, operator: includes, value: EXCHANGE_S_ENTERPRISE }] }', 'product'))).toEqual(['never-fires:2'])
  })
})

describe('rules against each other', () => {
  test.each([
    ['the same, otherwise written', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]', 'mutually-exclusive; each: [TEAMS_GOV]; against: [TEAMS1]'], ['duplicate-rule:9']],
    ['a warning beside the error', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]', 'mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; severity: warning'], ['implied-rule:9']],
    ['a shorter time', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; validFrom: "2026-01-01"', 'mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; validFrom: "2026-02-01"; validTo: "2027-01-01"'], ['implied-rule:10']],
    ['times that overlap', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; validFrom: "2026-01-01"; validTo: "2026-12-31"', 'mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; validFrom: "2026-06-01"'], []],
    ['groups alone', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; within: group', 'mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; within: user'], []],
    ['a prerequisite with more alternatives', ['prerequisite; plan: MCOEV; requiresAnyOf: [TEAMS1]', 'prerequisite; plan: MCOEV; requiresAnyOf: [TEAMS1, MCOSTANDARD]'], ['implied-rule:10']],
    ['a prerequisite with more needs', ['prerequisite; plan: MCOEV; requiresAllOf: [TEAMS1, EXCHANGE_S_ENTERPRISE]', 'prerequisite; plan: MCOEV; requiresAnyOf: [[TEAMS1, EXCHANGE_S_ENTERPRISE]]'], ['duplicate-rule:10']],
    ['prerequisites of two plans', ['prerequisite; plan: MCOEV; requiresAnyOf: [TEAMS1]', 'prerequisite; plan: MCOMEETADV; requiresAnyOf: [TEAMS1]'], []],
    ['fewer countries', ["usage-location; plan: MCOEV; prohibitedIn: ['IN', 'CN']", "usage-location; plan: MCOEV; prohibitedIn: ['CN']"], ['implied-rule:10']],
    ['allowed only elsewhere', ["usage-location; plan: MCOEV; allowedIn: ['CH']", "usage-location; plan: MCOEV; prohibitedIn: ['CN', 'US']"], ['implied-rule:10']],
    ['one country too many', ["usage-location; plan: MCOEV; allowedIn: ['CH']", "usage-location; plan: MCOEV; prohibitedIn: ['CN', 'CH']"], []],
    ['required for fewer', ['usage-location; requiredFor: any', 'usage-location; plan: MCOEV; requiredFor: direct'], ['implied-rule:9']],
    ['fewer seats kept free', ['seats; keepFree: 10', 'seats; products: [SPE_E5]; keepFree: 5'], ['implied-rule:9']],
    ['more seats kept free', ['seats; keepFree: 10', 'seats; products: [SPE_E5]; keepFree: 20'], []],
    ['fewer mailboxes', ['unique-proxy; whenAnyPlan: [EXCHANGE_S_ENTERPRISE, EXCHANGE_S_STANDARD]', 'unique-proxy; whenAnyPlan: [EXCHANGE_S_STANDARD]'], ['implied-rule:9']],
    ['a narrower condition', [condition('{ fact: products, operator: includesAnyOf, value: [SPE_E3, SPE_E5] }'), condition('{ all: [{ fact: products, operator: includes, value: SPE_E5 }, { fact: userType, operator: equal, value: Guest }] }')], ['implied-rule:10']],
    ['another condition', [condition('{ fact: products, operator: includesAnyOf, value: [SPE_E3] }'), condition('{ fact: products, operator: includes, value: SPE_E5 }')], []],
    ['what is off is not compared', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; severity: "off"', 'mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]'], []],
    ['a circle over three', ['prerequisite; plan: MCOEV; requiresAnyOf: [MCOPSTN1]', 'prerequisite; plan: MCOPSTN1; requiresAnyOf: [MCOPSTN2]', 'prerequisite; plan: MCOPSTN2; requiresAllOf: [MCOEV]'], ['cycle:4', 'cycle:12', 'cycle:20']],
    ['a circle whichever way', ['prerequisite; plan: MCOEV; requiresAnyOf: [MCOPSTN1, MCOPSTN2]', 'prerequisite; plan: MCOPSTN1; requiresAnyOf: [MCOEV]', 'prerequisite; plan: MCOPSTN2; requiresAnyOf: [MCOEV]'], ['cycle:4']],
    ['a way out of the circle', ['prerequisite; plan: MCOEV; requiresAnyOf: [MCOPSTN1, TEAMS1]', 'prerequisite; plan: MCOPSTN1; requiresAnyOf: [MCOEV]'], []],
    ['needs that exclude each other', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]', 'prerequisite; plan: MCOEV; requiresAllOf: [TEAMS1, TEAMS_GOV]'], ['conflicting-need:12']],
    ['at other times', ['mutually-exclusive; plans: [TEAMS1, TEAMS_GOV]; validTo: "2026-12-31"', 'prerequisite; plan: MCOEV; requiresAllOf: [TEAMS1, TEAMS_GOV]; validFrom: "2027-01-01"'], []],
  ])('%s', async (_, rules, expected) => {
    expect(await lint(...rules)).toEqual(expected)
  })
})

/** Of rules that came with seatplan nothing is said, since nobody here can change them; of the rule that clashes with them it is. */
describe('rules of a house beside a shipped pack', () => {
  const project = async (packs: string, ...bodies: readonly string[]): Promise<readonly string[]> => {
    const files = memory({ '/p/seatplan.yaml': `rules: [${packs}]\n`, '/p/rules/house.yaml': rulesOf(...bodies) })
    const problems = await lintFiles(files, [], { cwd: '/p', today: '2026-11-24', shipped: await shipped() })
    return problems.filter(({ code }) => code !== 'order').map(({ file, line, code, message }) => `${file}:${line} ${code}: ${message}`)
  }

  test.each(['./rules, current', 'current, ./rules'])('%s: what the pack says already', async (packs) => {
    expect(await project(packs, 'mutually-exclusive; plans: [MCOIMP, MCOLITE]; severity: warning')).toEqual(['rules/house.yaml:2 implied-rule: the rule `a` says nothing that `one-skype-plan` does not say'])
  })

  test.each(['./rules, current', 'current, ./rules'])('%s: what means the same as a rule of the pack', async (packs) => {
    expect(await project(packs, 'prerequisite; plan: MCOMEETADV; requiresAnyOf: [TEAMS1, MCOSTANDARD]', 'seats; severity: error')).toEqual([
      'rules/house.yaml:2 duplicate-rule: the rule `a` means the same as `conferencing-needs-teams`',
      'rules/house.yaml:10 duplicate-rule: the rule `b` means the same as `seats-are-limited`',
    ])
  })

  test.each(['./rules, current', 'current, ./rules'])('%s: what makes a rule of the pack impossible', async (packs) => {
    expect(await project(packs, 'mutually-exclusive; plans: [MCOMEETADV, MCOSTANDARD]', "usage-location; plans: [TEAMS1, MCOSTANDARD]; prohibitedIn: ['CH']", "usage-location; plan: YAMMER_ENTERPRISE; prohibitedIn: ['CH']")).toEqual([
      expect.stringMatching(/^rules\/house.yaml:4 self-conflict: /),
      'rules/house.yaml:4 conflicting-need: `a` forbids `MCOSTANDARD` beside `MCOMEETADV`, and `conferencing-needs-teams` asks for that',
      'rules/house.yaml:9 country-gap: `b` forbids in `CH` what `MCOMEETADV` and `MCOEV` cannot be without, which may be given there',
    ])
  })
})
