import type { RecordedRows } from '../../load/tenant/recorded-rows.js'
import type { Row } from '../../explain/states.js'
import type { Situation } from '../../explain/situation.js'
import type { Project } from '../../model/project.js'
import type { Basis, Comparison, Difference, FewUsers, RowWords, Verification } from '../../model/verification.js'
import { contradictedRules, unexplainedErrors } from './alone.js'
import { compareRows, type ComparedRows, type Export, type RowDifference } from './compare-rows.js'
import { groupDifferences } from './groups.js'
import { predict } from './predict.js'
import { changesThatExplain, rulesThatExplain } from './propose.js'
import { foundBases, restsOn, trialsOf } from './rests.js'

/** One export held against the loaded rules: what they forbid and is there, what was refused and they allow. */
export async function verifyAlone(after: Project): Promise<Verification> {
  const [contradicted, unexplained] = await againstRules(after)
  return { plan: null, comparison: null, contradicted, unexplainedErrors: unexplained, summary: { exitCode: contradicted.length + unexplained.length > 0 ? 1 : 0 } }
}

/**
 * A plan's prediction held against an export that was made afterwards. Where they differ the plan is played again with each
 * assumption flipped and without each rule that may be the reason: what makes the rows agree is what they rest on.
 */
export async function verifyPlan(project: Project, before: RecordedRows, after: Project, rows: RecordedRows): Promise<Verification> {
  const comparison = await comparisonOf(project, before, { tenant: after.tenant, rows })
  const [contradicted, unexplained] = await againstRules(after)
  const { differing, unexplained: strange, groups } = comparison
  const plan = project.plan === undefined ? null : { file: project.plan.file, title: project.plan.title }
  return { plan, comparison, contradicted, unexplainedErrors: unexplained, summary: { exitCode: differing + strange + groups.length > 0 ? 1 : 0 } }
}

async function againstRules(after: Project) {
  const asItIs = await predict({ ...after, plan: undefined })
  return [contradictedRules(asItIs), unexplainedErrors(asItIs)] as const
}

async function comparisonOf(project: Project, before: RecordedRows, after: Export): Promise<Comparison> {
  const prediction = await predict(project)
  const compared = compareRows(prediction, before, after)
  const compare = async (other: Project): Promise<ComparedRows> => compareRows(await predict(other), before, after)
  const found = foundBases(prediction, compared)
  const trials = await trialsOf(project, compared, found, compare)
  const bases = new Map([...compared.differing.keys()].map(key => [key, restsOn(key, found.get(key) ?? [], trials)]))
  const unexplained = [...bases.values()].filter(some => some.length === 0).length
  return {
    agreed: compared.agreed,
    differing: compared.differing.size - unexplained,
    unexplained,
    onlyBefore: fewOf(compared.onlyBefore.map(ordinal => prediction.situation.person(ordinal).userPrincipalName)),
    onlyAfter: fewOf(compared.onlyAfter.map(ordinal => after.tenant.nameOf(ordinal).userPrincipalName)),
    differences: differencesOf(prediction.situation, compared, bases),
    groups: groupDifferences(prediction, after.tenant),
    proposals: [...changesThatExplain(compared, bases, trials), ...(await rulesThatExplain(project, prediction, compared, after, compare))],
  }
}

/** Differences that are alike are one, with their users; those that rest on something first. */
function differencesOf(situation: Situation, { differing }: ComparedRows, bases: ReadonlyMap<string, readonly Basis[]>): readonly Difference[] {
  const alike = new Map<string, { readonly words: Omit<Difference, 'users'>; readonly names: string[] }>()
  for (const [key, difference] of differing) {
    const words = wordsOf(situation, difference, bases.get(key) ?? [])
    const text = `${words.outcome} ${words.group?.id ?? ''} ${words.sku.skuId} ${JSON.stringify(words)}`
    const known = alike.get(text) ?? { words, names: [] }
    known.names.push(situation.person(difference.ordinal).userPrincipalName)
    alike.set(text, known)
  }
  return [...alike].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, { words: { restsOn: last, ...words }, names }]) => ({ ...words, users: fewOf(names), restsOn: last }))
}

function wordsOf(situation: Situation, { source, skuId, predicted, actual }: RowDifference, some: readonly Basis[]): Omit<Difference, 'users'> {
  const { names } = situation
  return {
    outcome: some.length === 0 ? 'unexplained' : 'differing',
    group: source === null ? null : { id: source, displayName: names.group(source) },
    sku: { skuId, skuPartNumber: names.product(skuId) },
    predicted: rowWords(situation, predicted),
    actual: rowWords(situation, actual),
    restsOn: some,
  }
}

function rowWords({ names }: Situation, row: Row | undefined): RowWords | null {
  if (row === undefined) return null
  const { state, error, disabledPlans, oneOf } = row
  return { state, error, disabledPlans: disabledPlans.map(id => names.plan(id)).sort(), ...(oneOf && { oneOf }) }
}

const fewNames = 5

function fewOf(names: readonly string[]): FewUsers {
  return { count: names.length, sample: [...names].sort().slice(0, fewNames) }
}
