import { describe, expect, test } from 'vitest'
import { lint } from '../../src/cli/commands/lint.js'
import { fmt } from '../../src/cli/commands/fmt.js'
import { memoryIo } from '../cli/memory-io.js'
import { memory } from '../../src/load/memory.js'

/** Runs a command on files that it can change. */
async function run(command: typeof lint, argv: readonly string[], given: Readonly<Record<string, string>>) {
  const files = { ...given }
  const io = memoryIo()
  const words = argv.filter((word) => !word.startsWith('--'))
  const options = argv.filter((word) => word.startsWith('--')).map((word) => ({ name: word.slice(2).split('=')[0]!, value: word.split('=')[1] ?? (true as const) }))
  const exit = await command.run!({ words, given: options, io: {
    ...io,
    files: { stat: (path) => memory(files).stat(path), list: (path) => memory(files).list(path), read: (path) => memory(files).read(path), stream: (path, range) => memory(files).stream(path, range) },
    write: async (path, chunks) => void (files[path] = [...chunks].join('')),
  } })
  return { exit, files, said: io.said(), complained: io.complained() }
}

const at = '/home/ada/rules.yaml'
const proof = '    reason: x   # spaced   oddly\n    source: https://example.com\n    certainty: documented\n'

describe('lint --fix', () => {
  test.each([
    ['a typo in a plan', '  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans: [EXCHANGE_S_STANDRAD,   EXCHANGE_S_ENTERPRISE]\n', '  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans: [EXCHANGE_S_STANDARD,   EXCHANGE_S_ENTERPRISE]\n'],
    ['a typo in a key', '  - id: a\n    kind: mutually-exclusive\n    severty: error\n    plans: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE]\n', '  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE]\n'],
    ['the kind, and what shows only then', '  - id: a\n    kind: mutualy-exclusive\n    severity: Error\n    plans: [exchange_s_standard, EXCHANGE_S_ENTERPRISE]\n', '  - id: a\n    kind: mutually-exclusive\n    severity: error\n    plans: [EXCHANGE_S_STANDARD, EXCHANGE_S_ENTERPRISE]\n'],
    ['a country', "  - id: a\n    kind: usage-location\n    severity: error\n    plan: MCOEV\n    prohibitedIn: ['uk', BHR, NO]\n", "  - id: a\n    kind: usage-location\n    severity: error\n    plan: MCOEV\n    prohibitedIn: ['GB', 'BH', 'NO']\n"],
    ['a fact and an operator', '  - id: a\n    kind: condition\n    severity: warning\n    subject: user\n    when: { fact: user-type, operator: equals, value: Guest }\n', '  - id: a\n    kind: condition\n    severity: warning\n    subject: user\n    when: { fact: userType, operator: equal, value: Guest }\n'],
    ['the order of keys, comments and all', '  - kind: mutually-exclusive # two\n    # the id\n    id: a\n    plans:\n      - EXCHANGE_S_STANDARD   # one\n      - EXCHANGE_S_ENTERPRISE\n    severity: error\n', '  - # the id\n    id: a\n    kind: mutually-exclusive # two\n    severity: error\n    plans:\n      - EXCHANGE_S_STANDARD   # one\n      - EXCHANGE_S_ENTERPRISE\n'],
    ['the order between brackets', '  - { kind: seats,   severity: error, id: a, reason: x, source: y, certainty: documented } # kept\n  - id: b\n    kind: seats\n    severity: warning\n    keepFree: 1\n', '  - { id: a,   kind: seats, severity: error, reason: x, source: y, certainty: documented } # kept\n  - id: b\n    kind: seats\n    severity: warning\n    keepFree: 1\n'],
  ])('%s: that and nothing else', async (_, before, after) => {
    const { files, exit } = await run(lint, ['rules.yaml', '--fix'], { [at]: `# top\nrules:\n${before}${proof}` })
    expect(files[at]).toBe(`# top\nrules:\n${after}${proof}`)
    expect(exit).toBe(0)
  })

  test('a word of a fact, in its own case', async () => {
    const rules = (word: string): string => `rules:\n  - id: a\n    kind: condition\n    severity: warning\n    subject: user\n    when: { fact: userType, operator: equal, value: ${word} }\n${proof}`
    const { files, exit } = await run(lint, ['rules.yaml', '--fix'], { [at]: rules('guest') })
    expect(files[at]).toBe(rules('Guest'))
    expect(exit).toBe(0)
  })

  test.each([
    ['products of a condition', '{ fact: products, operator: includesAnyOf, value: [spe_e5, "enterprisepack"] }', '{ fact: products, operator: includesAnyOf, value: [SPE_E5, "ENTERPRISEPACK"] }'],
    ['plans of a condition', "{ all: [{ fact: lostPlans, operator: includes, value: 'teams1' }] }", "{ all: [{ fact: lostPlans, operator: includes, value: 'TEAMS1' }] }"],
    ['a text that looks like a product', '{ fact: department, operator: equal, value: spe_e5 }', '{ fact: department, operator: equal, value: spe_e5 }'],
  ])('%s: the case of names, between the quotes that are there', async (_, before, after) => {
    const rules = (when: string): string => `rules:\n  - id: a\n    kind: condition\n    severity: warning\n    subject: user\n    when: ${when}\n${proof}`
    expect((await run(lint, ['rules.yaml', '--fix'], { [at]: rules(before) })).files[at]).toBe(rules(after))
  })

  test('JSON stays JSON', async () => {
    const rules = (product: string, severity: string): string => `{ "rules": [{ "id": "a", "kind": "seats", "severity": "${severity}", "products": ["${product}"], "reason": "x", "source": "y", "certainty": "documented" }] }`
    const { files, exit } = await run(lint, ['rules.json', '--fix'], { '/home/ada/rules.json': rules('spe_e5', 'eror') })
    expect(files['/home/ada/rules.json']).toBe(rules('SPE_E5', 'error'))
    expect(exit).toBe(0)
  })

  test('a name that needs quotes is not written without them', async () => {
    const plan = (group: string): string => `tenant: { groups: [{ displayName: 'Sales #1' }] }\ntitle: x\nchanges: [{ op: deleteGroup, group: ${group} }]\nexpect: { exitCode: 0 }\n`
    const fixed = async (group: string) => (await run(lint, ['a.yaml', '--fix'], { '/home/ada/a.yaml': plan(group) })).files['/home/ada/a.yaml']
    expect(await fixed('Sales 1')).toBe(plan('Sales 1'))
    expect(await fixed("'Sales 1'")).toBe(plan("'Sales #1'"))
  })

  test('leaves alone what can mean two things', async () => {
    const text = `rules:\n  - id: a\n    kind: seats\n    severity: error\n    products: [SPE_E4]\n${proof}`
    const { files, exit, said } = await run(lint, ['rules.yaml', '--fix'], { [at]: text })
    expect(files[at]).toBe(text)
    expect(exit).toBe(2)
    expect(said).toContain('did you mean `SPE_E3` or `SPE_E5`?')
  })

  test('keeps byte order mark and line ends', async () => {
    const text = `\uFEFFrules:\n  - id: a\n    kind: seats\n    severty: error\n${proof}`.replaceAll('\n', '\r\n')
    const { files } = await run(lint, ['rules.yaml', '--fix'], { [at]: text })
    expect(files[at]).toBe(text.replace('severty', 'severity'))
  })

  test('repairs the project file too', async () => {
    const { files } = await run(lint, ['--fix'], { '/home/ada/seatplan.yaml': 'rulse: [curent]\nlints: { unsorced: off }\n' })
    expect(files['/home/ada/seatplan.yaml']).toBe('rules: [current]\nlints: { unsourced: off }\n')
  })

  test('repairs plans', async () => {
    const { files } = await run(lint, ['plan.yaml', '--fix'], { '/home/ada/plan.yaml': 'changes:\n  - { op: assignLicence, to: { group: Sales }, addLicenses: [{ sku: enterprisepack, disabledPlan: [YAMMER_ENTERPRISE] }] }\n' })
    expect(files['/home/ada/plan.yaml']).toBe('changes:\n  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [YAMMER_ENTERPRISE] }] }\n')
  })
})

