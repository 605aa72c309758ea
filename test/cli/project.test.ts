import { describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.js'
import { memoryIo } from './memory-io.js'

async function run(argv: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const io = memoryIo(files)
  const exit = await main(argv, io)
  return { exit, said: io.said(), complained: io.complained(), written: Object.fromEntries(io.written) }
}

describe('init', () => {
  test('makes a project that passes', async () => {
    const { exit, written, said } = await run(['init'])
    expect({ exit, said }).toEqual({ exit: 0, said: '' })
    for (const argv of [['lint', '--fail-on', 'warning'], ['test'], ['check', 'plan.yaml', '--fail-on', 'warning']]) {
      expect({ argv, ...(await run(argv, written)) }).toMatchObject({ argv, exit: 0 })
    }
    expect(await run(['lint'], written)).toMatchObject({ exit: 0, said: '' })
  })

  test('writes into a folder, and names every file', async () => {
    const { written, complained } = await run(['init', 'my-tenant'])
    expect(Object.keys(written)).toContain('/home/ada/my-tenant/seatplan.yaml')
    for (const path of Object.keys(written)) expect(complained).toContain(`written  ${path.slice('/home/ada/my-tenant/'.length)}\n`)
  })

  test('never overwrites', async () => {
    const own = { '/home/ada/seatplan.yaml': 'tenant: ./mine\n', '/home/ada/rules/house.yaml': 'rules: []\n' }
    const { written, complained } = await run(['init', '.'], own)
    expect(Object.keys(own).filter(path => path in written)).toEqual([])
    expect(complained).toContain('kept     seatplan.yaml\n')
  })

  test('is wrong input where a file stands', async () => {
    expect(await run(['init', 'a'], { '/home/ada/a': '' })).toMatchObject({ exit: 2, written: {} })
  })

  test('gives every file the schema that it follows', async () => {
    const { written } = await run(['init'])
    const named = Object.entries(written).flatMap(([path, text]) => {
      const schema = /^# yaml-language-server: \$schema=(\S+)/.exec(text)?.[1]
      return schema === undefined ? [] : [new URL(schema, `file://${path}`).pathname]
    })
    expect(named).toHaveLength(5)
    expect(named.filter(path => !(path in written))).toEqual([])
  })
})

describe('lint', () => {
  const rule = (more: string): string => `rules:\n  - { id: a-rule, kind: mutually-exclusive, severity: error, plans: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE], reason: Because.${more} }\n`

  test.each([
    ['a good file', rule(', source: https://example.com, certainty: documented'), [], 0, ''],
    ['a rule without a source', rule(''), [], 0, 'a.yaml:2:5  warning  the rule `a-rule` has no `source`'],
    ['a rule without a source, and warnings count', rule(''), ['--fail-on', 'warning'], 1, 'has no `source`'],
    ['a plan name that is wrong', rule('').replace('EXCHANGE_S_STANDARD', 'EXCHANGE_S_STANDRAD'), [], 2, 'a.yaml:2:70  error  unknown service plan `EXCHANGE_S_STANDRAD`\n      did you mean `EXCHANGE_S_STANDARD`?'],
    ['a plan whose groups nobody knows', 'changes:\n  - { op: deleteGroup, group: Nobody }\n', [], 0, ''],
    ['no YAML', 'rules: [', [], 2, 'a.yaml:1:'],
    ['nobody knows what', 'colour: red\n', [], 2, 'a.yaml'],
  ])('%s', async (_, text, argv, exit, said) => {
    const result = await run(['lint', 'a.yaml', ...argv], { '/home/ada/a.yaml': text })
    expect(result.exit).toBe(exit)
    expect(result.said).toContain(said)
    if (said === '') expect(result).toMatchObject({ said: '', complained: 'nothing is wrong\n' })
  })

  test('a file that is not there is wrong input', async () => {
    expect(await run(['lint', 'no.yaml'])).toMatchObject({ exit: 2 })
  })

  test('writes each form where it is wanted, and over nothing that it read', async () => {
    const files = { '/home/ada/a.yaml': rule('') }
    const { said, written } = await run(['lint', 'a.yaml', '--format', 'json', '--output', 'lint.json', '--format', 'text'], files)
    expect(JSON.parse(written['lint.json']!)).toMatchObject({ problems: [{ code: 'uncertain' }, { code: 'unsourced' }] })
    expect(said).toContain('[unsourced]')
    expect(await run(['lint', 'a.yaml', '--output', 'a.yaml'], files)).toMatchObject({ exit: 2, written: {}, complained: expect.stringContaining('would overwrite an input') })
  })

  test('speaks JSON', async () => {
    const { said } = await run(['lint', 'a.yaml', '--format', 'json'], { '/home/ada/a.yaml': rule('') })
    expect(JSON.parse(said)).toMatchObject({ schemaVersion: 1, problems: [{ file: 'a.yaml', line: 2, severity: 'warning', code: 'uncertain' }, { code: 'unsourced' }] })
  })
})
