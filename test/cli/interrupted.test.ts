import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const program = join(root, 'dist/seatplan.js')
const folder = mkdtempSync(join(tmpdir(), 'seatplan-'))
const kills = 50
const scenarios = 400

/** Scenarios that stand alone, over and over, each a little different. */
beforeAll(() => {
  mkdirSync(join(folder, 'scenarios'))
  const all = readdirSync(join(root, 'scenarios'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.yaml')).map(file => readFileSync(join(root, 'scenarios', file), 'utf8')).filter(text => /^expect:/m.test(text) && !/\.\/|^plan:|^tenant: \S/m.test(text))
  for (let at = 0; at < scenarios; at++) writeFileSync(join(folder, 'scenarios', `${at}.yaml`), `${all[at % all.length]}\n# ${at}\n`)
})

const env = (cache: string) => ({ ...process.env, XDG_CACHE_HOME: join(folder, cache) })
const argv = ['test', '--jobs', '2', '--format', 'json'] as const

function whole(cache: string, ...more: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, ...argv, ...more], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28, env: env(cache) })
  return { stdout, stderr, status }
}

/** Results of a run that is under way, by the lists of what each was made of, which come last: only what is listed is found again. */
function listsIn(place: string): number {
  if (!existsSync(place)) return 0
  const texts = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter(file => /\.(json|journal)$/.test(file)).map(file => readFileSync(join(place, file), 'utf8'))
  return texts.reduce((sum, text) => sum + (text.startsWith('[') ? 1 : (text.match(/^[0-9a-f]{64} \[.*\n/gm) ?? []).length), 0)
}

/** Starts a run and ends it when so many more results are kept, a moment later. */
async function killed(cache: string, place: string, signal: NodeJS.Signals, more: readonly string[], { results, moment }: { readonly results: number; readonly moment: number }) {
  const before = listsIn(place)
  const child = spawn(process.execPath, [program, ...argv, ...more], { cwd: folder, env: env(cache) })
  let complained = ''
  let ended = false
  child.stderr.on('data', (chunk: Buffer) => void (complained += chunk.toString()))
  const end = new Promise<{ readonly code: number | null }>(resolve => child.on('close', code => resolve({ code })))
  void end.then(() => (ended = true))
  while (!ended && listsIn(place) < before + results) await sleep(4)
  await sleep(moment)
  child.kill(signal)
  return { ...(await end), complained }
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => void setTimeout(resolve, ms))

/** The same numbers in every run of the tests. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return sides => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

describe('a run that is ended', () => {
  const undisturbed = (): ReturnType<typeof whole> => whole('untouched', '--no-cache')

  test(`${kills} times at random points ends with the same bytes, and does nothing twice that was done`, { timeout: 600_000 }, async () => {
    const roll = dice(7)
    const place = join(folder, 'killed/seatplan/runs')
    for (let kill = 0; kill < kills; kill++) {
      const signal = roll(4) === 0 ? 'SIGINT' : 'SIGKILL'
      const { code, complained } = await killed('killed', place, signal, ['--no-cache', '--resume'], { results: roll(4), moment: roll(15) })
      if (signal === 'SIGINT' && code !== null) expect({ code, complained }).toMatchObject({ code: 130, complained: expect.stringMatching(/^stopped: \d+ of 400 scenarios done.*; nothing was written\n.*--resume/) })
    }
    const known = listsIn(place)
    expect(known).toBeGreaterThan(kills / 2)
    expect(known, 'or nothing was left to be ended').toBeLessThan(scenarios)
    const last = whole('killed', '--no-cache', '--resume')
    expect(last.stderr).toBe(`${known} of ${scenarios} scenarios were done before\n`)
    expect({ ...last, stderr: '' }).toEqual(undisturbed())
    expect(readdirSync(place)).toEqual([])
  })

  test('goes on by itself where results are kept between runs', { timeout: 600_000 }, async () => {
    const place = join(folder, 'kept/seatplan/results')
    await killed('kept', place, 'SIGKILL', [], { results: 20, moment: 0 })
    const known = listsIn(place)
    expect(known).toBeGreaterThanOrEqual(20)
    const next = whole('kept', '--progress', 'lines')
    expect(next.stdout).toBe(undisturbed().stdout)
    expect(next.stderr).toMatch(new RegExp(`^400 of 400 scenarios, ${known} known, `, 'm'))
  })

  test('begins anew without --resume where nothing is kept between runs', { timeout: 600_000 }, async () => {
    const place = join(folder, 'anew/seatplan/runs')
    await killed('anew', place, 'SIGKILL', ['--no-cache'], { results: 10, moment: 0 })
    const next = whole('anew', '--no-cache', '--progress', 'lines')
    expect(next.stderr).not.toContain('known')
    expect(next.stdout).toBe(undisturbed().stdout)
  })
})
