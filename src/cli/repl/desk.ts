import { lookupIn } from '../../load/catalog/names.js'
import { memory } from '../../load/memory.js'
import { readText } from '../../load/text/open.js'
import { readPlan } from '../../load/project/plan.js'
import type { Loaded } from '../../model/problem.js'
import type { Project } from '../../model/project.js'
import type { ChangeBody, Report } from '../../model/report.js'
import type { ReportOptions } from '../../model/settings.js'
import { planWith, writtenPlan } from '../../remedy/handover/edited-plan.js'
import type { Session } from '../../session.js'
import { readShort } from './short-form.js'

/** A plan in the making on a tenant in memory: what was tried, and what a check says of it now. */
export interface Desk {
  readonly project: Project
  readonly report: Report
  /** The plan as its file would write it. */
  readonly changes: readonly ChangeBody[]
  /** The desk before the last change; undefined: nothing was tried. */
  readonly before: Desk | undefined
}

/** Beside it stands what it was made from; ways out are looked for when somebody asks. */
export interface Bench {
  readonly session: Session
  readonly options: ReportOptions
}

export async function openDesk({ session, options }: Bench, project: Project): Promise<Desk> {
  return { project, report: await session.check(project, { ...options, remedies: 'none' }), changes: writtenPlan(project), before: undefined }
}

/** The desk with one more change at the end of the plan: in the short form, or as a plan's file writes it. */
export async function withChange(bench: Bench, desk: Desk, text: string): Promise<Loaded<Desk>> {
  const written = await readWritten(text, desk)
  return written.value === undefined ? { problems: written.problems } : withChanges(bench, desk, [...desk.changes, written.value])
}

async function readWritten(text: string, desk: Desk): Promise<Loaded<ChangeBody>> {
  if (text.trim().startsWith('{')) {
    const document = await readText('try.yaml', `changes: [${text}]`)
    const [change] = (document.value?.data as { readonly changes?: readonly ChangeBody[] } | undefined)?.changes ?? []
    return change === undefined ? { problems: document.problems } : { value: change, problems: [] }
  }
  const { group } = lookupIn(desk.project.catalog, { groups: groupsOf(desk) })
  const short = readShort(text, (name) => 'id' in group(name))
  return 'change' in short ? { value: short.change, problems: [] } : { problems: [{ file: 'try', severity: 'error', code: 'no-change', message: short.wrong, hint: short.hint }] }
}

/** Those of the tenant, and those that the plan makes. */
function groupsOf({ project }: Desk): ReadonlyMap<string, { readonly displayName: string }> {
  const made = (project.plan?.steps ?? []).flatMap(({ change }) => (change.op === 'createGroup' ? [[change.group.id, change.group] as const] : []))
  return new Map<string, { readonly displayName: string }>([...project.tenant.groups, ...made])
}

/** The desk with another plan, checked. What is wrong with it is told as if it stood in a file called `try`. */
export async function withChanges({ session, options }: Bench, desk: Desk, changes: readonly ChangeBody[]): Promise<Loaded<Desk>> {
  const { catalog, tenant, settings: { assumeMembersInferred }, plan: old } = desk.project
  const document = await readText('try.json', JSON.stringify({ title: old?.title ?? 'Tried', changes }))
  if (document.value === undefined) return { problems: document.problems }
  const plan = await readPlan(document.value, { files: memory({}), path: '/try.json', catalog, tenant, assumeMembersInferred })
  if (plan.value === undefined) return { problems: plan.problems.map(({ line: _, column: __, ...problem }) => ({ ...problem, file: 'try' })) }
  const project = { ...desk.project, plan: { ...plan.value, file: old?.file ?? 'try' } }
  const report = await session.check(project, { ...options, remedies: 'none' })
  return { value: { project, report, changes, before: desk }, problems: [] }
}

/** The report with the ways out of one finding. */
export function withWaysOut({ session, options }: Bench, { project }: Desk, id: string): Promise<Report> {
  return session.check(project, { ...options, remedies: 'all', searches: (finding) => finding.id === id })
}

/** The desk with a way out taken. */
export async function withTaken(bench: Bench, desk: Desk, id: string): Promise<Loaded<Desk>> {
  const { findings } = await withWaysOut(bench, desk, id.split('.')[0] ?? '')
  const remedy = findings.flatMap(({ remedies }) => remedies).find((one) => one.id === id)
  const [first] = findings.flatMap(({ remedies }) => remedies)
  if (remedy === undefined) return { problems: [{ file: 'take', severity: 'error', code: 'unknown-remedy', message: `there is no way out \`${id}\``, hint: first === undefined ? '`findings` lists what is found, `remedies f1` the ways out of it' : `\`remedies ${id.split('.')[0]}\` lists them` }] }
  const made = await planWith(desk.project, [remedy])
  if ('step' in made) throw new Error(`a single way out contradicts itself at step ${made.step}`)
  return withChanges(bench, desk, made.changes)
}
