import type { ConfigOptions } from '../load/project/config.js'
import type { Files } from '../load/files.js'
import type { LoadedProject } from '../load/project/project.js'
import type { ReadingProgress } from '../load/tenant/users-read.js'
import type { Shipped } from '../load/project/shipped.js'
import type { WorkspaceRequest } from '../load/project/workspace.js'
import type { Loaded } from '../model/problem.js'
import { isGiven, valueOf, valuesOf, type Given, type Invocation } from './command.js'
import { absolute } from './paths.js'
import { loadShipped } from './shipped.js'

/** Loads the project that the options speak of, with a plan where one is given. Warnings come along. */
export async function openProject({ given, io }: Pick<Invocation, 'given' | 'io'>, files: Files, plan: string | undefined, progress?: ReadingProgress): Promise<Loaded<LoadedProject>> {
  const [{ loadProject }, shipped] = await Promise.all([import('../load/project/project.js'), loadShipped()])
  return loadProject(files, { ...requestOf({ given, io }, shipped), ...(progress && { progress }), ...(plan === undefined ? {} : { plan: absolute(plan, io) }), ...(isGiven(given, 'update-baseline') ? { writesBaseline: true } : {}) })
}

/** What of the options goes before the project's file. */
export function configOptions(given: readonly Given[]): ConfigOptions {
  const texts = { config: valueOf(given, 'config'), tenant: valueOf(given, 'tenant'), channel: valueOf(given, 'channel'), seats: valueOf(given, 'seats'), now: valueOf(given, 'now'), assumeMembers: valueOf(given, 'assume-members'), prices: valueOf(given, 'prices'), baseline: valueOf(given, 'baseline') }
  const [rules, waivers] = [valuesOf(given, 'rules'), valuesOf(given, 'waivers')]
  return {
    ...(Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)) as ConfigOptions),
    ...(rules === undefined ? {} : { rules }),
    ...(waivers === undefined ? {} : { waivers }),
    ...(isGiven(given, 'assume-reprocess') ? { assumeReprocess: true } : {}),
  }
}

export function requestOf({ given, io }: Pick<Invocation, 'given' | 'io'>, shipped: Shipped): WorkspaceRequest {
  return { cwd: io.cwd, today: io.today(), env: io.env, options: configOptions(given), shipped }
}
