import type { License } from '../../model/tenant.js'
import type { Project } from '../../model/project.js'
import type { MutuallyExclusiveRule } from '../../model/rule.js'
import type { Basis, Proposal } from '../../model/verification.js'
import { plansOfCatalog } from '../../simulate/world.js'
import type { ComparedRows, Export, RowDifference } from './compare-rows.js'
import { candidatePairs, refusedTogether, type Pair } from './pairs.js'
import type { Prediction } from './predict.js'
import { outcome, type CompareProject, type Trial } from './rests.js'
import { matchOf } from './match.js'

/** One user may be a coincidence. */
const recurring = 2
/** Pairs of plans that are tried for one shape, likeliest first. */
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

/** Pairs of plans that the service refused together although no loaded rule forbids them. */
export async function rulesThatExplain(project: Project, prediction: Prediction, compared: ComparedRows, after: Export, compare: CompareProject): Promise<readonly Proposal[]> {
  const licensesOf = heldIn(prediction, after)
  const proposals: Proposal[] = []
  for (const keys of refusedTogether(compared.differing, licensesOf).values()) {
    if (usersIn(keys, compared) < recurring) continue
    const differences = keys.map(key => compared.differing.get(key)!)
    const pairs = candidatePairs(differences, licensesOf, after.tenant, plansOfCatalog(project.catalog), prediction.situation.names)
    const found = await firstThatExplains(project, prediction, compared, keys, pairs, compare)
    if (found !== undefined && !proposals.some(({ ids }) => ids[0] === found.ids[0])) proposals.push(found)
  }
  return proposals
}

async function firstThatExplains(project: Project, prediction: Prediction, compared: ComparedRows, keys: readonly string[], pairs: readonly Pair[], compare: CompareProject): Promise<Proposal | undefined> {
  for (const pair of pairs.slice(0, mostTried)) {
    const rule = ruleOf(pair, prediction)
    const rules = [...project.rules.rules, rule].sort((a, b) => (a.id < b.id ? -1 : 1))
    const { cured, broken } = outcome(compared, await compare({ ...project, rules: { ...project.rules, rules } }))
    if (broken === 0 && keys.every(key => cured.has(key))) return added(rule, pair, prediction, [...cured], compared, pairs.filter(one => one !== pair))
  }
  return undefined
}

function ruleOf(pair: Pair, { situation: { names } }: Prediction): MutuallyExclusiveRule {
  const [one, other] = named(pair, names)
  return {
    id: `${kebab(one)}-excludes-${kebab(other)}`,
    kind: 'mutually-exclusive',
    severity: 'error',
    within: 'both',
    items: [...pair].sort().map(id => ({ type: 'plan', id })),
    against: [],
    reason: `The service refuses ${one} beside ${other}.`,
    pack: 'proposed',
    place: { file: 'proposed', line: 1, column: 1 },
  }
}

function added(rule: MutuallyExclusiveRule, pair: Pair, { situation: { names } }: Prediction, cured: readonly string[], compared: ComparedRows, others: readonly Pair[]): Proposal {
  const plans = named(pair, names)
  const lines = ['rules:', `  - id: ${rule.id}`, `    kind: ${rule.kind}`, `    severity: ${rule.severity}`, `    plans: [${plans.map(scalar).join(', ')}]`, `    reason: ${scalar(rule.reason)}`]
  const alternatives = { count: others.length, sample: others.slice(0, fewPairs).map(one => named(one, names).join(' and ')) }
  return { type: 'add-rule', ids: [rule.id], users: usersIn(cured, compared), rows: cured.length, why: `the service refused ${plans.join(' and ')} together`, yaml: `${lines.join('\n')}\n`, alternatives }
}

function named(pair: Pair, names: { plan(id: string): string }): readonly [string, string] {
  const [one, other] = pair.map(id => names.plan(id)).sort()
  return [one!, other!]
}

function kebab(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
}

/** Names as they are, everything else between quotes. */
function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_]{3,}$/.test(text) ? text : JSON.stringify(text)
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
