// npx tsx bench/remedies.ts [--runs N] [--requirements 2,4,6] [--users N]: the search for ways out, inside one process, medians.
// Beside it clingo (WebAssembly) enumerates the same instances from the rules written as logic: no play, no tenant.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { play } from '../src/engine/play.js'
import { disk } from '../src/load/disk.js'
import { loadProject } from '../src/load/project/project.js'
import type { Project } from '../src/model/project.js'
import { enumerate, type Enumeration } from '../src/remedy/enumerate.js'
import type { Move } from '../src/remedy/move.js'
import { usualBounds, wholePlanWays } from '../src/remedy/remedies.js'
import { playWhole, tryEdits } from '../src/remedy/trial.js'
import { shipped } from '../test/load/shipped.js'
import { projectOf } from '../test/reference/project.js'
import { answer, smallest, programOf, switchOf, type Switch } from '../test/remedy/oracle/asp.js'
import { caseOfChoice, eitherWay, type Choice, type ChoiceRule } from '../test/remedy/oracle/choices.js'
import { open, type Opened } from '../test/remedy/oracle/open.js'
import { generate } from './generate.js'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    requirements: { type: 'string', default: '2,4,6' },
    users: { type: 'string', default: '10000' },
  },
})
const runs = Number(values.runs)
const unbounded = { size: 60, trials: Infinity, users: Infinity, shown: Infinity }
const narrow = (one: Move): Move | undefined => (one.kind === 'disablePlan' || one.kind === 'enablePlan' ? one : undefined)
const root = join(import.meta.dirname, '..').replaceAll('\\', '/')

await conflicts()
await requirements()
await trials()
await firstRemedies()

// 60 plans, 10 violations

async function conflicts(): Promise<void> {
  const choice = tenConflicts()
  const opened = await open(projectOf(caseOfChoice(choice)), unbounded)
  const enumerations: Enumeration[] = []
  for (const [found] of opened.findings) enumerations.push(await enumerate(opened.base, found, { ...opened.tools, narrow }))
  const each = enumerations.map(({ universe }) => universe.map(switchOf))
  const cleanup = `${programOf(choice, 'none', pairs(choice))}\n:- broken(1,both,_).`
  const clingoEach = await median(async () => {
    for (const [index, [found]] of opened.findings.entries()) await answer(choice, found.cause.ruleId!, each[index]!)
  })
  const oursEach = await medianAnew(choice, async ({ base, findings, tools }) => {
    for (const [found] of findings) await enumerate(base, found, { ...tools, narrow })
  })
  const clingoAll = await median(() => smallest(cleanup))
  const first = await medianAnew(choice, (anew) => ways(anew, 1))
  const all = await medianAnew(choice, (anew) => ways(anew, Infinity))
  const sets = enumerations.reduce((sum, { cures }) => sum + cures.length, 0)
  print('| 60 plans, 10 conflicts | sets | ms | clingo sets | clingo ms | x clingo |', '|---|---|---|---|---|---|')
  print(`| each finding by itself | ${sets} | ${ms(oursEach)} | ${sets} | ${ms(clingoEach)} | ${ratio(oursEach, clingoEach)} |`)
  const clingoSets = (await smallest(cleanup)).length
  print(`| no error left: the first way | 1 | ${ms(first)} | ${clingoSets} | ${ms(clingoAll)} | ${ratio(first, clingoAll)} |`)
  print(`| no error left: all that are offered | ${await ways(opened, Infinity)} | ${ms(all)} | ${clingoSets} | ${ms(clingoAll)} | ${ratio(all, clingoAll)} |`, '')
}

/** Thirty plans by each path; ten by the one exclude ten by the other. */
function tenConflicts(): Choice {
  const plans = (letter: string): readonly string[] => Array.from({ length: 30 }, (_, index) => `${letter}${index + 1}`)
  const path = (letter: string) => ({ ships: plans(letter), on: plans(letter) })
  const rules = Array.from({ length: 10 }, (_, index): ChoiceRule => ({ id: `r${index + 1}`, type: 'exclude', plans: [`d${index + 1}`, `g${index + 1}`] }))
  return { paths: { direct: path('d'), group: path('g') }, rules }
}

function pairs({ rules }: Choice): readonly Switch[] {
  return rules.flatMap((rule): readonly Switch[] =>
    rule.type === 'need' ? [] : [{ side: 'direct', to: 'off', plans: [rule.plans[0]] }, { side: 'group', to: 'off', plans: [rule.plans[1]] }],
  )
}

async function ways({ base, findings, tools }: Opened, most: number): Promise<number> {
  let count = 0
  for await (const _ of wholePlanWays(base, findings, tools.judge, usualBounds.all, { expand: false })) {
    count += 1
    if (count >= most) break
  }
  return count
}

// One finding of which every set has many moves

