import type { Loaded, Problem } from '../../model/problem.js'
import type { LintOverrides } from '../../model/lint.js'
import type { Severity } from '../../model/rule.js'
import { assumptionIds, tiers } from '../../model/settings.js'
import type { Assumptions, Settings, Tier } from '../../model/settings.js'
import { environmentLayer, fileLayer, optionLayer, settingOf } from './config-layers.js'
import type { Blame, Layer } from './config-layers.js'
import { isDay } from '../text/days.js'
import type { Document } from '../text/document.js'
import { remembered, type Files } from '../files.js'
import { openDocument } from '../text/open.js'
import { folderOf, pathFrom, shownFrom } from '../paths.js'
import { noFile, problemIn, sortedProblems, unlessWrong } from '../text/problems.js'
import type { Override } from './rules.js'
import { isUnreadable, misfits } from '../text/schema.js'
import { didYouMean, listed } from '../text/schema-words.js'
import { onceFor } from '../../once.js'

/** What a surface passes on: where it stands, and what was asked for beside the project's file. */
export interface ConfigRequest {
  /** Absolute, forward slashes. */
  readonly cwd: string
  /** Day, `YYYY-MM-DD`. */
  readonly today: string
  /** Wins over the environment, which wins over the file. */
  readonly options?: ConfigOptions
  readonly env?: Readonly<Record<string, string | undefined>>
}

export interface ConfigOptions {
  readonly config?: string
  readonly tenant?: string
  readonly catalogs?: readonly string[]
  /** Packs (a bare word) and folders (a path contains `/` or starts with `.`). */
  readonly rules?: readonly string[]
  readonly scenarios?: readonly string[]
  readonly waivers?: readonly string[]
  readonly baseline?: string
  readonly prices?: string
  readonly channel?: string
  readonly seats?: string
  readonly now?: string
  readonly assumptions?: Readonly<Record<string, boolean>>
  readonly assumeReprocess?: boolean
  readonly assumeMembers?: string
}

/** A path that a config names: as `files` finds it, as problems call it, and whom to blame if nothing is there. */
export interface Located {
  readonly path: string
  readonly shown: string
  readonly blame: Blame
}

/** Rules to load: a shipped pack by name, or a folder. */
export type PackRef = { readonly name: string; readonly blame: Blame } | Located

export interface Config {
  /** The folder of the project's file, else the working directory. Problems and reports call paths as they are seen from here. */
  readonly root: string
  /** The project's file, where there is one. */
  readonly file: string | undefined
  readonly tenant: Located | undefined
  readonly catalogs: readonly Located[]
  readonly packs: readonly PackRef[]
  readonly overrides: readonly Override[]
  readonly scenarios: readonly Located[]
  readonly waivers: readonly Located[]
  /** Findings that were there when the project began. */
  readonly baseline: Located | undefined
  readonly prices: Located | undefined
  readonly settings: Settings
  /** Severities of single lints. */
  readonly lints: LintOverrides
  readonly now: string
}

export const configName = 'seatplan.yaml'

/** Finds and reads the project's file, and lays the environment and the options on top. */
export async function loadConfig(files: Files, request: ConfigRequest): Promise<Loaded<Config>> {
  const { cwd, options = {}, env = {} } = request
  const above = [optionLayer({ ...options }, cwd), environmentLayer(env, cwd)]
  const found = await findConfig(files, cwd, above)
  if (found.problems.length > 0) return { problems: found.problems }
  if (found.value === undefined) return readLayers(above, cwd, undefined, undefined, request.today)
  const root = folderOf(found.value)
  const opened = await openDocument(files, found.value, shownFrom(root, found.value))
  if (opened.value === undefined) return { problems: opened.problems }
  return readConfig(opened.value, root, above, request.today, opened.problems)
}

/** The folder from which problems call files, whether or not the project's file can be read. */
export async function projectRoot(files: Files, { cwd, options = {}, env = {} }: ConfigRequest): Promise<string> {
  const found = await findConfig(files, cwd, [optionLayer({ ...options }, cwd), environmentLayer(env, cwd)])
  return found.value === undefined ? cwd : folderOf(found.value)
}

/** Reads the project's file, whoever opened it. */
export function readConfig(document: Document, root: string, above: readonly Layer[], today: string, found: readonly Problem[] = []): Loaded<Config> {
  const wrong = document.data === null ? [] : misfits(document, 'config')
  const layer = withoutKeys(fileLayer(document, root), wrong.map(({ path }) => String(path[0])))
  const isReadable = typeof document.data === 'object' && !Array.isArray(document.data) && !isUnreadable(wrong, ['schemaVersion'])
  const read = readLayers(isReadable ? [...above, layer] : above, root, document.file, isReadable && layer.values['rules'] !== undefined ? document : undefined, today)
  const problems = sortedProblems([...found, ...wrong.map(({ problem }) => problem), ...read.problems])
  return read.value === undefined ? { problems } : unlessWrong(read.value, problems)
}

