import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { explainRule } from '../../src/analyse/about/rule-examples.js'
import { runRuleTest } from '../../src/batch/rule-tests.js'
import { kinds } from '../../src/kinds/index.js'
import { operatorUses, publishedFacts } from '../../src/kinds/vocabulary.js'
import { memory } from '../../src/load/memory.js'
import { lookupIn } from '../../src/load/catalog/names.js'
import { readPack } from '../../src/load/project/rules.js'
import { readYaml } from '../../src/load/text/yaml.js'
import { shipped } from '../load/shipped.js'
import { catalog, packs } from './shipped.js'

const text = readFileSync('docs/rules.md', 'utf8')

/** The rows of the table under a heading, cell by cell. */
function rowsUnder(heading: string): readonly (readonly string[])[] {
  const [, section = ''] = text.split(`${heading}\n`)
  const lines = section.split(/\n##/)[0]!.split('\n').filter((line) => line.startsWith('| `'))
  return lines.map((line) => line.slice(2, -2).split(' | '))
}

const wordsIn = (cell: string): readonly string[] => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
const wordsUnder = (heading: string): readonly string[] => rowsUnder(heading).flatMap(([first]) => wordsIn(first!)).sort()

describe('docs/rules.md', () => {
  const tables: readonly (readonly [what: string, heading: string, words: readonly string[]])[] = [
    ['kinds', '# Writing rules', kinds.map(({ kind }) => kind)],
    ['facts of a user', '### Facts of a user', Object.keys(publishedFacts.user)],
    ['facts of a group', '### Facts of a group', Object.keys(publishedFacts.group)],
    ['facts of a product', '### Facts of a product', Object.keys(publishedFacts.product)],
    ['operators', '### Operators', Object.keys(operatorUses)],
    ...kinds.map(({ kind, schema }) => [`keys of ${kind}`, `### ${kind}`, Object.keys(schema.properties)] as const),
  ]

  test.each(tables)('lists all %s', (_, heading, words) => {
    expect(wordsUnder(heading)).toEqual([...words].sort())
  })
})

/** Rules with the rule tests that follow them. */
const blocks = text.split('```yaml rules\n').slice(1).map((part) => {
  const [rules = '', rest = ''] = part.split(/```\n([^]*)/)
  return { rules, tests: [...rest.matchAll(/```yaml test\n([^]*?)```/g)].map((match) => match[1]!) }
})

describe('every example of a kind', () => {
  test('stands in a block that is played', () => {
    expect(blocks.length).toBe(kinds.length + 1)
    expect([...text.matchAll(/^```/gm)].length).toBe(2 * (blocks.length + blocks.flatMap(({ tests }) => tests).length))
  })

  test.each(blocks.map(({ rules, tests }) => [(parse(rules) as { rules: { id: string }[] }).rules.map(({ id }) => id).join(', '), rules, tests] as const))('%s', async (_, rules, tests) => {
    expect(tests.length).toBeGreaterThan(0)
    for (const one of tests) {
      const files = memory({ '/p/rules.yaml': rules, '/p/rules.test.yaml': one })
      const { cases, problems } = await runRuleTest(files, { cwd: '/p', root: '/p', path: '/p/rules.test.yaml', today: '2026-11-24', shipped: await shipped() })
      expect(problems).toEqual([])
      expect(cases.length).toBeGreaterThan(0)
      expect(cases.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    }
  })
})

type Subject = keyof typeof publishedFacts
const subjectOf = (fact: string): Subject => (fact in publishedFacts.user ? 'user' : 'group')
const examples = [
  ...(['user', 'group', 'product'] as const).flatMap((subject) => rowsUnder(`### Facts of a ${subject}`).map((cells) => ({ subject, word: wordsIn(cells[0]!)[0]!, cells: cells.slice(3) }))),
  ...rowsUnder('### Operators').map((cells) => ({ subject: subjectOf(/fact: (\w+)/.exec(cells[4]!)![1]!), word: wordsIn(cells[0]!)[0]!, cells: cells.slice(4) })),
]

describe('every example of a fact or an operator', () => {
  test.each(examples.map((one) => [`${one.word} of a ${one.subject}`, one] as const))('%s speaks and keeps silent as it says', async (_, { subject, word, cells: [leaf, speaks, silent] }) => {
    expect(leaf).toContain(word)
    const document = readYaml('docs.yaml', `rules: [{ id: a, kind: condition, severity: warning, subject: ${subject}, when: ${leaf!.replaceAll('`', '')}, reason: x }]`)
    const { value, problems } = readPack('docs', [document.value!], { ...lookupIn(catalog, undefined), group: (id) => ({ id }) })
    expect(problems).toEqual([])
    const [rule] = value!.rules
    const { examples: played } = await explainRule(rule!, { catalog, rules: { packs: [], rules: [...packs.service, rule!], notInForce: [], digest: '' }, tenant: undefined })
    const asTheyAre = (words: string): string => words.replace(/, as it is$/, '')
    expect({ speaks: asTheyAre(played!.fires.words), silent: asTheyAre(played!.silent!.words), verdicts: [played!.fires.verdict, played!.silent!.verdict] }).toEqual({ speaks, silent, verdicts: ['warning', 'ok'] })
  })
})