describe('exit codes', () => {
  const cycle = `rules:\n  - id: a\n    kind: prerequisite\n    severity: error\n    plan: MCOEV\n    requiresAnyOf: [MCOPSTN1]\n${proof}  - id: b\n    kind: prerequisite\n    severity: error\n    plan: MCOPSTN1\n    requiresAnyOf: [MCOEV]\n${proof}`
  test.each([
    ['a lint of severity error', ['rules.yaml'], 1],
    ['nothing counts', ['rules.yaml', '--fail-on=never'], 0],
  ])('%s', async (_, argv, exit) => {
    expect(await run(lint, argv, { [at]: cycle })).toMatchObject({ exit })
  })

  test.each([['off', 0], ['warning', 0], ['info', 0], ['error', 1]])('a config that says %s', async (severity, exit) => {
    expect(await run(lint, ['rules.yaml'], { [at]: cycle, '/home/ada/seatplan.yaml': `lints: { cycle: ${severity} }\n` })).toMatchObject({ exit })
  })

  test('a lint that nobody knows', async () => {
    const { exit, said } = await run(lint, ['rules.yaml'], { [at]: cycle, '/home/ada/seatplan.yaml': 'lints: { cycles: off }\n' })
    expect(exit).toBe(2)
    expect(said).toContain('seatplan.yaml:1:10  error  unknown key `cycles`\n      did you mean `cycle`?')
  })
})

