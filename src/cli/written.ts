import { createJudge } from '../engine/judge.js'
import { writeChange } from '../load/project/write-change.js'
import type { Judge } from '../model/judge.js'
import type { Project } from '../model/project.js'
import type { EditedPlan } from '../remedy/handover/edited-plan.js'
import { handoverOf, type Cure } from '../remedy/handover/handover.js'
import { namesIn } from '../remedy/handover/names.js'
import { graph } from '../report/handover/graph.js'
import { markdown } from '../report/handover/markdown.js'
import { planYaml } from '../report/handover/plan-yaml.js'
import { powershell } from '../report/handover/powershell.js'
import { plansOfCatalog } from '../simulate/world.js'

/** How a plan is handed over. */
export type Form = 'yaml' | 'powershell' | 'graph' | 'markdown'
export const forms: readonly Form[] = ['yaml', 'powershell', 'graph', 'markdown']

/** A plan in one of its forms. */
export async function written(form: Form, project: Project, { plan, changes }: EditedPlan, cures: readonly Cure[]): Promise<string> {
  if (form === 'yaml') return planYaml(plan.title, changes, namesIn(project, plan))
  const handover = await handoverOf(project, plan, cures, judgeOf(project))
  if (form === 'powershell') return [...powershell(handover)].join('')
  if (form === 'graph') return [...graph(handover)].join('')
  const undo = [...handover.stages].reverse().flatMap(stage => stage.undo).map(writeChange)
  return [...markdown(handover, undo)].join('')
}

/** A script and batches go through Graph, whatever the project is otherwise played with. */
export function throughGraph(project: Project): Project {
  return { ...project, settings: { ...project.settings, channel: 'graph' } }
}

export function judgeOf(project: Project): Judge {
  return createJudge(project.rules.rules, plansOfCatalog(project.catalog), { verify: false })
}
