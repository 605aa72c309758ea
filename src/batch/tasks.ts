import type { Extent } from '../explain/anonymous/renaming.js'
import type { ProjectRequest } from '../load/project/project.js'
import type { ScenarioRequest } from '../load/project/scenario.js'
import type { WorkspaceRequest } from '../load/project/workspace.js'
import type { ReportOptions } from '../model/settings.js'

/** One piece of work. Paths are absolute. */
export type Task =
  | { readonly kind: 'scenario'; readonly path: string }
  /** Without a plan: the tenant as it is. Without a tenant: the one that the project names. */
  | { readonly kind: 'check'; readonly tenant: string | undefined; readonly plan: string | undefined; /** What the plan's file is called where nobody is named. */ readonly called?: string }

/** What all tasks of a run have in common: plain data, so that a thread can be handed it. */
export interface Ground {
  readonly request: Omit<ScenarioRequest, 'path'> & Pick<ProjectRequest, 'writesBaseline'>
  readonly options: ReportOptions
  readonly verify: boolean
  /** Nothing is read but what lies below this folder. */
  readonly within?: string
  /** Undefined: everything has its name. */
  readonly anonymise?: Extent
}

/** What a run stands on, in words: everything that is not a file. */
export function groundWords({ request, options, verify, within, anonymise }: Ground): string {
  const { cwd, root, today, env = {}, options: asked, writesBaseline = false } = request
  const heard = Object.entries(env).filter(([name, value]) => name.startsWith('SEATPLAN_') && value !== undefined).sort()
  return JSON.stringify([cwd, root, today, heard, asked ?? null, options, verify, within ?? null, anonymise ?? null, writesBaseline])
}

/** The same request with what a task says about the tenant. */
export function requestWith(request: Ground['request'], tenant: string | undefined): WorkspaceRequest {
  return tenant === undefined ? request : { ...request, options: { ...request.options, tenant } }
}
