import type { Ground } from '../../batch/tasks.js'
import type { Extent } from '../../explain/anonymous/renaming.js'
import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { ReportOptions } from '../../model/settings.js'
import type { Io } from '../io.js'

/** The exit code of a program that was ended by Ctrl-C. */
export const interrupted = 130

const scenariosSay: ReportOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'all', expand: false }

/** What all tasks of a run have in common, as plain data. Of the environment only what is seatplan's. */
export function groundOf(request: WorkspaceRequest, root: string, { env, confined }: Pick<Io, 'env' | 'confined'>, options: ReportOptions = scenariosSay, verify = false, anonymise?: Extent): Ground {
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('SEATPLAN_')))
  return { request: { ...request, env: own, root }, options, verify, ...(confined && { within: confined.root }), ...(anonymise && { anonymise }) }
}
