import { createJudge } from '../../engine/judge.js'
import { play } from '../../engine/play.js'
import { findingsOf } from '../../explain/findings.js'
import { foundIn } from '../../explain/found.js'
import { situationOf, type Situation } from '../../explain/situation.js'
import { rowsAfter, rowsOf, type Row } from '../../explain/states.js'
import type { Project } from '../../model/project.js'
import type { Finding } from '../../model/report.js'
import type { Source } from '../../model/tenant.js'
import type { Standing, TraceCohort } from '../../model/trace.js'
import { plansOfCatalog } from '../../simulate/world.js'

/** A played plan. */
export interface Prediction {
  readonly situation: Situation
}

/** Plays the project's plan; without one the tenant as it is. */
export async function predict(project: Project): Promise<Prediction> {
  const judge = createJudge(project.rules.rules, plansOfCatalog(project.catalog))
  return { situation: situationOf(project, await play(project, judge), false) }
}

/** The finding of each standing, with the ids of the plan's report. */
export function findingsByStanding({ situation }: Prediction): ReadonlyMap<Standing, Finding> {
  const findings = findingsOf(situation, foundIn(situation))
  return new Map(findings.flatMap(([{ parts }, finding]) => parts.map(({ standing }) => [standing, finding] as const)))
}

/** Rows after the last step; what only some of several candidates have is `NotDetermined`, whether the simulation gave it or not. */
export function predictedRows({ situation }: Prediction, cohort: TraceCohort): readonly Row[] {
  const rows = rowsAfter(situation, cohort)
  const known = new Set(rows.map(keyOf))
  const open = [...cohort.undetermined].filter(([key]) => !known.has(key))
  return [...rows, ...open.map(([key, oneOf]) => ({ ...sourceAndSku(key), disabledPlans: [], state: 'NotDetermined', error: null, oneOf }))]
}

/** Sources whose rows the plan leaves as they were. */
export function untouched({ situation }: Prediction, cohort: TraceCohort, rows: readonly Row[]): ReadonlySet<Source> {
  const before = rowsOf(situation, cohort.before)
  const sources = new Set([...before, ...rows].map(({ assignedByGroup }) => assignedByGroup))
  const of = (some: readonly Row[], source: Source): string => JSON.stringify(some.filter(({ assignedByGroup }) => assignedByGroup === source))
  return new Set([...sources].filter(source => of(before, source) === of(rows, source)))
}

/** As a trace's `undetermined` writes it. */
export function keyOf({ assignedByGroup, skuId }: Pick<Row, 'assignedByGroup' | 'skuId'>): string {
  return `${assignedByGroup ?? ''}|${skuId}`
}

function sourceAndSku(key: string): Pick<Row, 'assignedByGroup' | 'skuId'> {
  const [source = '', skuId = ''] = key.split('|')
  return { assignedByGroup: source === '' ? null : source, skuId }
}
