import { memory } from '../../load/memory.js'
import { readDocument } from '../../load/text/document.js'
import { readPlan } from '../../load/project/plan.js'
import { writeChange } from '../../load/project/write-change.js'
import type { Plan } from '../../model/change.js'
import type { Project } from '../../model/project.js'
import type { ChangeBody, WayOut } from '../../model/report.js'
import { mergeEdits, type Clash } from './merge-edits.js'

/** A plan that stands alone, and the changes as its file writes them. */
export interface EditedPlan {
  readonly plan: Plan
  readonly changes: readonly ChangeBody[]
}

/** The project's plan with these ways out taken, every name and id as a reader of its file would find them. */
export async function planWith(project: Project, remedies: readonly WayOut[]): Promise<EditedPlan | Clash> {
  const changes = mergeEdits(writtenPlan(project), remedies.flatMap(remedy => remedy.changes))
  return 'step' in changes ? changes : { plan: await readBack(project, titleWith(project, remedies), changes), changes }
}

export function writtenPlan({ plan }: Project): readonly ChangeBody[] {
  return (plan?.steps ?? []).map(({ change }) => writeChange(change))
}

/** Reads changes as if they stood in a file: what seatplan wrote and cannot read is a bug. */
export async function readBack({ catalog, tenant, settings }: Project, title: string, changes: readonly ChangeBody[]): Promise<Plan> {
  const { value: document, problems } = readDocument('resulting-plan.json', JSON.stringify({ title, changes }))
  if (document === undefined) throw new Error(`the resulting plan cannot be read: ${problems[0]?.message}`)
  const { assumeMembersInferred } = settings
  const plan = await readPlan(document, { files: memory({}), path: '/resulting-plan.json', catalog, tenant, assumeMembersInferred })
  if (plan.value === undefined) throw new Error(`the resulting plan cannot be read: ${plan.problems[0]?.message}`)
  return plan.value
}

function titleWith({ plan }: Project, remedies: readonly WayOut[]): string {
  return `${plan?.title ?? 'The tenant as it is'}, with ${remedies.map(({ id }) => id).join(', ') || 'no way out'} taken`
}
