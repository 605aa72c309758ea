import { describe, expect, test } from 'vitest'
import type { Command, Invocation, Option } from '../../src/cli/command.js'
import { runLine } from '../../src/cli/parse.js'
import { memoryIo } from './memory-io.js'

function recorder(): { readonly calls: Invocation[]; readonly commands: readonly Command[] } {
  const calls: Invocation[] = []
  const run = async (invocation: Invocation): Promise<number> => (calls.push(invocation), 1)
  const options: readonly Option[] = [
    { flags: '--tenant <path>', about: 'where the snapshot is' },
    { flags: '--states [which]', about: 'rows', values: ['changed', 'all'], preset: 'changed' },
    { flags: '--fail-on <severity>', about: 'what counts', values: ['error', 'warning', 'never'] },
    { flags: '--jobs <number>', about: 'threads', whole: true, least: 1, most: 256 },
    { flags: '--max-warnings <number>', about: 'how many', whole: true },
    { flags: '--expand', about: 'name everybody' },
    { flags: '--no-color', about: 'no colours' },
  ]
  const check: Command = { name: 'check', summary: 'checks', about: 'Checks a plan.', arguments: [{ name: '[plan]', about: 'the plan' }], options, examples: [['seatplan check plan.yaml', 'checks plan.yaml']], run }
  const explain: Command = { ...check, name: 'explain', options: [{ flags: '--finding <finding>', about: 'which' }] }
  const show: Command = { name: 'show', summary: 'shows', about: 'Shows a product.', arguments: [{ name: '<name>', about: 'the product' }], options: [], examples: [], run }
  const catalog: Command = { name: 'catalog', summary: 'looks up', about: 'Looks up.', arguments: [], options: [], examples: [], commands: [show] }
  return { calls, commands: [check, explain, catalog] }
}

describe('a command line that can be read', () => {
  test.each([
    ['a word and options', ['check', 'plan.yaml', '--tenant', 'export', '--expand'], ['plan.yaml'], [['tenant', 'export'], ['expand', true]]],
    ['options before the word', ['check', '--tenant=export', 'plan.yaml'], ['plan.yaml'], [['tenant', 'export']]],
    ['an optional value left out before a word', ['check', '--states', 'plan.yaml'], ['plan.yaml'], [['states', 'changed']]],
    ['an optional value left out at the end', ['check', 'plan.yaml', '--states'], ['plan.yaml'], [['states', 'changed']]],
    ['an optional value', ['check', '--states', 'all', 'plan.yaml'], ['plan.yaml'], [['states', 'all']]],
    ['a negation', ['check', '--no-color'], [], [['no-color', true]]],
    ['the same option twice, in order', ['check', '--tenant', 'a', '--tenant', 'b'], [], [['tenant', 'a'], ['tenant', 'b']]],
    ['a command of a command', ['catalog', 'show', 'EMS'], ['EMS'], []],
  ])('%s', async (_, argv, words, given) => {
    const { calls, commands } = recorder()
    expect(await runLine(argv, memoryIo(), commands)).toBe(1)
    expect(calls.map(call => [call.words, call.given.map(one => [one.name, one.value])])).toEqual([[words, given]])
  })
})

