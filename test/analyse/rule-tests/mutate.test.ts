import { describe, expect, test } from 'vitest'
import { exerciseOf, type Exercise } from '../../../src/analyse/rule-tests/exercise.js'
import { mutate } from '../../../src/analyse/rule-tests/mutate/mutate.js'
import { operators } from '../../../src/analyse/rule-tests/mutate/mutant.js'
import { mutantsOf } from '../../../src/analyse/rule-tests/mutate/mutants.js'
import { createJudge } from '../../../src/engine/judge.js'
import { implies } from '../../../src/analyse/rule-logic.js'
import { gatherRules } from '../../../src/load/project/rules.js'
import { namesFrom } from '../../../src/model/names.js'
import type { Rule } from '../../../src/model/rule.js'
import { plansOfCatalog } from '../../../src/simulate/world.js'
import { houseTest, playHouse } from './house.js'

const { test: read } = await playHouse(houseTest)
const exercises = read!.cases.filter(({ skip }) => skip === undefined).map(exerciseOf)
const { project } = exercises[0]!
const { catalog } = project
const rules = [...project.rules.rules, ...(project.rules.idle ?? [])].filter(({ pack }) => pack === 'rules')
const names = namesFrom(catalog, new Map())

/** Plays everything anew, with a judge of its own. */
async function isNoticed(original: Rule, changed: Rule | undefined, all: readonly Exercise[]): Promise<boolean> {
  for (const { project: own, passes } of all) {
    const loaded = [...own.rules.rules, ...(own.rules.idle ?? [])].flatMap((rule) => (rule.id === original.id ? (changed ?? []) : rule))
    const { value } = gatherRules([{ name: 'rules', rules: loaded }], [], own.now)
    const played = { ...own, rules: value! }
    if (!(await passes(played, createJudge(value!.rules, plansOfCatalog(own.catalog))))) return true
  }
  return false
}

describe('changed rules', () => {
  test('are noticed just where playing everything anew notices them', async () => {
    const { mutants, noticed, percent, failing } = await mutate(rules, exercises, catalog)
    const anew: boolean[] = []
    for (const rule of rules) for (const mutant of mutantsOf(rule, names)) anew.push(await isNoticed(rule, mutant.rule, exercises))
    expect(mutants.map(({ noticedBy }) => noticedBy !== null)).toEqual(anew)
    expect(failing).toEqual([])
    expect(percent).toBe(Math.floor(100 * noticed / mutants.length))
    expect(noticed).toBeGreaterThan(40)
    expect(noticed).toBeLessThan(mutants.length)
  })

  test('are the same every time, and name the first test that noticed', async () => {
    const [once, twice] = [await mutate(rules, exercises, catalog), await mutate([...rules], [...exercises], catalog)]
    expect(once).toEqual(twice)
    expect(new Set(once.mutants.map(({ noticedBy }) => noticedBy))).toEqual(new Set([null, 'rules/house.test.yaml']))
  })

  test('mean something else', () => {
    const same = rules.flatMap((rule) => mutantsOf(rule, names).filter(({ rule: changed }) => changed !== undefined && implies(rule, changed) && implies(changed, rule)))
    expect(same).toEqual([])
  })

  test('tests that fail as it is notice nothing, and are named', async () => {
    const failing = exercises.map((exercise): Exercise => ({ ...exercise, passes: async () => false }))
    expect(await mutate(rules, failing, catalog)).toMatchObject({ noticed: 0, failing: ['rules/house.test.yaml'] })
  })
})

describe('how rules are changed', () => {
  const more = `rules:
  - { id: seats, kind: seats, severity: error, products: [SPE_E3, SPE_E5], reason: x }
  - { id: place, kind: usage-location, severity: info, plans: [MCOEV, MCOMEETADV], allowedIn: ['CH', 'NO'], reason: x }
  - { id: own-place, kind: usage-location, severity: error, requiredFor: direct, reason: x }
  - { id: addresses, kind: unique-proxy, severity: error, whenAnyPlan: [EXCHANGE_S_STANDARD, EXCHANGE_S_DESKLESS], reason: x }
  - { id: all-kinds-of-leaves, kind: condition, severity: warning, subject: user, when: { any: [{ not: { fact: department, operator: startsWith, value: Sales } }, { fact: jobTitle, operator: in, value: [a, b] }, { fact: products, operator: exists, value: true }] }, reason: x }
  - { id: needs, kind: prerequisite, severity: error, plan: MCOEV, requiresAllOf: [TEAMS1, AAD_PREMIUM], reason: x }
`
  test('every operator changes some rule; the words say what', async () => {
    const { test: other } = await playHouse('cases: [{ verdicts: { ada: { as is: ok } } }]\nusers: { ada: {} }\n', more)
    const all = [...rules, ...other!.cases[0]!.project.rules.rules.filter(({ pack }) => pack === 'rules')]
    const said = all.flatMap((rule) => mutantsOf(rule, names).map(({ operator, says }) => ({ operator, line: `${rule.id}  ${operator}  ${says}` })))
    expect([...new Set(said.map(({ operator }) => operator))].sort()).toEqual([...operators].sort())
    await expect(said.map(({ line }) => `${line}\n`).join('')).toMatchFileSnapshot('mutants.txt')
  })
})
