import type { LoadedProject } from '../load/project.js'
import { readPlan } from '../load/plan.js'
import { readDocument } from '../load/document.js'
import { writeChange } from '../load/write-change.js'
import type { Plan } from '../model/change.js'
import type { Loaded } from '../model/problem.js'
import type { Finding, Remedy, Report } from '../model/report.js'
import { applyEdits } from './apply-edits.js'
import { optionProblem } from './options.js'
import { planYaml } from './plan-yaml.js'
import type { Io } from './io.js'

export interface RemediedPlan {
  readonly text: string
  /** The text read back: it stands alone. */
  readonly plan: Plan
}

/** The plan with some ways out taken: those that are named, else the first clean one of every finding. */
export async function planWith(project: LoadedProject, report: Report, findings: readonly Finding[], named: readonly string[] | undefined, io: Io): Promise<Loaded<RemediedPlan>> {
  const taken = named === undefined ? { value: firstClean(findings), problems: [] } : remediesNamed(named, report)
  if (taken.value === undefined) return { problems: taken.problems }
  const changes = applyEdits((project.plan?.steps ?? []).map(step => writeChange(step.change)), taken.value.flatMap(remedy => remedy.changes))
  if ('step' in changes) return { problems: [optionProblem('remedies-clash', `the ways out ${taken.value.map(({ id }) => id).join(', ')} change step ${changes.step} in different ways`, 'take one of them, check the result, and go on from there')] }
  const title = `${project.plan?.title ?? 'The tenant as it is'}, with ${taken.value.map(({ id }) => id).join(', ') || 'no way out'} taken`
  return readBack(planYaml(title, changes, nameFinder(project)), project, io)
}

function firstClean(findings: readonly Finding[]): readonly Remedy[] {
  return findings.flatMap(({ remedies }) => remedies.find(remedy => remedy.clean) ?? [])
}

function remediesNamed(ids: readonly string[], { findings }: Report): Loaded<readonly Remedy[]> {
  const known = new Map(findings.flatMap(finding => finding.remedies).map(remedy => [remedy.id, remedy]))
  const unknown = ids.filter(id => !known.has(id))
  if (unknown.length === 0) return { value: ids.map(id => known.get(id)!), problems: [] }
  return { problems: unknown.map(id => optionProblem('unknown-remedy', `there is no way out \`${id}\``, '`seatplan remedies` lists them')) }
}

async function readBack(text: string, project: LoadedProject, io: Io): Promise<Loaded<RemediedPlan>> {
  const { value: document, problems } = readDocument('resulting plan', text)
  if (document === undefined) throw new Error(`the resulting plan cannot be read: ${problems[0]?.message}`)
  const { catalog, tenant, settings } = project
  const plan = await readPlan(document, { files: io.files, path: `${io.cwd}/resulting-plan.yaml`, catalog, tenant, assumeMembersInferred: settings.assumeMembersInferred })
  if (plan.value === undefined) throw new Error(`the resulting plan cannot be read: ${plan.problems[0]?.message}`)
  return { value: { text, plan: plan.value }, problems: [] }
}

function nameFinder({ catalog, tenant }: LoadedProject): (id: string) => string | undefined {
  return id => {
    const user = /^[0-9a-f]{8}-/.test(id) ? tenant.find(id) : undefined
    return catalog.products.get(id)?.skuPartNumber ?? catalog.plans.get(id)?.servicePlanName ?? tenant.groups.get(id)?.displayName
      ?? (user === undefined ? undefined : tenant.nameOf(user).userPrincipalName)
  }
}
