import { computed, type Import } from './imports.js'

/** The layers of docs/architecture.md, top first; what shares a level knows nothing of each other. */
export const levels: readonly (readonly string[])[] = [
  ['cli', 'web', 'index.ts'],
  ['lsp'],
  ['batch'],
  ['session.ts'],
  ['report', 'check.ts'],
  ['analyse'],
  ['remedy'],
  ['explain'],
  ['engine'],
  ['load'],
  ['simulate'],
  ['kinds'],
  ['model'],
  ['once.ts'],
]

/** The rooms of one layer, top first; files that stand in none are below them all. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  load: ['project', 'tenant', 'catalog', 'schemas', 'text'],
}

/** Reporters arrange what stands in the report and know nothing else. */
const knowsOnly: Readonly<Record<string, readonly string[]>> = { report: ['model'] }

/** Who meets the machine. */
const onTheMachine = ['cli/', 'web/', 'lsp/', 'batch/', 'load/disk.ts', 'load/duckdb']

/** Node's modules that compute and touch nothing: folder or file -> module -> why it is needed there. */
const harmless: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'load/paths.ts': { 'node:path': 'joins names of paths, with forward slashes everywhere' },
  'load/': {
    'node:crypto': 'digests of rules and catalogs',
    'node:zlib': 'snapshots may be gzipped',
    'node:stream': 'unpacking goes through streams',
    'node:buffer': 'asks whether bytes are text, at the speed of the machine',
  },
}

/** Packages and the one file that knows each. */
const homes: Readonly<Record<string, readonly string[]>> = {}

export interface Fault {
  readonly from: string
  readonly line: number
  readonly fault: string
}

/** Everything that is wrong with these imports, in their order. */
export function faultsIn(imports: readonly Import[]): readonly Fault[] {
  const one = imports.flatMap(it => faultOf(it).map(fault => ({ from: it.from, line: it.line, fault })))
  return [...one, ...secondHomes(imports), ...cyclesIn(imports), ...cyclesIn(imports.flatMap(betweenRooms))]
}

function faultOf({ from, specifier, to }: Import): readonly string[] {
  if (specifier === computed) return ['imports something worked out at run time; write the name out']
  if (to !== undefined) return arrow(from, to)
  if (specifier.startsWith('node:')) return mayUse(from, specifier) ? [] : [`imports ${specifier}, but does not stand on the machine`]
  return specifier === 'json-rules-engine' && layerOf(from) !== 'engine' ? ['imports json-rules-engine, which only engine/ knows'] : []
}

function arrow(from: string, to: string): readonly string[] {
  if (to.startsWith('../')) return [`imports ${to}, which is outside src/`]
  const [upper, lower] = [layerOf(from), layerOf(to)]
  const [a, b] = [levelOf(upper), levelOf(lower)]
  if (a === undefined) return [`${upper} is in no layer`]
  if (b === undefined) return [`imports ${to}, which is in no layer`]
  if (upper === lower) return insideOf(upper, from, to)
  if (a > b) return [`imports ${to}: ${upper} stands below ${lower}`]
  if (a === b) return [`imports ${to}: ${upper} and ${lower} stand side by side`]
  const only = knowsOnly[upper]
  return only === undefined || only.includes(lower) ? [] : [`imports ${to}: ${upper} knows only ${only.join(', ')}`]
}

function insideOf(layer: string, from: string, to: string): readonly string[] {
  const names = rooms[layer] ?? []
  const [a, b] = [from, to].map(file => names.indexOf(file.split('/')[1] ?? ''))
  const upwards = b !== undefined && b >= 0 && (a === undefined || a < 0 || a > b)
  return upwards ? [`imports ${to}: it stands above ${from.split('/').slice(0, 2).join('/')} in ${layer}`] : []
}

/** A folder directly below src/, or a file that stands there. */
function layerOf(file: string): string {
  return file.split('/', 1)[0] ?? file
}

function levelOf(layer: string): number | undefined {
  const level = levels.findIndex(names => names.includes(layer))
  return level < 0 ? undefined : level
}

function mayUse(from: string, module: string): boolean {
  if (onTheMachine.some(place => from.startsWith(place))) return true
  return Object.entries(harmless).some(([place, modules]) => from.startsWith(place) && module in modules)
}

/** A package is known in one place, so that it can be replaced in one place. */
function secondHomes(imports: readonly Import[]): readonly Fault[] {
  const first = new Map<string, string>()
  return imports.flatMap(({ from, line, specifier, to }) => {
    if (to !== undefined || specifier.startsWith('node:') || specifier === computed) return []
    const name = packageOf(specifier)
    if (homes[name]?.includes(from) === true) return []
    const home = first.get(name) ?? from
    first.set(name, home)
    return home === from ? [] : [{ from, line, fault: `imports ${name}, which ${home} imports already` }]
  })
}

function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/')
}

/** What a folder of a layer takes from the folder beside it. */
function betweenRooms(it: Import): readonly Import[] {
  const [from, to] = [it.from, it.to ?? ''].map(file => file.split('/'))
  const fork = from!.findIndex((part, depth) => part !== to![depth])
  const areFolders = fork > 0 && fork < from!.length - 1 && fork < to!.length - 1
  return areFolders ? [{ ...it, from: from!.slice(0, fork + 1).join('/'), to: to!.slice(0, fork + 1).join('/') }] : []
}

/** Each circle of files, or of folders, once, told from its first file in alphabetical order. */
function cyclesIn(imports: readonly Import[]): readonly Fault[] {
  const arrows = new Map<string, Import[]>()
  for (const it of imports) if (it.to !== undefined && it.to !== it.from) arrows.set(it.from, [...(arrows.get(it.from) ?? []), it])
  return [...arrows.keys()].toSorted().flatMap(start => {
    const path = wayBack(start, arrows)
    return path === undefined ? [] : [{ from: start, line: path.line, fault: `stands in a circle: ${path.files.join(' -> ')}` }]
  })
}

/** The shortest way from a file back to itself through files that come after it in the alphabet. */
function wayBack(start: string, arrows: ReadonlyMap<string, readonly Import[]>): { readonly files: readonly string[]; readonly line: number } | undefined {
  const queue = (arrows.get(start) ?? []).map(({ to = '', line }) => ({ files: [start, to], line }))
  const seen = new Set<string>()
  for (const { files, line } of queue) {
    const last = files.at(-1) ?? ''
    if (last === start) return { files, line }
    if (last < start || seen.has(last)) continue
    seen.add(last)
    for (const { to = '' } of arrows.get(last) ?? []) queue.push({ files: [...files, to], line })
  }
  return undefined
}