async function requirements(): Promise<void> {
  print('| unmet requirements, two ways each | sets | ms | clingo ms | x clingo |', '|---|---|---|---|---|')
  for (const size of values.requirements.split(',').map(Number)) {
    const choice = eitherWay(size)
    const opened = await open(projectOf(caseOfChoice(choice)), unbounded)
    const [found] = opened.findings[0]!
    const { cures, universe } = await enumerate(opened.base, found, { ...opened.tools, narrow })
    const ours = await medianAnew(choice, ({ base, findings, tools }) => enumerate(base, findings[0]![0], { ...tools, narrow }))
    const clingo = await median(() => answer(choice, found.cause.ruleId!, universe.map(switchOf)))
    print(`| ${size} | ${cures.length} | ${ms(ours)} | ${ms(clingo)} | ${ratio(ours, clingo)} |`)
  }
  print('')
}

// What a trial costs

async function trials(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'seatplan-bench-'))
  generate(folder, Number(values.users))
  const project = await load(folder)
  rmSync(folder, { recursive: true })
  const opened = await open(project, { ...usualBounds.all, trials: 10 })
  print('| a trial in a tenant of so many cohorts | cohorts touched | trial ms | those cohorts alone ms | x alone | the whole tenant ms |', '|---|---|---|---|---|---|')
  for (const [found, { id }] of opened.findings.slice(0, 5)) {
    const [cure] = (await enumerate(opened.base, found, opened.tools)).cures
    if (!cure) continue
    const { edits, edited } = cure.trial
    const alone = onlyTouched({ ...project, plan: edited.plan })
    const { cohorts } = alone.tenant
    const tried = await median(() => tryEdits(opened.base, found, edits, opened.tools.judge))
    const part = await median(() => play(alone, opened.tools.judge))
    const whole = await median(() => playWhole(opened.base, edits, opened.tools.judge))
    print(`| ${project.tenant.cohorts.length} (${id}) | ${cohorts.length} | ${ms(tried)} | ${ms(part)} | ${ratio(tried, part)} | ${ms(whole)} |`)
  }
  print('')
}

/** The project with no more cohorts than its plan names by users or groups. */
function onlyTouched(project: Project): Project {
  const { tenant, plan } = project
  const text = JSON.stringify(plan!.steps.map(({ change }) => change))
  const isNamed = (id: string): boolean => text.includes(id)
  const cohorts = tenant.cohorts.filter(({ members, state }) => state.memberOf.some(isNamed) || members.some((ordinal) => isNamed(tenant.nameOf(ordinal).id)))
  return { ...project, tenant: { ...tenant, cohorts } }
}

/** The first ways out of the example. */
async function firstRemedies(): Promise<void> {
  const project = await load(`${root}/examples/contoso`)
  const opened = await open(project, usualBounds.all)
  const times: number[] = []
  for (const [found] of opened.findings) {
    const time = await untilFirst(opened, found)
    if (time !== undefined) times.push(time)
  }
  times.sort((a, b) => a - b)
  print('| examples/contoso, from finding to first way out | ms | aim |', '|---|---|---|')
  print(`| median of ${times.length} findings | ${ms(times[times.length >> 1]!)} | 10 |`)
  print(`| slowest | ${ms(times.at(-1)!)} | 10 |`)
}

/** The time of a search that stops at the first single move that cures; undefined: none does. */
async function untilFirst({ base, tools }: Opened, found: Opened['findings'][number][0]): Promise<number | undefined> {
  for (let count = 1; count <= 40; count += 1) {
    const search = () => enumerate(base, found, { ...tools, bounds: { ...usualBounds.some, trials: count } })
    if ((await search()).cures.length > 0) return median(search)
  }
  return undefined
}

async function load(folder: string): Promise<Project> {
  const today = '2026-11-24'
  const { value, problems } = await loadProject(disk(), { cwd: folder, today, env: {}, options: {}, shipped: await shipped(), plan: `${folder}/plan.yaml` })
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value
}

function median(work: () => Promise<unknown>): Promise<number> {
  return medianOf(async () => undefined, work)
}

/** The same for a search that remembers nothing: plays are remembered by what they start from, so each run has its own. */
function medianAnew(choice: Choice, work: (opened: Opened) => Promise<unknown>): Promise<number> {
  return medianOf(() => open(projectOf(caseOfChoice(choice)), unbounded), work)
}

/** Without the time it takes to make ready. */
async function medianOf<T>(ready: () => Promise<T>, work: (made: T) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const made = await ready()
    const start = performance.now()
    await work(made)
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[times.length >> 1]!
}

function ms(time: number): string {
  return time.toFixed(time < 10 ? 1 : 0)
}

function ratio(time: number, base: number): string {
  return (time / base).toFixed(2)
}

function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`)
}
