import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { mkdtemp, readFile, rename, rm, writeFile, cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** The program on real files; nothing is timed, everything is waited for. */

const root = join(import.meta.dirname, '../..')
let folder = ''
let running: Running | undefined

interface Running {
  readonly child: ChildProcessWithoutNullStreams
  /** Waits until the program has said this since the last time it was asked. */
  says(what: string): Promise<string>
  ended(): Promise<number | null>
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seatplan-watch-'))
  await cp(join(root, 'examples/contoso'), folder, { recursive: true })
})

afterEach(async () => {
  running?.child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

function start(...argv: readonly string[]): Running {
  const child = spawn(process.execPath, [join(root, 'dist/seatplan.js'), ...argv], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } })
  let said = ''
  let heard = () => {}
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => void ((said += data.toString()), heard()))
  const end = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
  async function says(what: string): Promise<string> {
    while (!said.includes(what)) await new Promise<void>((resolve) => (heard = resolve))
    const at = said.indexOf(what) + what.length
    const part = said.slice(0, at)
    said = said.slice(at)
    return part
  }
  running = { child, says, ended: () => end }
  return running
}

const plan = async (): Promise<string> => readFile(join(folder, 'plan.yaml'), 'utf8')
const moved = (text: string): string => text.replace('vikram.sethi@contoso.com }', 'miriam.keller@contoso.com }')

/** How editors save: in place, by a new file in its place, by taking the old one away first. */
const ways: Readonly<Record<string, (path: string, text: string) => Promise<void>>> = {
  'in place': (path, text) => writeFile(path, text),
  'by renaming': async (path, text) => {
    await writeFile(`${path}~`, text)
    await rename(`${path}~`, path)
  },
  'by taking away the old one': async (path, text) => {
    await rename(path, `${path}.old`)
    await writeFile(path, text)
    await rm(`${path}.old`)
  },
}

test.each(Object.keys(ways).flatMap((way) => ['events', 'poll'].map((mode) => [mode, way] as const)))('%s: a file that is saved %s, twice', async (mode, way) => {
  const { child, says, ended } = start('check', 'plan.yaml', '--remedies', 'none', '--watch', mode)
  await says('watching; Ctrl-C ends\n')
  const text = await plan()
  await ways[way]!(join(folder, 'plan.yaml'), `title: Nothing\nchanges: []\n`)
  await says('Clear')
  await says(' unchanged\n')
  await ways[way]!(join(folder, 'plan.yaml'), text)
  await says('Not yet: 5 errors')
  await says(' unchanged\n')
  child.kill('SIGINT')
  expect(await ended()).toBe(1)
})

test('a new file in a folder of rules, a broken one, and one that comes back', async () => {
  const { child, says, ended } = start('check', 'plan.yaml', '--remedies', 'none', '--watch')
  await says('watching; Ctrl-C ends\n')
  await writeFile(join(folder, 'rules/new.yaml'), "rules: [{ id: nobody-in-india, kind: usage-location, severity: error, product: MCOMEETADV, prohibitedIn: ['IN'], reason: Why not. }]\n")
  await says('nobody-in-india')
  await writeFile(join(folder, 'rules/new.yaml'), 'rules: [')
  await says('going on with the last good version of rules/new.yaml')
  await rm(join(folder, 'rules/new.yaml'))
  expect(await says('Gone')).toContain('rules')
  await says('nobody-in-india')
  child.kill('SIGINT')
  expect(await ended()).toBe(1)
})

test('tests that a save concerns, and the exit code of the last run', async () => {
  const { child, says, ended } = start('test', '--watch')
  await says('watching; Ctrl-C ends\n')
  const path = join(folder, 'scenarios/sales-and-two-promotions.yaml')
  await writeFile(path, (await readFile(path, 'utf8')).replace(/exitCode: \d/, 'exitCode: 3'))
  await says('1 failed')
  child.kill('SIGINT')
  expect(await ended()).toBe(1)
})

test('lints', async () => {
  const { child, says, ended } = start('lint', 'plan.yaml', '--watch')
  await says('watching; Ctrl-C ends\n')
  await writeFile(join(folder, 'plan.yaml'), 'changes: [{ op: changeUnits, sku: EMS, ad: 3 }]\n')
  await says('unknown key `ad`')
  child.kill('SIGINT')
  expect(await ended()).toBe(2)
})

test('ends while it looks for ways out', async () => {
  const { child, says, ended } = start('check', 'plan.yaml', '--watch')
  await says('watching; Ctrl-C ends\n')
  await writeFile(join(folder, 'plan.yaml'), moved(await plan()))
  await says('plan.yaml changed')
  child.kill('SIGINT')
  expect(await ended()).toBe(1)
})
