import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createJudge } from '../../src/engine/judge.js'
import { changedProducts } from '../../src/analyse/rules-diff/products.js'
import { changedScenarios, isConcerned } from '../../src/analyse/rules-diff/scenarios.js'
import { disk } from '../../src/load/disk.js'
import { packCatalog } from '../../src/load/catalog/packed-catalog.js'
import { loadScenario } from '../../src/load/project/scenario.js'
import { plansOfCatalog } from '../../src/simulate/world.js'
import { diffRules } from '../../src/analyse/rules-diff/diff.js'
import { witnessOf } from '../../src/analyse/rules-diff/witness.js'
import type { Side } from '../../src/analyse/rules-diff/side.js'
import type { Mutant } from '../../src/analyse/rule-tests/mutate/mutant.js'
import { mutantsOf } from '../../src/analyse/rule-tests/mutate/mutants.js'
import { runRuleTest } from '../../src/batch/rule-tests.js'
import { readDocument } from '../../src/load/text/document.js'
import { lookupIn } from '../../src/load/catalog/names.js'
import { memory } from '../../src/load/memory.js'
import { readPack } from '../../src/load/project/rules.js'
import { changedKeys } from '../../src/analyse/rules-diff/meaning.js'
import { namesFrom } from '../../src/model/names.js'
import type { Rule } from '../../src/model/rule.js'
import { shipped } from '../load/shipped.js'
import { catalog, packs, planNamed, productNamed } from '../kinds/shipped.js'
import { houseRules } from './rule-tests/house.js'

const today = '2026-11-24'
const read = (text: string): readonly Rule[] => readPack('rules', [readDocument('house.yaml', text).value!], lookupIn(catalog, undefined)).value!.rules
const house = read(houseRules)
const side = (rules: readonly Rule[], of = catalog): Side => ({ catalog: of, rules: [...packs.service, ...rules] })
const diff = (old: readonly Rule[], now: readonly Rule[]) => diffRules(side(old), side(now), [], today)

/** Of each way to change a rule the last few. */
function someOf(mutants: readonly Mutant[], most: number): readonly Mutant[] {
  return mutants.filter((one, index) => mutants.slice(index + 1).filter(({ operator }) => operator === one.operator).length < most)
}

describe('one changed rule', () => {
  const names = namesFrom(catalog, new Map())
  const kept = process.env['SEATPLAN_LONG'] === undefined ? 1 : Infinity
  const all = [...house, ...packs.current, ...packs.advisory].flatMap((rule) => someOf(mutantsOf(rule, names), house.includes(rule) ? Infinity : kept).map((mutant) => ({ rule, mutant, among: house.includes(rule) ? house : packs[rule.pack as 'current' | 'advisory'] })))

  test('is found with a case that comes out otherwise, whatever is changed', async () => {
    const without: string[] = []
    for (const { rule, mutant, among } of all) {
      const changed = among.flatMap((one) => (one === rule ? (mutant.rule ?? []) : one))
      const witness = await witnessOf(rule.id, side(among), side(changed), today)
      if (witness === undefined || witness.old === witness.new) without.push(`${rule.id} ${mutant.operator} ${mutant.says}`)
    }
    expect(without).toEqual([])
    expect(all.length).toBeGreaterThan(120)
  }, 300_000)
})

describe('what is written otherwise in a condition', () => {
  const rule = (when: string): Rule => read(`rules:\n  - { id: a, kind: condition, severity: warning, subject: user, when: ${when}, reason: x }\n`)[0]!
  const guest = '{ fact: userType, operator: equal, value: Guest }'
  const has = (...products: readonly string[]): string => `{ fact: products, operator: includesAnyOf, value: [${products.join()}] }`
  test.each([
    ['another value', has('SPE_E5'), has('SPE_E3'), 'when: `products include any of SPE_E5 (Microsoft 365 E5)` becomes `products include any of SPE_E3 (Microsoft 365 E3)`'],
    ['one comparison more', `{ all: [${guest}] }`, `{ all: [${guest}, ${has('SPE_E5')}] }`, 'when: with `products include any of SPE_E5 (Microsoft 365 E5)`'],
    ['a comparison twice', `{ any: [${guest}, ${has('SPE_E5')}, { all: [${guest}, ${has('SPE_E3')}] }] }`, `{ any: [${has('SPE_E5')}, { all: [${guest}, ${has('SPE_E3')}] }] }`, 'when: without `userType is Guest`'],
    ['any for all', `{ all: [${guest}, ${has('SPE_E5')}] }`, `{ any: [${guest}, ${has('SPE_E5')}] }`, 'when: `all of` becomes `any of`'],
    ['other brackets', `{ any: [${guest}, { all: [${has('SPE_E5')}, ${has('SPE_E3')}] }] }`, `{ any: [{ all: [${guest}, ${has('SPE_E5')}] }, ${has('SPE_E3')}] }`, 'when: put together otherwise'],
  ])('%s', (_, before, after, said) => {
    expect(changedKeys(rule(before), rule(after), namesFrom(catalog, new Map()))).toEqual([said])
  })
})

