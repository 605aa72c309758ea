import type { License } from '../../model/tenant.js'
import type { Project } from '../../model/project.js'
import type { Guid } from '../../model/catalog.js'
import type { Names } from '../../model/names.js'
import type { Rule } from '../../model/rule.js'
import type { Basis, Proposal } from '../../model/verification.js'
import { plansOfCatalog } from '../../simulate/world.js'
import type { ComparedRows, Export, RowDifference } from './compare-rows.js'
import { head, kebab, locationRules, prerequisiteRules, ruleYaml, scalar, type Candidate } from './candidates.js'
import { candidatePairs, refusedWith, type Pair } from './pairs.js'
import type { Prediction } from './predict.js'
import { outcome, type CompareProject, type Trial } from './rests.js'
import { matchOf } from './match.js'

/** One user may be a coincidence. */
const recurring = 2
/** Rules that are tried for one shape, likeliest first. */
const mostTried = 12
const fewPairs = 5

/** Trials that explain every difference that rests on what they change, and contradict no row that agreed. */
export function changesThatExplain(compared: ComparedRows, bases: ReadonlyMap<string, readonly Basis[]>, trials: readonly Trial[]): readonly Proposal[] {
  return trials.flatMap(trial => {
    const keys = [...bases].filter(([, some]) => some.some(({ type, id }) => type === trial.type && trial.ids.includes(id ?? ''))).map(([key]) => key)
    const explainsAll = keys.every(key => trial.cured.has(key))
    return trial.broken > 0 || !explainsAll || usersIn(keys, compared) < recurring ? [] : [proposalOf(trial, keys, compared)]
  })
}

function proposalOf({ type, ids, project }: Trial, keys: readonly string[], compared: ComparedRows): Proposal {
  const numbers = { ids, users: usersIn(keys, compared), rows: keys.length, alternatives: { count: 0, sample: [] } }
  if (type === 'rule') return { type: 'turn-off', ...numbers, why: 'the service accepted what is forbidden', yaml: ['rules:', '  overrides:', ...ids.map(id => `    ${id}: 'off'`), ''].join('\n') }
  const settings: Readonly<Record<string, boolean>> = project.settings.assumptions
  return { type: 'flip-assumption', ...numbers, why: 'the service does not do what is assumed', yaml: ['assumptions:', ...ids.map(id => `  ${id}: ${settings[id]}`), ''].join('\n') }
}

/** The smallest rules that the service seems to keep and that are not loaded: of plans that exclude each other, of places, of what is needed. */
export async function rulesThatExplain(project: Project, prediction: Prediction, compared: ComparedRows, after: Export, compare: CompareProject): Promise<readonly Proposal[]> {
  const proposals: Proposal[] = []
  for (const { keys, candidates } of recurringRefusals(project, prediction, compared, after)) {
    const found = await firstThatExplains(project, compared, keys, candidates, compare)
    if (found !== undefined && !proposals.some(({ ids }) => ids[0] === found.ids[0])) proposals.push(found)
  }
  return proposals
}

interface Refusal {
  readonly keys: readonly string[]
  /** Likeliest first. */
  readonly candidates: readonly Candidate[]
}

/** Refusals that several users share and that were not expected, by code, with the rules that could be the reason. */
function recurringRefusals(project: Project, prediction: Prediction, compared: ComparedRows, after: Export): readonly Refusal[] {
  const licensesOf = heldIn(prediction, after)
  const plansOf = plansOfCatalog(project.catalog)
  const { names } = prediction.situation
  const beside = ({ ordinal }: RowDifference): string => [...new Set(licensesOf(ordinal).map(({ skuId }) => skuId))].sort().join()
  const refusals = (code: string, more: (difference: RowDifference) => string, candidates: (differences: readonly RowDifference[]) => readonly Candidate[]): readonly Refusal[] =>
    [...refusedWith(code, compared.differing, more).values()]
      .filter(keys => usersIn(keys, compared) >= recurring)
      .map(keys => ({ keys, candidates: candidates(keys.map(key => compared.differing.get(key)!)) }))
  return [
    ...refusals('MutuallyExclusiveViolation', beside, some => candidatePairs(some, licensesOf, after.tenant, plansOf, names).map(pair => exclusion(pair, names))),
    ...refusals('ProhibitedInUsageLocationViolation', () => '', some => locationRules(some[0]!.skuId, some, prediction, plansOf)),
    ...refusals('DependencyViolation', () => '', some => prerequisiteRules(some[0]!.skuId, some.map(({ ordinal }) => licensesOf(ordinal)), holders(some[0]!.skuId, after), names, plansOf)),
  ]
}

async function firstThatExplains(project: Project, compared: ComparedRows, keys: readonly string[], candidates: readonly Candidate[], compare: CompareProject): Promise<Proposal | undefined> {
  for (const candidate of candidates.slice(0, mostTried)) {
    const rules = [...project.rules.rules, candidate.rule].sort((a, b) => (a.id < b.id ? -1 : 1))
    const { cured, broken } = outcome(compared, await compare({ ...project, rules: { ...project.rules, rules } }))
    if (broken === 0 && keys.every(key => cured.has(key))) return added(candidate, [...cured], compared, candidates.filter(one => one !== candidate))
  }
  return undefined
}

function exclusion(pair: Pair, names: Names): Candidate {
  const [one, other] = pair.map(id => names.plan(id)).sort() as [string, string]
  const rule: Rule = {
    ...head(`${kebab(one)}-excludes-${kebab(other)}`, `The service refuses ${one} beside ${other}.`),
    kind: 'mutually-exclusive', within: 'both', items: [...pair].sort().map(id => ({ type: 'plan', id })), against: [],
  }
  return { rule, yaml: ruleYaml(rule, [`plans: [${scalar(one)}, ${scalar(other)}]`]), words: `${one} and ${other}`, why: `the service refused ${one} and ${other} together` }
}

function added({ rule, yaml, why }: Candidate, cured: readonly string[], compared: ComparedRows, others: readonly Candidate[]): Proposal {
  const alternatives = { count: others.length, sample: others.slice(0, fewPairs).map(({ words }) => words) }
  return { type: 'add-rule', ids: [rule.id], users: usersIn(cured, compared), rows: cured.length, why, yaml, alternatives }
}

/** What those have to whom the service gave a product. */
function holders(skuId: Guid, { tenant }: Export): readonly (readonly License[])[] {
  return tenant.cohorts.map(({ state }) => state.paths.flatMap(({ effective }) => effective)).filter(licenses => licenses.some(license => license.skuId === skuId))
}

/** What the users of the prediction have on in the later export. */
function heldIn(prediction: Prediction, { tenant, rows }: Export): (ordinal: number) => readonly License[] {
  const matching = matchOf(prediction, tenant)
  return ordinal => {
    const later = matching.user(ordinal)
    return (later === undefined ? [] : (rows(later) ?? [])).filter(({ state }) => state === 'Active' || state === 'ActiveWithError')
  }
}

function usersIn(keys: readonly string[], { differing }: ComparedRows): number {
  return new Set(keys.flatMap(key => (differing.get(key) as RowDifference | undefined)?.ordinal ?? [])).size
}
