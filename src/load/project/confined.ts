import { configName } from './config.js'
import type { Files } from '../files.js'
import { folderOf, nameOf, normalPath } from '../paths.js'

/** The files below one folder. */
export interface Confined extends Files {
  /** What was asked for and lies elsewhere, also by a link; in the order in which it was. */
  readonly outside: ReadonlySet<string>
}

/** Something was to be read that lies elsewhere. */
export class OutsideRoot extends Error {
  constructor(readonly path: string) {
    super(`${path} lies outside of the root`)
  }
}

/**
 * Files of which those outside of a folder are not there. Whoever loads asks whether a file is there before reading it, and says so
 * at its place where it is not; what would be passed over without a word is in `outside` too, so that nothing is told as clean
 * that was not looked at. The folders above are searched for the project's file and for a pack's without being asked to, and have none.
 * Several readers may have one list of what lies `outside`.
 */
export async function confined(files: Files, root: string, outside = new Set<string>()): Promise<Confined> {
  const real = async (path: string): Promise<string> => (files.real === undefined ? normalPath(path) : files.real(path))
  const top = await real(root)
  const isSearched = (path: string): boolean => searched.includes(nameOf(path)) && isBelow(top, folderOf(normalPath(path)))
  const isInside = async (path: string): Promise<boolean> => {
    const at = await real(path)
    if (at === top || isBelow(at, top)) return true
    if (!isSearched(path)) outside.add(path)
    return false
  }
  const inside = async (path: string): Promise<string> => {
    if (await isInside(path)) return path
    throw new OutsideRoot(path)
  }
  return {
    ...files,
    outside,
    stat: async path => ((await isInside(path)) ? files.stat(path) : undefined),
    list: async folder => files.list(await inside(folder)),
    read: async path => files.read(await inside(path)),
    stream: async function* (path, range) {
      yield* files.stream(await inside(path), range)
    },
  }
}

const searched: readonly string[] = [configName, 'pack.yaml']

const isBelow = (path: string, folder: string): boolean => path !== folder && path.startsWith(folder.endsWith('/') ? folder : `${folder}/`)
