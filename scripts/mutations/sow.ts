import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { lintFiles } from '../../src/analyse/lint/lint.js'
import { memory } from '../../src/load/memory.js'
import type { Shipped } from '../../src/load/project/shipped.js'
import type { Problem } from '../../src/model/problem.js'
import { sourceOf, type Mistake, type Mutant, type Source } from './source.js'

/** Of one sort at most so many are sown, spread over all places at which it can be made. */
export const mostOfOneSort = process.env['SEATPLAN_LONG'] === undefined ? 3 : 24

/** The shipped files into which mistakes are sown. Run from the folder of the repository. */
export function shippedSources(): readonly Source[] {
  const rules = ['service', 'current', 'classic-2018', 'advisory', 'speculative'].flatMap((pack) => yamlIn(`rules/${pack}`)).filter((file) => !/pack\.yaml$|\.test\.yaml$/.test(file))
  const scenarios = [...yamlIn('scenarios/field'), ...yamlIn('scenarios/founding-article')].filter((_, index) => index % 4 === 0)
  return [
    ...rules.map((file) => sourceOf(file, 'rules')),
    sourceOf('examples/contoso/rules/house.yaml', 'rules'),
    ...yamlIn('catalogs/overlay').map((file) => sourceOf(file, 'overlay')),
    sourceOf('examples/contoso/plan.yaml', 'plan'),
    sourceOf('examples/contoso/seatplan.yaml', 'config'),
    ...yamlIn('rules/current').filter((file) => file.endsWith('.test.yaml')).map((file) => sourceOf(file, 'ruletest')),
    ...scenarios.map((file) => sourceOf(file, 'scenario')),
  ]
}

function yamlIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.yaml') && statSync(join(folder, name)).isFile()).sort().map((name) => `${folder}/${name}`)
}

/** The mutants of one sort: the same ones whenever they are sown. */
export function sow(mistake: Mistake, sources: readonly Source[]): readonly Mutant[] {
  const all = sources.filter(({ type }) => mistake.in.includes(type)).flatMap((source) => mistake.make(source)).filter((mutant) => mutant.text !== textOf(sources, mutant.file))
  const every = Math.max(1, all.length / mostOfOneSort)
  return Array.from({ length: Math.min(all.length, mostOfOneSort) }, (_, index) => all[Math.floor(index * every)]!)
}

function textOf(sources: readonly Source[], file: string): string | undefined {
  return sources.find((source) => source.file === file)?.text
}

/** What is said of a mutant: rules are read with the rest of their pack, plans against the tenant of the example, and a config with all that it names. */
export async function problemsOf(mutant: Mutant, shipped: Shipped): Promise<readonly Problem[]> {
  const files = memory({ ...surroundings(), [`/repo/${mutant.file}`]: mutant.text })
  if (mutant.type === 'config') return inFolder(mutant.file, await lintFiles(files, [], { cwd: '/repo', today: '2026-11-24', options: { config: mutant.file }, shipped }))
  const path = mutant.type === 'rules' ? mutant.file.slice(0, mutant.file.lastIndexOf('/')) : mutant.file
  const options = mutant.type === 'plan' ? { tenant: 'examples/contoso/tenant' } : {}
  return lintFiles(files, [path], { cwd: '/repo', today: '2026-11-24', options, shipped })
}

/** A project calls its files as they are seen from its own folder. */
function inFolder(config: string, problems: readonly Problem[]): readonly Problem[] {
  const folder = config.slice(0, config.lastIndexOf('/'))
  return problems.map((problem) => ({ ...problem, file: `${folder}/${problem.file}` }))
}

let around: Readonly<Record<string, Uint8Array>> | undefined

/** What the sources stand beside. */
function surroundings(): Readonly<Record<string, Uint8Array>> {
  around ??= Object.fromEntries(['rules', 'scenarios', 'catalogs/overlay', 'examples/contoso'].flatMap(filesBelow).map((file) => [`/repo/${file}`, readFileSync(file)]))
  return around
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => (statSync(`${folder}/${name}`).isDirectory() ? filesBelow(`${folder}/${name}`) : [`${folder}/${name}`]))
}

export interface Score {
  readonly id: string
  readonly sown: number
  readonly caught: number
  readonly rightLine: number
  readonly escaped: readonly (Mutant & { readonly problems: readonly Problem[] })[]
}

/** Sows one sort and counts what is reported, and where. */
export async function scoreOf(mistake: Mistake, sources: readonly Source[], shipped: Shipped): Promise<Score> {
  const said = []
  for (const mutant of sow(mistake, sources)) said.push({ ...mutant, problems: await problemsOf(mutant, shipped) })
  const caught = said.filter(({ problems }) => problems.some(({ severity }) => severity !== 'info'))
  const rightLine = caught.filter(({ problems, file, lines }) => problems.some((problem) => problem.file === file && lines.includes(problem.line ?? 0)))
  return { id: mistake.id, sown: said.length, caught: caught.length, rightLine: rightLine.length, escaped: said.filter((one) => !rightLine.includes(one)) }
}

/** The score as a table, with the totals at the end. */
export function scoreTable(scores: readonly Score[]): string {
  const sum = (key: 'sown' | 'caught' | 'rightLine'): number => scores.reduce((total, score) => total + score[key], 0)
  const row = (id: string, ...numbers: readonly (string | number)[]): string => `${id.padEnd(42)}${numbers.map((one) => String(one).padStart(8)).join('')}`
  return [row('mistake', 'sown', 'caught', 'line'), ...scores.map(({ id, sown, caught, rightLine }) => row(id, sown, caught, rightLine)), row(`${scores.length} kinds`, sum('sown'), sum('caught'), sum('rightLine')), ''].join('\n')
}
