import type { Files } from '../../load/files.js'
import type { Loaded } from '../../model/problem.js'
import { expression, isPattern } from '../find-files.js'
import { linesOf, type Place } from './find-plans.js'
import type { Io } from '../io.js'
import { optionProblem } from '../options.js'
import { absolute } from '../paths.js'

/**
 * Absolute paths of the tenants that are named, one by one (`--tenant`) and many at once (`--tenants`: a folder whose folders are
 * tenants, a pattern of folders, or a file that lists them); sorted, each once. Whether a tenant can be read is another question.
 */
export async function findTenants(single: readonly string[], many: readonly string[], io: Io): Promise<Loaded<readonly string[]>> {
  const named = single.map(word => absolute(word, io))
  const found = await Promise.all(many.map(word => tenantsAt(word, io)))
  const problems = found.flatMap(one => one.problems)
  return problems.length > 0 ? { problems } : { value: [...new Set([...named, ...found.flatMap(({ value }) => value ?? [])])].sort(), problems }
}

async function tenantsAt(word: string, io: Io): Promise<Loaded<readonly string[]>> {
  const path = absolute(word, io)
  const found = await io.files.stat(path)
  if (found?.kind === 'file') return listed(await linesOf(word, 'tenants', io))
  const tenants = found?.kind === 'folder' ? await below(io.files, path) : isPattern(path) ? await matching(io.files, path) : []
  if (found?.kind === 'folder' && (await isSnapshot(io.files, path))) return { problems: [optionProblem('one-tenant', `\`${word}\` is a snapshot, not a folder of snapshots`, `name it with \`--tenant ${word}\``, 'tenants')] }
  return tenants.length > 0 ? { value: tenants, problems: [] } : { problems: [optionProblem('no-tenants', `no tenant found at \`${word}\``, 'name a folder with a folder for each tenant, a pattern of such folders in quotes, or a file that lists them', 'tenants')] }
}

function listed({ value, problems }: Loaded<readonly Place[]>): Loaded<readonly string[]> {
  return value === undefined ? { problems } : { value: value.map(({ path }) => path), problems }
}

/** Every folder is a tenant, and every document: one that turns out to be none is told of, not passed over. */
async function below(files: Files, folder: string): Promise<readonly string[]> {
  const names = (await files.list(folder)).filter(name => !name.startsWith('.'))
  const kept = await Promise.all(names.map(async name => ((await files.stat(`${folder}/${name}`))?.kind === 'folder' || /\.(ya?ml|json)$/i.test(name) ? [`${folder}/${name}`] : [])))
  return kept.flat()
}

async function isSnapshot(files: Files, folder: string): Promise<boolean> {
  const names = new Set((await files.list(folder)).map(name => name.replace(/\.(?:json|ndjson|jsonl|parquet)(?:\.gz)?$/i, '').toLowerCase()))
  return names.has('users') && (names.has('subscribedskus') || names.has('groups'))
}

/** `customers/*\/export`: each part of the path is a name or a pattern of one; `**` is any number of folders. */
async function matching(files: Files, pattern: string): Promise<readonly string[]> {
  let found: readonly string[] = ['']
  for (const part of partsOf(pattern)) found = [...new Set((await Promise.all(found.map(folder => within(files, folder, part)))).flat())]
  const there = await Promise.all(found.map(async path => ((await files.stat(path)) === undefined ? [] : [path])))
  return there.flat()
}

/** Without the slash that a path begins with; a slash between braces parts nothing. */
function partsOf(pattern: string): readonly string[] {
  return pattern.slice(1).match(/(?:\{[^{}]*\}|[^/])+/g) ?? []
}

async function within(files: Files, folder: string, part: string): Promise<readonly string[]> {
  if (part === '**') return [folder, ...(await foldersBelow(files, folder, deepest))]
  if (!isPattern(part)) return [`${folder}/${part}`]
  const wanted = new RegExp(`^${expression(part)}$`, 'u')
  return (await namesIn(files, folder)).filter(name => wanted.test(name)).map(name => `${folder}/${name}`)
}

/** Deeper than anybody keeps customers; ends the walk where links go round. */
const deepest = 8

async function foldersBelow(files: Files, folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return []
  const below = await Promise.all((await namesIn(files, folder)).map(async name => {
    const path = `${folder}/${name}`
    return (await files.stat(path))?.kind === 'folder' ? [path, ...(await foldersBelow(files, path, depth - 1))] : []
  }))
  return below.flat()
}

async function namesIn(files: Files, folder: string): Promise<readonly string[]> {
  const at = folder === '' ? '/' : folder
  if ((await files.stat(at))?.kind !== 'folder') return []
  return (await files.list(at)).filter(name => !name.startsWith('.'))
}
