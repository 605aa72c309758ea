import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { performer, type Keeping } from '../../src/batch/perform.js'
import { folderStore, type Store } from '../../src/batch/store.js'
import type { Ground, Task } from '../../src/batch/tasks.js'
import { memory } from '../../src/load/memory.js'
import { shipped } from '../load/shipped.js'

const scenario = `tenant: { usageLocation: 'CH', subscribedSkus: [{ sku: STANDARDPACK, units: 10 }], users: [{ upn: ada@contoso.com, usageLocation: 'CH' }] }
plan: plan.yaml
expect: { steps: [accepted] }
`
const plan = 'changes: [{ op: assignLicense, to: { user: ada@contoso.com }, addLicenses: [{ sku: STANDARDPACK }] }]\n'
const project = { '/p/s.yaml': scenario, '/p/plan.yaml': plan }
const task: Task = { kind: 'scenario', path: '/p/s.yaml' }

const options = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'all', expand: false } as const
const ground = async (today = '2026-11-24'): Promise<Ground> => ({ request: { cwd: '/p', root: '/p', today, env: {}, shipped: await shipped() }, options, verify: false })

function memoryStore(): Store & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return { entries, isEmpty: false, get: async key => entries.get(key), put: async (key, text) => void entries.set(key, text) }
}

async function perform(store: Store, files: Readonly<Record<string, string>>, more: { readonly program?: string; readonly today?: string } = {}) {
  const keeping: Keeping = { store, program: more.program ?? 'this one' }
  return performer(memory(files), await ground(more.today), keeping)(task)
}

describe('a result is taken from the cache', () => {
  test('as long as nothing that it was made of changes, and it is the same', async () => {
    const store = memoryStore()
    const first = await perform(store, project)
    const second = await perform(store, { ...project, '/p/elsewhere.yaml': 'other: 1' })
    expect([first.found, second.found]).toEqual([false, true])
    expect(second).toEqual({ ...first, found: true })
    expect(first.inputs.map(([path]) => path)).toContain('/p/plan.yaml')
  })

  test.each([
    ['its own file', { files: { ...project, '/p/s.yaml': `${scenario}# seen\n` } }],
    ['a file that it names', { files: { ...project, '/p/plan.yaml': `${plan}# seen\n` } }],
    ['a project\'s file where none was', { files: { ...project, '/p/seatplan.yaml': 'rules: [current]\n' } }],
    ['the program', { program: 'the next one' }],
    ['the day', { today: '2026-11-25' }],
  ])('but not when something else is there: %s', async (_, { files = project, ...more }: { files?: Readonly<Record<string, string>>; program?: string; today?: string }) => {
    const store = memoryStore()
    await perform(store, project)
    expect((await perform(store, files, more)).found).toBe(false)
    expect((await perform(store, project)).found, 'and what was there is found again').toBe(true)
  })

  test.each([
    ['is cut', (text: string) => text.slice(0, -5)],
    ['says more than the schema', (text: string) => text.replace('{', '{"surprise":1,')],
    ['lost its outcome', (text: string) => text.replace(/"outcome":"passed",?/, '')],
    ['has another kind of problem', (text: string) => text.replace('"problems":[]', '"problems":[{"file":1}]')],
  ])('but not one that %s', async (_, spoil) => {
    const store = memoryStore()
    const whole = await perform(store, project)
    for (const [key, text] of store.entries) if (text.startsWith('{')) store.entries.set(key, spoil(text))
    expect(await perform(store, project)).toEqual(whole)
  })

  test('never one that could not be read', async () => {
    const store = memoryStore()
    const { result, found } = await perform(store, { '/p/s.yaml': scenario })
    expect([result.outcome, found, store.entries.size]).toEqual(['unread', false, 0])
  })
})

describe('a folder of results', () => {
  test('is for its owner alone, and holds nothing half-written', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'seatplan-')), 'seatplan/results')
    const store = folderStore(folder)
    await store.put('abcdef', '{}')
    expect(await store.get('abcdef')).toBe('{}')
    const mode = (path: string): number => statSync(path).mode & 0o777
    expect([mode(folder), mode(join(folder, 'ab')), mode(join(folder, 'ab/cdef.json'))]).toEqual([0o700, 0o700, 0o600])
    expect(readdirSync(join(folder, 'ab'))).toEqual(['cdef.json'])
    expect(readFileSync(join(folder, 'ab/cdef.json'), 'utf8')).toBe('{}')
  })

  test('that cannot be written does no harm', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'seatplan-')), 'file')
    writeFileSync(file, '')
    const store = folderStore(join(file, 'results'))
    await store.put('abcdef', '{}')
    expect(await store.get('abcdef')).toBeUndefined()
  })
})
