import { check, type CheckOptions } from './check.js'
import { createPlays } from './engine/plays.js'
import type { Files } from './load/files.js'
import { keptFiles, type KeptFiles } from './load/project/kept.js'
import { loadProject, type LoadedProject, type ProjectRequest } from './load/project/project.js'
import type { Loaded } from './model/problem.js'
import type { Project } from './model/project.js'
import type { Report } from './model/report.js'

/**
 * A project that is checked again and again: what did not change is not read, judged or played a second time, and the report is
 * the same, byte for byte, as that of a check that starts anew.
 */
export interface Session {
  /** Remember what was made of them; `files.changed()` before another load looks at the disk anew. */
  readonly files: KeptFiles
  load(request: ProjectRequest): Promise<Loaded<LoadedProject>>
  check(project: Project, options: CheckOptions): Promise<Report>
}

export function openSession(files: Files): Session {
  const kept = keptFiles(files)
  const plays = createPlays()
  return {
    files: kept,
    load: (request) => loadProject(kept, request),
    check: (project, options) => check(project, options, plays),
  }
}
