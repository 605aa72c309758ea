import type { Project } from '../../model/project.js'
import { assumptionIds, type AssumptionId } from '../../model/settings.js'
import type { Standing } from '../../model/trace.js'
import type { Basis } from '../../model/verification.js'
import type { ComparedRows, RowDifference } from './compare-rows.js'
import { findingsByStanding, type Prediction } from './predict.js'

/** The plan played again with one thing changed, and what comes of it. */
export interface Trial {
  readonly type: 'rule' | 'assumption'
  /** Several rules are left out together only where leaving out one is not enough. */
  readonly ids: readonly string[]
  readonly project: Project
  /** Keys of differences that are gone. */
  readonly cured: ReadonlySet<string>
  /** How many rows differ that did not. */
  readonly broken: number
}

export type CompareProject = (project: Project) => Promise<ComparedRows>

/** What each difference rests on by the findings of its user and source. */
export function foundBases(prediction: Prediction, compared: ComparedRows): ReadonlyMap<string, readonly Basis[]> {
  const findings = findingsByStanding(prediction)
  return new Map([...compared.differing].map(([key, difference]) => {
    const bases = standingsOf(prediction, difference).flatMap(standing => basesOf(standing, findings.get(standing)))
    return [key, joined(isPending(difference) ? [...bases, { type: 'pending', id: null, findings: [], tried: false }] : bases)]
  }))
}

function standingsOf({ situation }: Prediction, { cohort, source, ordinal }: RowDifference): readonly Standing[] {
  const calls = situation.trace.standings.filter(({ cause, users }) => cause.source === source && (source !== null || users.includes(ordinal)))
  return [...cohort.standings, ...calls].filter(({ cause }) => cause.source === source && (cause.error !== null || cause.reason !== null))
}

function basesOf({ cause }: Standing, finding: { readonly id: string; readonly assumptions: readonly string[] } | undefined): readonly Basis[] {
  const findings = finding === undefined ? [] : [finding.id]
  const type = cause.ruleId !== null ? 'rule' : cause.kind === 'recorded' ? 'recorded' : 'refusal'
  const assumptions = (finding?.assumptions ?? cause.assumptions).map((id): Basis => ({ type: 'assumption', id, findings, tried: false }))
  return [{ type, id: cause.ruleId ?? cause.reason ?? cause.error, findings, tried: false }, ...assumptions]
}

/** Something that waited in the snapshot without an error may have been worked off since. */
function isPending({ cohort, source, skuId, predicted }: RowDifference): boolean {
  const path = cohort.after?.paths.find(one => one.source === source)
  return predicted === undefined && path !== undefined && Object.keys(path.errors).length === 0 && path.intended.some(license => license.skuId === skuId)
}

/**
 * Plays the plan with each assumption flipped, and without each rule that a difference may rest on; and where several
 * rules say the same, and none of it is enough, without all of them.
 */
export async function trialsOf(project: Project, compared: ComparedRows, bases: ReadonlyMap<string, readonly Basis[]>, compare: CompareProject): Promise<readonly Trial[]> {
  if (compared.differing.size === 0) return []
  const play = async (some: readonly Omit<Trial, 'cured' | 'broken'>[]): Promise<readonly Trial[]> => {
    const trials: Trial[] = []
    for (const one of some) trials.push({ ...one, ...outcome(compared, await compare(one.project)) })
    return trials
  }
  const ruleSets = new Map([...bases].map(([key, some]) => [key, rulesIn(some)]))
  const single = await play([...assumptionIds.map(id => ({ type: 'assumption' as const, ids: [id], project: flipped(project, id) })), ...distinct([...ruleSets.values()].flat().map(id => [id])).map(ids => leftOut(project, ids))])
  const rest = [...ruleSets].filter(([key, ids]) => ids.length > 1 && !single.some(({ cured }) => cured.has(key)))
  return [...single, ...(await play(distinct(rest.map(([, ids]) => ids)).map(ids => leftOut(project, ids))))]
}

function rulesIn(bases: readonly Basis[]): readonly string[] {
  return bases.flatMap(({ type, id }) => (type === 'rule' && id !== null ? [id] : [])).sort()
}

function distinct(lists: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const byText = new Map(lists.map(list => [list.join(), list]))
  return [...byText].sort(([one], [other]) => compare(one, other)).map(([, list]) => list)
}

function leftOut(project: Project, ids: readonly string[]): Omit<Trial, 'cured' | 'broken'> {
  return { type: 'rule', ids, project: { ...project, rules: { ...project.rules, rules: project.rules.rules.filter(({ id }) => !ids.includes(id)) } } }
}

export function outcome(base: ComparedRows, trial: ComparedRows): Pick<Trial, 'cured' | 'broken'> {
  return {
    cured: new Set([...base.differing.keys()].filter(key => !trial.differing.has(key))),
    broken: [...trial.differing.keys()].filter(key => !base.differing.has(key)).length,
  }
}

/** What was found and what was tried, together; tried first. */
export function restsOn(key: string, found: readonly Basis[], trials: readonly Trial[]): readonly Basis[] {
  const tried = trials.filter(({ ids, cured }) => ids.length === 1 && cured.has(key)).map(({ type, ids }): Basis => ({ type, id: ids[0]!, findings: [], tried: true }))
  return joined([...found, ...tried])
}

function joined(bases: readonly Basis[]): readonly Basis[] {
  const byId = new Map<string, Basis>()
  for (const basis of bases) {
    const known = byId.get(`${basis.type} ${basis.id}`)
    const findings = [...new Set([...(known?.findings ?? []), ...basis.findings])].sort()
    byId.set(`${basis.type} ${basis.id}`, { ...basis, findings, tried: basis.tried || known?.tried === true })
  }
  return [...byId.values()].sort((a, b) => Number(b.tried) - Number(a.tried) || compare(a.type, b.type) || compare(a.id ?? '', b.id ?? ''))
}

export function flipped(project: Project, id: AssumptionId): Project {
  const { settings } = project
  return { ...project, settings: { ...settings, assumptions: { ...settings.assumptions, [id]: !settings.assumptions[id] } } }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