describe('fmt', () => {
  const loose = 'rules:\n    - kind: seats\n      id: a\n'
  const tidy = 'rules:\n  - id: a\n    kind: seats\n'

  test('writes', async () => {
    expect(await run(fmt, ['rules.yaml'], { [at]: loose })).toMatchObject({ exit: 0, files: { [at]: tidy }, complained: 'formatted rules.yaml\n' })
  })

  test('only looks', async () => {
    expect(await run(fmt, ['rules.yaml', '--check'], { [at]: loose })).toMatchObject({ exit: 1, files: { [at]: loose }, said: 'rules.yaml\n' })
    expect(await run(fmt, ['rules.yaml', '--check'], { [at]: tidy })).toMatchObject({ exit: 0, said: '' })
  })

  test('shows', async () => {
    const said = '--- rules.yaml\n+++ rules.yaml\n@@ -1,3 +1,3 @@\n rules:\n-    - kind: seats\n-      id: a\n+  - id: a\n+    kind: seats\n'
    expect(await run(fmt, ['rules.yaml', '--diff'], { [at]: loose })).toMatchObject({ exit: 1, files: { [at]: loose }, said })
  })

  test('shows what a last line lacks', async () => {
    const said = '--- rules.yaml\n+++ rules.yaml\n@@ -1,3 +1,3 @@\n rules:\n   - id: a\n-    kind: seats\n\\ No newline at end of file\n+    kind: seats\n'
    expect(await run(fmt, ['rules.yaml', '--diff'], { [at]: tidy.trimEnd() })).toMatchObject({ exit: 1, said })
  })

  test('goes through the project', async () => {
    const files = { '/home/ada/seatplan.yaml': 'rules: [./rules]\nscenarios: ./scenarios\n', '/home/ada/rules/a.yaml': loose, '/home/ada/scenarios/s.yaml': "tenant: {}\ntitle: t\nexpect: {exitCode: 0}\n", '/home/ada/other.yaml': loose }
    expect(await run(fmt, ['--check'], files)).toMatchObject({ exit: 1, said: 'rules/a.yaml\nscenarios/s.yaml\n' })
  })

  test('keeps byte order mark and line ends', async () => {
    expect(await run(fmt, ['rules.yaml'], { [at]: `\uFEFF${loose}`.replaceAll('\n', '\r\n') })).toMatchObject({ files: { [at]: `\uFEFF${tidy}`.replaceAll('\n', '\r\n') } })
  })

  test('says what it cannot read', async () => {
    expect(await run(fmt, ['rules.yaml'], { [at]: 'rules: [' })).toMatchObject({ exit: 2 })
    expect(await run(fmt, ['rules.json'], { '/home/ada/rules.json': '{"rules":[]}' })).toMatchObject({ exit: 0, files: { '/home/ada/rules.json': '{"rules":[]}' } })
  })
})