/** What does not fit its schema is not read any further. */
function withoutKeys(layer: Layer, wrong: readonly string[]): Layer {
  return { ...layer, values: Object.fromEntries(Object.entries(layer.values).filter(([key]) => !wrong.includes(key))) }
}

/** The file that is asked for, else the nearest one from the working directory upwards. */
async function findConfig(files: Files, cwd: string, layers: readonly Layer[]): Promise<Loaded<string>> {
  const asked = settingOf(layers, 'config')
  if (asked === undefined) return { problems: [], ...(await nearestConfig(files, cwd)) }
  const path = pathFrom(asked.folder, String(asked.value))
  const found = await files.stat(path)
  if (found?.kind === 'file') return { value: path, problems: [] }
  return { problems: [asked.blame('no-file', noFile(String(asked.value), found), 'name a project file, or leave the option out: seatplan looks for `seatplan.yaml` here and in the folders above')] }
}

/** Each of many scenarios asks. */
function nearestConfig(files: Files, folder: string): Promise<{ readonly value?: string }> {
  return remembered(files, `nearest ${folder}`, (from) => nearestIn(from, folder))
}

async function nearestIn(files: Files, folder: string): Promise<{ readonly value?: string }> {
  const path = pathFrom(folder, configName)
  if ((await files.stat(path))?.kind === 'file') return { value: path }
  const above = folderOf(folder)
  return above === folder ? {} : nearestIn(files, above)
}

function readLayers(layers: readonly Layer[], root: string, file: string | undefined, document: Document | undefined, today: string): Loaded<Config> {
  const problems: Problem[] = []
  const reading: Reading = { layers, root, problems }
  const rules = readRules(reading, document)
  const config: Config = {
    root,
    file,
    tenant: located(reading, 'tenant')[0],
    catalogs: located(reading, 'catalogs'),
    ...rules,
    scenarios: located(reading, 'scenarios'),
    waivers: located(reading, 'waivers'),
    baseline: located(reading, 'baseline')[0],
    prices: located(reading, 'prices')[0],
    settings: readSettings(reading),
    lints: (settingOf(layers, 'lints')?.value ?? {}) as LintOverrides,
    now: readDay(reading) ?? today,
  }
  return unlessWrong(config, sortedProblems(problems))
}

interface Reading {
  readonly layers: readonly Layer[]
  readonly root: string
  readonly problems: Problem[]
}

function located({ layers, root }: Reading, key: string): readonly Located[] {
  const setting = settingOf(layers, key)
  if (setting === undefined) return []
  return listOf(setting.value).map((value, index) => locatedAt(root, setting.folder, String(value), (code, message, hint) => setting.blame(code, message, hint, Array.isArray(setting.value) ? [index] : [])))
}