describe('the case of a changed rule', () => {
  test.each([
    ['an alternative less', 'requiresAnyOf: [TEAMS1, [MCOSTANDARD, MCOIMP]]', 'requiresAnyOf: [TEAMS1]', 'ok', 'error'],
    ['another severity', 'severity: error, plan: MCOEV', 'severity: warning, plan: MCOEV', 'error', 'warning'],
    ['one country more', "prohibitedIn: ['BH']", "prohibitedIn: ['BH', 'BN']", 'ok', 'error'],
    ['a bound', 'operator: greaterThan, value: 20', 'operator: greaterThan, value: 25', 'warning', 'ok'],
    ['a day', "validTo: '2026-08-31'", "validTo: '2026-09-30'", 'ok', 'error'],
  ])('%s: is a rule test that passes under the new rules and not under the old ones', async (_, before, after, old, now) => {
    const text = houseRules.replace(before, after)
    const { rules: [changed] } = await diff(house, read(text))
    const { witness, ruleId } = changed!
    expect({ old: witness!.old, new: witness!.new, alone: witness!.alone }).toEqual({ old, new: now, alone: false })
    const outcome = async (rules: string): Promise<unknown> => {
      const files = memory({ '/p/rules/house.yaml': rules, '/p/rules/case.test.yaml': `${witness!.test.join('\n')}\n` })
      const { cases } = await runRuleTest(files, { cwd: '/p', root: '/p', path: '/p/rules/case.test.yaml', today, shipped: await shipped() })
      return cases.map(({ rule, actual }) => ({ rule, actual }))
    }
    expect(await outcome(text)).toEqual([{ rule: ruleId, actual: now }])
    expect(await outcome(houseRules)).toEqual([{ rule: ruleId, actual: old }])
  })
})

describe('no difference in meaning', () => {
  test.each([
    ['other texts', 'reason: It rings there.', 'reason: It rings in Teams.', ['phone-needs-teams']],
    ['another order', 'plans: [MCOPSTN1, MCOPSTN2]', 'plans: [MCOPSTN2, MCOPSTN1]', ['one-calling-plan']],
    ['the same alternative twice', 'requiresAnyOf: [TEAMS1,', 'requiresAnyOf: [TEAMS1, TEAMS1,', ['phone-needs-teams']],
    ['a condition in other words', 'fact: memberCount, operator: lessThan, value: 2', 'fact: memberCount, operator: lessThanInclusive, value: 1', ['no-empty-group']],
    ['nothing at all', 'x', 'x', []],
  ])('%s', async (_, before, after, reworded) => {
    expect(await diff(house, read(houseRules.replace(before, after)))).toEqual({ rules: [], reworded, scenarios: 0 })
  })

  test('a rule that is off on both sides means nothing', async () => {
    const off = houseRules.replace('kind: seats, severity: warning', 'kind: seats, severity: off')
    expect(await diff(read(off), read(off.replace('keepFree: 10', 'keepFree: 20')))).toMatchObject({ rules: [] })
  })
})

