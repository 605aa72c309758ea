import { rm } from 'node:fs/promises'
import type { KeptWhere } from '../../batch/handed.js'
import { pruneDaily } from '../../batch/prune.js'
import type { Task, Ground } from '../../batch/tasks.js'
import { sha256 } from '../../load/text/digest.js'
import { isGiven, type Invocation } from '../command.js'

export interface Kept {
  readonly place: KeptWhere
  /** The run came to its end. */
  end(): Promise<void>
}

/**
 * Where results are kept. With `--no-cache` what a run has done is kept apart until it comes to its end, so that one that is
 * stopped can go on: nothing of it is used but by `--resume`.
 */
export async function keptFor({ tasks, ground, project }: { readonly tasks: readonly Task[]; readonly ground: Ground; readonly project: string | undefined }, { given, io }: Invocation): Promise<Kept | undefined> {
  const cache = io.machine?.cacheFolder
  if (cache === undefined || isInside(cache, project)) return undefined
  const { programDigest } = await import('../../batch/program-digest.js')
  const program = programDigest()
  if (!isGiven(given, 'no-cache')) return { place: { kind: 'store', folder: `${cache}/results`, program }, end: () => pruneDaily(cache, Date.now()) }
  const folder = `${cache}/runs/${sha256(JSON.stringify([ground.request.root, tasks])).slice(0, 32)}`
  const clear = (): Promise<void> => rm(folder, { recursive: true, force: true }).catch(() => undefined)
  if (!isGiven(given, 'resume')) await clear()
  return { place: { kind: 'journal', folder, program }, end: clear }
}

function isInside(cache: string, project: string | undefined): boolean {
  return project !== undefined && `${cache}/`.startsWith(`${project}/`)
}
