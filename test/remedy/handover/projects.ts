import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { disk } from '../../../src/load/disk.js'
import { loadProject } from '../../../src/load/project/project.js'
import { loadScenario } from '../../../src/load/project/scenario.js'
import type { Project } from '../../../src/model/project.js'
import { shipped } from '../../load/shipped.js'

const root = join(import.meta.dirname, '../../..').replaceAll('\\', '/')
const today = '2026-11-24'

/** The example of the documentation, as it ships. */
export async function contoso(): Promise<Project> {
  const cwd = `${root}/examples/contoso`
  const { value, problems } = await loadProject(disk(), { cwd, today, env: {}, options: {}, shipped: await shipped(), plan: `${cwd}/plan.yaml` })
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value
}

/** A scenario that ships, by its path below `scenarios/`. */
export async function scenario(path: string): Promise<Project> {
  const { value, problems } = await loadScenario(disk(), { cwd: root, root, today, env: {}, options: {}, shipped: await shipped(), path: `${root}/scenarios/${path}` })
  if (value === undefined) throw new Error(JSON.stringify(problems))
  return value.project
}

/** All that ship in a folder of `scenarios/`. */
export function scenariosIn(folder: string): readonly string[] {
  return readdirSync(join(root, 'scenarios', folder)).filter(name => name.endsWith('.yaml')).sort().map(name => `${folder}/${name}`)
}