describe('a command line that cannot be read', () => {
  test.each([
    ['a command', ['chek'], 'error  unknown command `chek`\n      did you mean `check`?\n'],
    ['a command that help is asked for', ['help', 'chek'], 'error  unknown command `chek`\n      did you mean `check`?\n'],
    ['an option', ['check', '--tenat', 'x'], 'error  unknown option `--tenat`\n      did you mean `--tenant`?\n'],
    ['an option like no other', ['check', '--zzz'], 'error  unknown option `--zzz`\n      see `seatplan help check`\n'],
    ['a value', ['check', '--fail-on', 'eror'], '--fail-on  error  `--fail-on` cannot be `eror`\n      did you mean `error`?\n\n1 error\n'],
    ['a value like no other', ['check', '--fail-on', 'x'], '--fail-on  error  `--fail-on` cannot be `x`\n      it is one of `error`, `warning`, `never`\n\n1 error\n'],
    ['a number that is too small', ['check', '--jobs', '0'], '--jobs  error  `--jobs` cannot be `0`\n      it is a whole number from 1 to 256\n\n1 error\n'],
    ['a number that is too large', ['check', '--jobs', '257'], '--jobs  error  `--jobs` cannot be `257`\n      it is a whole number from 1 to 256\n\n1 error\n'],
    ['no number', ['check', '--max-warnings', '1e3'], '--max-warnings  error  `--max-warnings` cannot be `1e3`\n      it is a whole number\n\n1 error\n'],
    ['a value left out', ['check', '--tenant'], 'error  option `--tenant <path>` argument missing\n      see `seatplan help check`\n'],
    ['a finding after the plan', ['explain', 'plan.yaml', 'f1'], 'error  too many arguments for `explain`. Expected 1 argument but got 2\n      one finding is asked for with `--finding f1`\n'],
    ['an empty value', ['check', '--tenant', ''], '--tenant  error  `--tenant` is empty\n      give it a value, or leave it out\n\n1 error\n'],
    ['an empty word', ['check', ''], 'seatplan  error  a word of the command is empty\n      write it, or leave it out with its quotation marks\n\n1 error\n'],
    ['a word too many', ['check', 'a', 'b'], 'error  too many arguments for `check`. Expected 1 argument but got 2\n      see `seatplan help check`\n'],
    ['a word left out', ['catalog', 'show'], 'error  missing required argument `name`\n      see `seatplan help catalog`\n'],
  ])('%s', async (_, argv, complaint) => {
    const { calls, commands } = recorder()
    const io = memoryIo()
    expect(await runLine(argv, io, commands)).toBe(2)
    expect(io.complained()).toBe(complaint)
    expect(io.said()).toBe('')
    expect(calls).toEqual([])
  })
})

describe('the environment', () => {
  test.each([
    ['stands where the command line is silent', { SEATPLAN_TENANT: 'export' }, [], [['tenant', 'export']]],
    ['gives way to the command line', { SEATPLAN_TENANT: 'export' }, ['--tenant', 'other'], [['tenant', 'other']]],
    ['switches on', { SEATPLAN_EXPAND: '1' }, [], [['expand', true]]],
    ['does not switch on with 0', { SEATPLAN_EXPAND: '0' }, [], []],
    ['may be empty', { SEATPLAN_TENANT: '' }, [], []],
  ])('%s', async (_, env, argv, given) => {
    const { calls, commands } = recorder()
    await runLine(['check', ...argv], memoryIo({}, env), commands)
    expect(calls[0]!.given.map(one => [one.name, one.value])).toEqual(given)
  })

  test('is checked as the command line is', async () => {
    const { commands } = recorder()
    const io = memoryIo({}, { SEATPLAN_FAIL_ON: 'always' })
    expect(await runLine(['check'], io, commands)).toBe(2)
    expect(io.complained()).toBe('SEATPLAN_FAIL_ON  error  `SEATPLAN_FAIL_ON` cannot be `always`\n      it is one of `error`, `warning`, `never`\n\n1 error\n')
  })
})

describe('help', () => {
  test.each([[['--help']], [['help']], [['check', '--help']], [['help', 'check']]])('%s is data', async argv => {
    const { commands } = recorder()
    const io = memoryIo()
    expect(await runLine(argv, io, commands)).toBe(0)
    expect(io.said()).toContain('Usage: seatplan')
    expect(io.complained()).toBe('')
  })

  test('of a command has an example', async () => {
    const { commands } = recorder()
    const io = memoryIo()
    await runLine(['check', '--help'], io, commands)
    expect(io.said()).toContain('Examples:\n  seatplan check plan.yaml   checks plan.yaml\n')
  })

  test('without a command is a complaint', async () => {
    const { commands } = recorder()
    const io = memoryIo()
    expect(await runLine([], io, commands)).toBe(2)
    expect(io.complained()).toContain('Usage: seatplan')
    expect(io.said()).toBe('')
  })
})
