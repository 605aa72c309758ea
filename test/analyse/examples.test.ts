import { describe, expect, test } from 'vitest'
import { explainRule } from '../../src/analyse/about/rule-examples.js'
import { verdictOn, usualSettings } from '../../src/analyse/examples/probe.js'
import { bracketsOf } from '../../src/analyse/examples/probes.js'
import { vocabularyOf } from '../../src/analyse/examples/words.js'
import { runRuleTest } from '../../src/batch/rule-tests.js'
import { readDocument } from '../../src/load/text/document.js'
import { memory } from '../../src/load/memory.js'
import { lookupIn } from '../../src/load/catalog/names.js'
import { readPack } from '../../src/load/project/rules.js'
import { kinds } from '../../src/kinds/index.js'
import type { Rule, RuleSet } from '../../src/model/rule.js'
import { shipped } from '../load/shipped.js'
import { catalog, packNames, packs } from '../kinds/shipped.js'
import { houseRules } from './rule-tests/house.js'

const houseOnly = readPack('house', [readDocument('house.yaml', houseRules).value!], lookupIn(catalog, undefined)).value!.rules

function setOf(rules: readonly Rule[]): RuleSet {
  return { packs: [], rules, notInForce: [], digest: '' }
}

/** Rules beside those of the service, and how a rule test names them. */
const all: readonly (readonly [pack: string, rule: Rule, set: RuleSet])[] = [
  ...packNames.flatMap((name) => packs[name].map((rule) => [name, rule, setOf(name === 'service' ? packs.service : [...packs.service, ...packs[name]])] as const)),
  ...houseOnly.map((rule) => ['./house.yaml', rule, setOf([...packs.service, ...houseOnly])] as const),
]

describe('the smallest examples of a rule', () => {
  test('there are rules of every kind', () => {
    expect([...new Set(all.map(([, { kind }]) => kind))].sort()).toEqual(kinds.map(({ kind }) => kind).sort())
  })

  test.each(all.map(([pack, rule, set]) => [`${pack} ${rule.id}`, pack, rule, set] as const))('%s: one speaks, one beside it does not, and both pass as rule tests', async (_, pack, rule, set) => {
    const { examples, severity } = await explainRule(rule, { catalog, rules: set, tenant: undefined })
    expect(examples).toMatchObject({ fires: { verdict: severity }, silent: { verdict: 'ok' } })
    expect(examples!.fires.words).not.toBe(examples!.silent!.words)
    for (const lines of examples!.tests) {
      const files = memory({ '/p/example.test.yaml': `rules: [${pack}]\n${lines.join('\n')}\n`, '/p/house.yaml': houseRules })
      const { cases, problems } = await runRuleTest(files, { cwd: '/p', root: '/p', path: '/p/example.test.yaml', today: '2026-11-24', shipped: await shipped() })
      expect(problems).toEqual([])
      expect(cases.length).toBeGreaterThan(0)
      expect(cases.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    }
  })

  test('where other rules refuse every case, they are played under the rule alone', async () => {
    const text = `rules:
  - { id: e5-is-for-switzerland, kind: usage-location, severity: warning, product: SPE_E5, allowedIn: ['CH'], reason: x }
  - { id: e5-needs-e3, kind: prerequisite, severity: error, product: SPE_E5, requiresAllOf: [SPE_E3], reason: x }
  - { id: e5-or-e3, kind: mutually-exclusive, severity: error, products: [SPE_E5, SPE_E3], reason: x }
`
    const { rules } = readPack('house', [readDocument('house.yaml', text).value!], lookupIn(catalog, undefined)).value!
    const explained = (set: readonly Rule[]) => explainRule(rules[0]!, { catalog, rules: setOf([...packs.service, ...set]), tenant: undefined })
    expect((await explained(rules)).examples).toMatchObject({ alone: true, fires: { verdict: 'warning' }, silent: { verdict: 'ok' }, tests: [] })
    expect((await explained(rules.slice(0, 1))).examples).toMatchObject({ alone: false, tests: [expect.any(Array), expect.any(Array)] })
  })

  test('the words of the house', async () => {
    const words = await Promise.all(houseOnly.map(async (rule) => {
      const { examples } = await explainRule(rule, { catalog, rules: setOf([...packs.service, ...houseOnly]), tenant: undefined })
      return `${rule.id}\n  ${examples!.fires.verdict}: ${examples!.fires.words}\n  ok: ${examples!.silent!.words}\n${examples!.tests.map((lines) => lines.map((line) => `    ${line}\n`).join('')).join('    ---\n')}`
    }))
    await expect(words.join('\n')).toMatchFileSnapshot('examples.golden.txt')
  })
})

describe('cases that are made for a rule', () => {
  /** What is held already contradicts a rule, which then only informs. */
  const expected = (rule: Rule, column: string): string => (column === 'as is' && rule.kind !== 'condition' ? 'info' : rule.severity)

  test.each(packNames.flatMap((name) => packs[name].filter(({ kind }) => kind !== 'seats').map((rule) => [rule.id, rule] as const)))('%s speaks in all of them', async (_, rule) => {
    const court = { catalog, rules: setOf([rule]), now: '2026-11-24', settings: usualSettings }
    const probes = bracketsOf(rule, vocabularyOf(catalog)).slice(0, 30).map(({ inside }) => inside)
    const verdicts = await Promise.all(probes.map((probe) => verdictOn(probe, rule.id, court)))
    expect(verdicts).toEqual(probes.map(({ column }) => expected(rule, column)))
  })
})