function locatedAt(root: string, folder: string, value: string, blame: Blame): Located {
  const path = pathFrom(folder, value)
  return { path, shown: shownFrom(root, path), blame }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

// Rules

/** Options replace the file's packs; the file's overrides apply all the same. */
function readRules(reading: Reading, document: Document | undefined): Pick<Config, 'packs' | 'overrides'> {
  const setting = settingOf(reading.layers, 'rules')
  const named = setting === undefined ? [] : packsIn(setting.value)
  const packs = named.map(({ value, at }) => packRef(reading.root, setting!.folder, value, (code, message, hint) => setting!.blame(code, message, hint, at)))
  const isSilent = setting === undefined || (named.length === 0 && overridesIn(setting.value).length > 0)
  const preset: PackRef = { name: 'current', blame: (code, message, hint) => problemIn(configName, code, message, hint) }
  return { packs: isSilent ? [preset] : packs, overrides: document === undefined ? [] : overridesOf(document) }
}

interface Part<T> {
  readonly value: T
  readonly at: readonly (string | number)[]
}

/** Texts of a list, or of `packs`. */
function packsIn(rules: unknown): readonly Part<string>[] {
  const isRecord = typeof rules === 'object' && rules !== null && !Array.isArray(rules)
  const list = isRecord ? (rules as { readonly packs?: unknown }).packs : rules
  const base = isRecord ? ['packs'] : []
  if (list === undefined) return []
  return listOf(list).flatMap((value, index) => (typeof value === 'string' ? [{ value, at: Array.isArray(list) ? [...base, index] : base }] : []))
}

function packRef(root: string, folder: string, value: string, blame: Blame): PackRef {
  const isPath = value.includes('/') || value.includes('\\') || value.startsWith('.')
  return isPath ? locatedAt(root, folder, value, blame) : { name: value, blame }
}

/** Mappings of a list, or `overrides`: rule id -> severity, or -> `{ severity }`. */
function overridesIn(rules: unknown): readonly Part<Readonly<Record<string, unknown>>>[] {
  if (Array.isArray(rules)) return rules.flatMap((value: unknown, index) => (typeof value === 'object' && value !== null ? [{ value: value as Readonly<Record<string, unknown>>, at: [index] }] : []))
  const overrides = (rules as { readonly overrides?: Readonly<Record<string, unknown>> } | undefined)?.overrides
  return overrides === undefined ? [] : [{ value: overrides, at: ['overrides'] }]
}

const overridesOf = onceFor((document: Document): readonly Override[] => {
  const rules = (document.data as { readonly rules?: unknown } | null)?.rules
  return overridesIn(rules).flatMap(({ value, at }) => Object.entries(value).map(([id, given]) => {
    const severity = typeof given === 'string' ? given : (given as { readonly severity: string }).severity
    return { id, severity: severity as Severity, place: document.place(['rules', ...at, id], 'key') }
  }))
})

// How a plan is played

function readSettings(reading: Reading): Settings {
  return {
    channel: oneOf(reading, 'channel', ['graph', 'admin-center'] as const),
    seats: oneOf(reading, 'seats', ['include-warning', 'strict'] as const),
    assumptions: readAssumptions(reading),
    assumeReprocess: readFlag(reading, 'assumeReprocess'),
    assumeMembersInferred: settingOf(reading.layers, 'assumeMembers') !== undefined && oneOf(reading, 'assumeMembers', ['inferred'] as const) === 'inferred',
    ranking: readRanking(reading),
  }
}

/** The tiers that are named come first, the others follow as usual. */
function readRanking({ layers, problems }: Reading): readonly Tier[] {
  const setting = settingOf(layers, 'ranking')
  const named = setting === undefined ? [] : listOf(setting.value).map(String)
  named.forEach((word, index) => {
    if (!(tiers as readonly string[]).includes(word)) problems.push(setting!.blame('wrong-word', `ways out are not ranked by \`${word}\``, didYouMean(word, tiers) ?? `write ${listed(tiers)}`, [index]))
    else if (named.indexOf(word) < index) problems.push(setting!.blame('duplicate', `\`${word}\` stands twice in \`ranking\``, 'name it once', [index]))
  })
  return [...new Set([...(named as Tier[]), ...tiers])]
}

/** The first word is the one that holds when nothing is said. */
function oneOf<W extends string>({ layers, problems }: Reading, key: string, words: readonly [W, ...W[]]): W {
  const setting = settingOf(layers, key)
  const word = words.find((one) => one === setting?.value)
  if (setting === undefined || word !== undefined) return word ?? words[0]
  problems.push(setting.blame('wrong-word', `\`${key}\` cannot be \`${String(setting.value)}\``, didYouMean(String(setting.value), words) ?? `write ${listed(words)}`))
  return words[0]
}

function readFlag({ layers, problems }: Reading, key: string): boolean {
  const setting = settingOf(layers, key)
  if (setting === undefined || typeof setting.value === 'boolean') return setting?.value === true
  problems.push(setting.blame('wrong-word', `\`${key}\` cannot be \`${String(setting.value)}\``, 'write `true` or `false`'))
  return false
}

/** All hold but those that some layer flips; the upper layers win one by one. */
function readAssumptions({ layers, problems }: Reading): Assumptions {
  const said = [...layers].reverse().flatMap((layer) => Object.entries((layer.values['assumptions'] ?? {}) as Readonly<Record<string, unknown>>).map(([id, value]) => ({ id, value, blame: layer.blame('assumptions') })))
  for (const { id, value, blame } of said) {
    if (!(assumptionIds as readonly string[]).includes(id)) problems.push(blame('unknown-assumption', `unknown assumption \`${id}\``, didYouMean(id, assumptionIds) ?? 'docs/assumptions.md lists them'))
    else if (typeof value !== 'boolean') problems.push(blame('wrong-word', `the assumption \`${id}\` cannot be \`${String(value)}\``, 'write `true` or `false`'))
  }
  const flipped = Object.fromEntries(said.map(({ id, value }) => [id, value === true]))
  return Object.fromEntries(assumptionIds.map((id) => [id, flipped[id] ?? true])) as unknown as Assumptions
}

function readDay({ layers, problems }: Reading): string | undefined {
  const setting = settingOf(layers, 'now')
  if (setting === undefined || isDay(String(setting.value))) return setting === undefined ? undefined : String(setting.value)
  problems.push(setting.blame('no-day', `\`now\` is \`${String(setting.value)}\`, which is no day of the calendar`, 'write it as YYYY-MM-DD'))
  return undefined
}
