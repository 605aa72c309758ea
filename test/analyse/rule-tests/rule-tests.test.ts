import { describe, expect, test } from 'vitest'
import { houseTest, playHouse } from './house.js'

describe('a file of tables', () => {
  test('plays every kind of rule, row and column', async () => {
    const { cases, problems, outcome } = await playHouse(houseTest)
    expect(problems).toEqual([])
    expect(cases.filter((one) => one.outcome === 'failed').map(({ who, column, rule, expected, actual }) => ({ who, column, rule, expected, actual }))).toEqual([])
    expect(outcome).toBe('passed')
    expect(cases.length).toBeGreaterThan(30)
  })

  test('says where another verdict stands, and what came out', async () => {
    const { cases, outcome } = await playHouse(houseTest.replace('guest: { e5: warning', 'guest: { e5: ok'))
    expect(outcome).toBe('failed')
    expect(cases.filter((one) => one.outcome === 'failed')).toMatchObject([
      { who: 'guest', column: 'e5', rule: 'guests-hold-no-e5', expected: 'ok', actual: 'warning', place: { file: 'rules/house.test.yaml', line: 40, column: 26 } },
    ])
  })

  test('leaves out what is skipped, with the reason', async () => {
    const { cases } = await playHouse(houseTest)
    expect(cases.filter((one) => one.outcome === 'skipped')).toMatchObject([{ reason: 'nobody knows yet', actual: undefined }])
    const whole = await playHouse(`skip: not today\n${houseTest}`)
    expect(whole.outcome).toBe('skipped')
  })

  test('without a rule the verdict is exact', async () => {
    const { cases } = await playHouse("rules: [current, .]\nusers: { ada: {} }\ncases:\n  - verdicts: { ada: { MCOEV: { conferencing-needs-teams: error } } }\n", 'rules: []\n')
    expect(cases).toMatchObject([{ outcome: 'failed', actual: { 'phone-needs-teams': 'error' } }])
  })

})
