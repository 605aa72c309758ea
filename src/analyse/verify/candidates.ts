import type { Guid } from '../../model/catalog.js'
import type { Item, Rule } from '../../model/rule.js'
import type { Names } from '../../model/names.js'
import type { License } from '../../model/tenant.js'
import type { PlansOf } from '../../model/subject.js'
import type { Prediction } from './predict.js'
import { plansOn } from './pairs.js'
import type { RowDifference } from './compare-rows.js'

/** A rule that could be the reason of a refusal, and the same as a file writes it. */
export interface Candidate {
  readonly rule: Rule
  readonly yaml: string
  /** What it says, in a few words. */
  readonly words: string
  readonly why: string
}

export function head(id: string, reason: string) {
  return { id, severity: 'error' as const, reason, pack: 'proposed', place: { file: 'proposed', line: 1, column: 1 } }
}

/** As a file of rules. */
export function ruleYaml({ id, kind, reason }: Pick<Rule, 'id' | 'kind' | 'reason'>, keys: readonly string[]): string {
  return `${['rules:', `  - id: ${id}`, `    kind: ${kind}`, '    severity: error', ...keys.map(key => `    ${key}`), `    reason: ${scalar(reason)}`].join('\n')}\n`
}

export function kebab(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')
}

/** Names as they are, everything else between quotes. */
export function scalar(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_]{3,}$/.test(text) ? text : JSON.stringify(text)
}

/** The product, or one of its plans, where these users are. */
export function locationRules(skuId: Guid, differences: readonly RowDifference[], { situation }: Prediction, plansOf: PlansOf): readonly Candidate[] {
  const { names, project } = situation
  const { countryLetterCode, defaultUsageLocation } = project.tenant.organization
  const countries = [...new Set(differences.map(({ cohort }) => cohort.after?.usageLocation ?? defaultUsageLocation ?? countryLetterCode))].sort()
  if (countries.some(country => country === null)) return []
  const where = countries as readonly string[]
  const plans = plansOn(differences.map(({ actual }) => actual!), plansOf)
  const items: readonly Item[] = [{ type: 'product', id: skuId }, ...[...new Set(plans)].map((id): Item => ({ type: 'plan', id }))]
  return items.map(item => {
    const name = nameOf(item, names)
    const rule: Rule = { ...head(`${kebab(name)}-not-in-${where.map(kebab).join('-')}`, `The service refuses ${name} in ${where.join(', ')}.`), kind: 'usage-location', items: [item], condition: { prohibitedIn: where } }
    return { rule, yaml: ruleYaml(rule, [`${item.type}: ${scalar(name)}`, `prohibitedIn: [${where.map(code => `'${code}'`).join(', ')}]`]), words: `${name} in ${where.join(', ')}`, why: `the service refused ${name} in ${where.join(', ')}` }
  })
}

/** What everybody has to whom the service gave the product, and none of those to whom it did not. */
export function prerequisiteRules(skuId: Guid, refused: readonly (readonly License[])[], accepted: readonly (readonly License[])[], names: Names, plansOf: PlansOf): readonly Candidate[] {
  if (accepted.length === 0) return []
  const others = (licenses: readonly License[]): ReadonlySet<Guid> => new Set(plansOn(licenses.filter(license => license.skuId !== skuId), plansOf))
  const [have, lack] = [accepted.map(others), refused.map(others)]
  const common = [...have[0]!].filter(plan => have.every(plans => plans.has(plan)) && lack.every(plans => !plans.has(plan)))
  const name = names.product(skuId)
  return common.map(id => [names.plan(id), id] as const).sort(([a], [b]) => (a < b ? -1 : 1)).map(([needed, id]) => {
    const rule: Rule = { ...head(`${kebab(name)}-needs-${kebab(needed)}`, `The service refuses ${name} without ${needed}.`), kind: 'prerequisite', within: 'user', dependent: { type: 'product', id: skuId }, requiresAnyOf: [[{ type: 'plan', id }]], requiresAllOf: [] }
    return { rule, yaml: ruleYaml(rule, [`product: ${scalar(name)}`, 'within: user', `requiresAnyOf: [{ plan: ${scalar(needed)} }]`]), words: `${name} needs ${needed}`, why: `the service refused ${name} without ${needed}` }
  })
}

const nameOf = ({ type, id }: Item, names: Names): string => (type === 'plan' ? names.plan(id) : names.product(id))
