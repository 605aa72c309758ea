import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../../src/analyse/lint/lint.js'
import { lints } from '../../../src/analyse/lints/index.js'
import { memory } from '../../../src/load/memory.js'
import { lintIds, lintSeverities } from '../../../src/model/lint.js'
import type { Problem } from '../../../src/model/problem.js'
import { shipped } from '../../load/shipped.js'

const folder = join(import.meta.dirname, '../../../docs/lints')
const pages = readdirSync(folder).map((name) => name.replace(/\.md$/, '')).sort()

test('every lint has its page, its line and its severity, and every page its lint', () => {
  expect(pages).toEqual(lints.map(({ id }) => id).sort())
  expect([...lintIds].sort()).toEqual(pages)
})

describe.each(lints)('$id', ({ id, about }) => {
  const page = readFileSync(join(folder, `${id}.md`), 'utf8')

  test('is described as it is', () => {
    expect(page.split('\n').slice(0, 5)).toEqual([`# ${id}`, '', about, '', `Severity: \`${lintSeverities[id]}\`, unless \`seatplan.yaml\` says otherwise:`])
  })

  test('finds what its page says is found', async () => {
    const problems = await lint(blocksOf(page, 'bad'))
    expect(problems.map(({ code }) => code)).toContain(id)
    expect(problems.find(({ code }) => code === id)).toMatchObject({ severity: lintSeverities[id], line: expect.any(Number), column: expect.any(Number) })
  })

  test('finds nothing where its page says so', async () => {
    expect(await lint(blocksOf(page, 'good'))).toEqual([])
  })

  test('is silent where a config switches it off', async () => {
    const files = blocksOf(page, 'bad')
    const config = `${files['seatplan.yaml'] ?? ''}lints:\n  ${id}: off\n`
    const problems = await lint({ ...files, 'seatplan.yaml': config }, Object.keys(files))
    expect(problems.map(({ code }) => code)).not.toContain(id)
  })
})

/** The files of a page: ```` ```yaml bad rules.yaml ````; `both` goes with either. */
function blocksOf(page: string, wanted: 'bad' | 'good'): Record<string, string> {
  const blocks = [...page.matchAll(/^```yaml (bad|good|both) (\S+)\n([^]*?)^```$/gm)]
  return Object.fromEntries(blocks.filter(([, which]) => which === wanted || which === 'both').map(([, , name, text]) => [name!, text!]))
}

/** As a project where there is a config among them, else one by one. */
async function lint(files: Record<string, string>, named = Object.keys(files)): Promise<readonly Problem[]> {
  const isProject = named.includes('seatplan.yaml')
  const inPlace = Object.fromEntries(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]))
  return lintFiles(memory(inPlace), isProject ? [] : named, { cwd: '/p', today: '2026-11-24', shipped: await shipped() })
}
