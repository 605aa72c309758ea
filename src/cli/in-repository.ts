import { pathFrom, shownFrom } from '../load/paths.js'
import { projectRoot } from '../load/project/config.js'
import type { InRepository } from '../report/in-repository.js'
import { extentOf } from './anonymous.js'
import { valueOf, type Invocation } from './command.js'
import { absolute } from './paths.js'
import { requestOf } from './project.js'
import { loadShipped } from './shipped.js'

/** Files as `--root` sees them, the folder of the checkout; without it, and where files have no names, as they are called. */
export async function inRepository({ given, io }: Pick<Invocation, 'given' | 'io'>): Promise<InRepository> {
  const root = valueOf(given, 'root')
  if (root === undefined || extentOf(given) === 'all') return file => file
  const project = await projectRoot(io.files, requestOf({ given, io }, await loadShipped()))
  return file => shownFrom(absolute(root, io), pathFrom(project, file))
}
