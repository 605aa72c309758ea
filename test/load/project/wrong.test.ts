import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lintFiles } from '../../../src/analyse/lint/lint.js'
import { memory } from '../../../src/load/memory.js'
import type { Problem } from '../../../src/model/problem.js'
import { shipped } from '../shipped.js'
import { smallTenant } from '../tenant/small-tenant.js'

const folder = join(import.meta.dirname, 'wrong')
const inputs = readdirSync(folder).filter((name) => /\.(yaml|json)$/.test(name))
const lists = Object.fromEntries(readdirSync(folder).filter((name) => name.endsWith('.csv')).map((name) => [`/p/${name}`, contentOf(name)]))

/** `NAME.TYPE.yaml`: what seatplan itself names is called so; `in-tenant` are plans that are read against a tenant. */
describe('every wrong file says what is wrong, where, and what to do', () => {
  test.each(inputs)('%s', async (name) => {
    const problems = await lint(name)
    expect(problems).not.toEqual([])
    expect(problems.filter(({ hint }) => hint === undefined)).toEqual([])
    await expect(shown(problems)).toMatchFileSnapshot(join(folder, name.replace(/\.(yaml|json)$/, '.problems.txt')))
  })
})

test('there are wrong files of every type, and enough of them', () => {
  expect(inputs.length).toBeGreaterThanOrEqual(60)
  expect([...new Set(inputs.map(typeOf))].sort()).toEqual(['any', 'config', 'in-tenant', 'overlay', 'pack', 'plan', 'rules', 'ruletest', 'scenario', 'waivers'])
})

async function lint(name: string): Promise<readonly Problem[]> {
  const called = typeOf(name) === 'config' ? 'seatplan.yaml' : typeOf(name) === 'pack' ? 'pack.yaml' : name
  const files = memory({ ...lists, ...smallTenant, [`/p/${called}`]: contentOf(name) })
  const options = typeOf(name) === 'in-tenant' ? { tenant: 'tenant' } : {}
  const paths = typeOf(name) === 'config' ? [] : [called]
  return lintFiles(files, paths, { cwd: '/p', today: '2026-11-24', options, shipped: await shipped() })
}

function contentOf(name: string): Uint8Array {
  return readFileSync(join(folder, name))
}

function typeOf(name: string): string {
  return name.split('.').at(-2)!
}

function shown(problems: readonly Problem[]): string {
  return problems.map(({ file, line, column, severity, code, message, hint }) => `${[file, line, column].filter((part) => part !== undefined).join(':')}  ${severity}  ${message}  [${code}]\n${hint === undefined ? '' : `      ${hint}\n`}`).join('')
}
