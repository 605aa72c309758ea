import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { kinds } from '../../src/kinds/index.js'
import { operatorUses, publishedFacts } from '../../src/kinds/vocabulary.js'
import { lookupIn } from '../../src/load/names.js'
import { readPack } from '../../src/load/rules.js'
import { readYaml } from '../../src/load/yaml.js'
import { catalog } from './shipped.js'

const text = readFileSync('docs/rules.md', 'utf8')

/** The words in the first column of the table under a heading. */
function wordsUnder(heading: string): readonly string[] {
  const [, section = ''] = text.split(`${heading}\n`)
  const rows = section.split(/\n##/)[0]!.split('\n').filter((line) => line.startsWith('| `'))
  return rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)).sort()
}

describe('docs/rules.md', () => {
  test.each([
    ['kinds', '# Writing rules', kinds.map(({ kind }) => kind)],
    ['facts of a user', '### Facts of a user', Object.keys(publishedFacts.user)],
    ['facts of a group', '### Facts of a group', Object.keys(publishedFacts.group)],
    ['facts of a product', '### Facts of a product', Object.keys(publishedFacts.product)],
    ['operators', '### Operators', Object.keys(operatorUses)],
  ])('lists all %s', (_, heading, words) => {
    expect(wordsUnder(heading)).toEqual([...words].sort())
  })

  test('shows rules that can be read', () => {
    const [, example = ''] = /```yaml\n([^]*?)```/.exec(text) ?? []
    const document = readYaml('rules.yaml', example)
    const pack = readPack('docs', [document.value!], lookupIn(catalog, undefined))
    expect(pack.problems).toEqual([])
    expect(pack.value!.rules).toHaveLength((parse(example) as { rules: unknown[] }).rules.length)
  })
})
