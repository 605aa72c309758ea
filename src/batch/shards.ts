import { sha256 } from '../load/text/digest.js'
import type { Files } from '../load/files.js'
import type { Workspace } from '../load/project/workspace.js'
import type { Ground } from './tasks.js'

export interface Shard {
  /** From 1. */
  readonly number: number
  readonly of: number
}

/** Something to do, under the name that reports use for it, with a digest of what it is. */
export interface Piece {
  readonly name: string
  readonly content: string
}

/**
 * Which pieces belong to a shard, by their numbers in ascending order: in the order of their contents the pieces are cut into
 * runs that are as long as each other, or one shorter. Every machine comes to the same, wherever the files lie.
 */
export function shardOf(pieces: readonly Piece[], { number, of }: Shard): readonly number[] {
  const order = pieces.map(({ name, content }, index) => ({ index, key: sha256(`${content}\n${name}`) })).sort((a, b) => (a.key < b.key ? -1 : 1))
  const from = Math.floor(((number - 1) * order.length) / of)
  const to = Math.floor((number * order.length) / of)
  return order.slice(from, to).map(({ index }) => index).sort((a, b) => a - b)
}

/** Digest of all that a run was asked and given: shards that differ in it are not of one run. */
export function inputsDigest({ request: { options, env = {} }, options: counted, verify, anonymise }: Ground, pieces: readonly Piece[]): string {
  const heard = Object.entries(env).filter(([name, value]) => name.startsWith('SEATPLAN_') && value !== undefined).sort()
  return `sha256:${sha256(JSON.stringify([options ?? null, heard, counted, verify, anonymise ?? null, pieces.map(({ name, content }) => [name, content])]))}`
}

/** Digest of the rules before any tenant's names are looked up. */
export function rulesDigest({ packs, config }: Workspace): string {
  const read = packs.map(pack => ('rules' in pack ? pack : { name: pack.name, documents: pack.documents.map(({ file, data }) => ({ file, data })) }))
  return `sha256:${sha256(JSON.stringify([read, config.overrides]))}`
}

/** Digest of a file's bytes, or of the names and sizes of all that lies in a folder; absent: of nothing. */
export async function contentOf(files: Files, path: string): Promise<string> {
  const found = await files.stat(path)
  if (found === undefined) return '-'
  return found.kind === 'file' ? sha256(await files.read(path)) : sha256((await linesOf(files, path, 8)).join('\n'))
}

async function linesOf(files: Files, folder: string, depth: number): Promise<readonly string[]> {
  if (depth === 0) return []
  const lines = await Promise.all((await files.list(folder)).map(async name => {
    const path = `${folder}/${name}`
    const found = await files.stat(path)
    return found?.kind === 'folder' ? [name, ...(await linesOf(files, path, depth - 1)).map(line => `${name}/${line}`)] : [`${name} ${found?.size ?? 0}`]
  }))
  return lines.flat()
}