describe('what else is told', () => {
  test('keys, and products by themselves and beside others', async () => {
    const { rules } = await diff(packs.current, packs.current.map((rule) => (rule.id === 'one-calling-plan' && rule.kind === 'mutually-exclusive' ? { ...rule, items: rule.items.filter(({ id }) => id !== planNamed('MCOPSTN5')) } : rule)))
    expect(rules).toMatchObject([{ ruleId: 'one-calling-plan', change: 'changed', keys: ['plans: without MCOPSTN5'], place: { file: 'rules/current/teams.yaml' } }])
    const { products } = rules[0]!
    expect(products.find(({ skuPartNumber }) => skuPartNumber === 'MCOPSTN5')).toMatchObject({ alone: false, beside: expect.arrayContaining(['MCOPSTN1', 'MCOPSTN2']) })
    expect(products.find(({ skuPartNumber }) => skuPartNumber === 'ENTERPRISEPACK')).toBeUndefined()
  })

  test('added and removed rules', async () => {
    const { rules } = await diff(packs['classic-2018'], packs.current)
    expect(rules.map(({ ruleId, change }) => `${change} ${ruleId}`)).toEqual(expect.arrayContaining(['removed one-exchange-plan', 'added teams-free-or-teams', 'changed one-dynamics-crm-plan']))
    expect(rules.filter(({ witness }) => witness === null)).toEqual([])
  })

  /** The catalog where some products lack one of their plans. */
  const lacking = (names: readonly string[], plan: string): Side['catalog'] => ({
    ...catalog,
    products: new Map([...catalog.products].map(([id, product]) => [id, names.includes(product.skuPartNumber) ? { ...product, servicePlans: product.servicePlans.filter(({ servicePlanId }) => servicePlanId !== planNamed(plan)) } : product])),
  })

  test('a case of two products, where a newer catalog makes a difference to no product alone', async () => {
    const newer = lacking(['DESKLESSPACK'], 'SHAREPOINTDESKLESS')
    const { rules } = await diffRules(side(packs.current), side(packs.current, newer), [], today)
    const { witness, products } = rules.find(({ ruleId }) => ruleId === 'one-sharepoint-plan')!
    expect(products.every(({ alone }) => !alone)).toBe(true)
    expect(witness).toMatchObject({ words: expect.stringMatching(/^a user is given \w+ and \w+$/), old: 'error', new: 'ok' })
  })

  test('pairs of products as if each had been asked about', async () => {
    const newer = lacking(['DESKLESSPACK', 'STANDARDPACK', 'SPE_E3'], 'SHAREPOINTDESKLESS')
    const rule = packs.current.find(({ id }) => id === 'one-sharepoint-plan')!
    const ids = [...catalog.products.values()].filter((_, index) => index % 9 === 0).map(({ skuId }) => skuId).concat(['DESKLESSPACK', 'STANDARDPACK', 'SPE_E3'].map(productNamed))
    const some = (of: Side['catalog']): Side['catalog'] => ({ ...of, products: new Map([...of.products].filter(([id]) => ids.includes(id))) })
    const [old, now] = [side([rule], some(catalog)), side([rule], some(newer))]
    const given = (skuIds: readonly string[]) => ({ type: 'attempt' as const, source: null, before: [], after: [{ source: null, licenses: skuIds.map((skuId) => ({ skuId, disabledPlans: [] })) }], usageLocation: 'US', effectiveLocation: 'US', addressClash: false })
    const isBroken = async (of: Side, skuIds: readonly string[]): Promise<boolean> => (await createJudge([rule], plansOfCatalog(of.catalog)).judge([given(skuIds)]))[0]!.length > 0
    const expected = new Set<string>()
    for (const one of ids) for (const other of ids) if (one !== other && (await isBroken(old, [one, other])) !== (await isBroken(now, [one, other]))) expected.add(`${catalog.products.get(one)!.skuPartNumber} ${catalog.products.get(other)!.skuPartNumber}`)
    const told = (await changedProducts(rule.id, old, now)).flatMap(({ skuPartNumber, beside }) => beside.map((other) => `${skuPartNumber} ${other}`))
    expect(told.sort()).toEqual([...expected].sort())
    expect(told.length).toBeGreaterThan(10)
  })

  test('scenarios that speak of none of the products that a newer catalog changes come out alike', async () => {
    const newer = lacking(['STANDARDPACK', 'ENTERPRISEPACK'], 'SHAREPOINTSTANDARD')
    const [old, now] = [side(packs.current), side(packs.current, newer)]
    const under = async (of: Side['catalog']) => ({ ...(await shipped()), catalog: packCatalog(of) })
    const load = async (file: string, of: Side['catalog']) => (await loadScenario(disk(), { cwd: '.', today, env: {}, options: {}, shipped: await under(of), path: file, root: '.' })).value!.project
    const files = readdirSync('scenarios/field').filter((file) => file.endsWith('.yaml')).map((file) => `scenarios/field/${file}`)
    const all = await Promise.all(files.map(async (file) => ({ file, old: await load(file, catalog), new: await load(file, newer) })))
    const concerned = all.filter((one) => isConcerned(one.old, catalog, newer))
    expect(concerned.length).toBeLessThan(all.length)
    const changed = await changedScenarios(concerned, old, now)
    expect(changed.size).toBeGreaterThan(0)
    expect(changed).toEqual(await changedScenarios(all, old, now))
  })

  test('what a newer catalog means for the same rules', async () => {
    const e1 = productNamed('EXCHANGESTANDARD')
    const newer = { ...catalog, products: new Map([...catalog.products].map(([id, product]) => [id, id === e1 ? { ...product, servicePlans: [...product.servicePlans, { servicePlanId: planNamed('MCOEV'), appliesTo: 'User' as const }] } : product])) }
    const { rules, reworded } = await diffRules(side(packs.current), side(packs.current, newer), [], today)
    expect(reworded).toEqual([])
    expect(rules).toMatchObject([{ ruleId: 'phone-needs-teams', change: 'same', products: [{ skuPartNumber: 'EXCHANGESTANDARD', alone: true }], witness: { words: 'a user is given EXCHANGESTANDARD', old: 'ok', new: 'error' } }])
  })
})
