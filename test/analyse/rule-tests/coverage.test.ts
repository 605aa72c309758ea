import { describe, expect, test } from 'vitest'
import { coverageOf } from '../../../src/analyse/rule-tests/coverage.js'
import { exerciseOf } from '../../../src/analyse/rule-tests/exercise.js'
import { houseTest, playHouse } from './house.js'

/** What a table of one rule shows of it. */
async function shown(rule: string, users: string, verdicts: string) {
  const { test: read, problems } = await playHouse(`products: { e5: SPE_E5, little: { sku: SPE_E5, units: 5 } }\ngroups: { Sales: {} }\nusers: { nobody: {}, ${users} }\ncases:\n  - rule: ${rule}\n    verdicts: { ${verdicts} }\n`)
  expect(problems).toEqual([])
  const cases = read!.cases
  const rules = cases[0]!.project.rules.rules.filter(({ id }) => id === rule)
  const { rules: [covered] } = await coverageOf(rules, cases.map(exerciseOf), cases[0]!.project.catalog)
  return covered!.points.filter(({ hits }) => hits > 0).map(({ what, names }) => [what, ...names].join(' '))
}

describe('what a table shows', () => {
  test.each([
    ['both of a set', 'one-calling-plan', 'x: {}', 'nobody: { MCOPSTN1 + MCOPSTN2: warning }', ['fired']],
    ['one of a set', 'one-calling-plan', 'x: {}', 'nobody: { MCOPSTN1: ok }', ['near-miss']],
    ['nothing of a set', 'one-calling-plan', 'x: {}', 'nobody: { TEAMS1: ok }', []],
    ['an alternative alone', 'phone-needs-teams', 'x: {}', 'nobody: { MCOEV + TEAMS1 + AAD_PREMIUM: ok }', ['near-miss', 'alternative TEAMS1']],
    ['a nested alternative', 'phone-needs-teams', 'x: {}', 'nobody: { MCOEV + MCOSTANDARD + MCOIMP + AAD_PREMIUM: ok }', ['near-miss', 'alternative MCOSTANDARD MCOIMP']],
    ['two alternatives at once: neither', 'phone-needs-teams', 'x: {}', 'nobody: { MCOEV + TEAMS1 + MCOSTANDARD + MCOIMP + AAD_PREMIUM: ok }', ['near-miss']],
    ['what it needs, without the dependent', 'phone-needs-teams', 'x: {}', 'nobody: { TEAMS1 + AAD_PREMIUM: ok }', []],
    ['an alternative without what is needed beside it', 'phone-needs-teams', 'x: {}', 'nobody: { MCOEV + TEAMS1: error }', ['fired']],
    ['another country', 'no-calls-from-bahrain', 'x: {}', 'nobody: { MCOMEETADV: ok }', ['near-miss']],
    ['the country, with something else', 'no-calls-from-bahrain', "faisal: { usageLocation: 'BH' }", 'faisal: { TEAMS1: ok }', []],
    ['seats enough', 'ten-stay-free', 'x: {}', 'e5: { as is: ok }', ['near-miss']],
    ['an address of one\'s own', 'own-address', 'x: {}', 'nobody: { EXCHANGE_S_FOUNDATION: ok }', ['near-miss']],
    ['one comparison of a condition', 'guests-hold-no-e5', 'guest: { userType: Guest }', 'guest: { as is: ok }', ['near-miss']],
    ['no comparison of a condition', 'guests-hold-no-e5', 'x: {}', 'nobody: { TEAMS1: ok }', []],
  ])('%s', async (_, rule, users, verdicts, expected) => {
    expect(await shown(rule, users, verdicts)).toEqual(expected)
  })

  test('is summed over all rules, rounded down', async () => {
    const { test: read } = await playHouse(houseTest)
    const { cases } = read!
    const rules = cases[0]!.project.rules.rules.filter(({ pack }) => pack === 'rules')
    const coverage = await coverageOf(rules, cases.map(exerciseOf), cases[0]!.project.catalog)
    const lacking = coverage.rules.flatMap(({ ruleId, points }) => points.filter(({ hits }) => hits === 0).map(({ what }) => `${ruleId} ${what}`))
    expect(lacking).toEqual(['ten-stay-free fired', 'sales-keep-teams fired'])
    expect(coverage.percent).toBe(Math.floor(100 * (coverage.points - 2) / coverage.points))
  })
})
