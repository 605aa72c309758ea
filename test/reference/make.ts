import type { Change } from '../../src/model/change.js'
import type { Item, Rule, RuleHead } from '../../src/model/rule.js'
import type { Settings } from '../../src/model/settings.js'
import type { License } from '../../src/model/tenant.js'
import { defaults, type Case, type GroupInput, type ProductInput, type Row, type UserInput } from './case.js'

/** Short ways to write cases down. A plan whose name starts with `co-` applies to the company. */

export function product(id: string, plans: readonly string[], more: Partial<ProductInput> = {}): ProductInput {
  const shipped = plans.map((plan) => ({ id: plan, company: plan.startsWith('co-') }))
  return { id, plans: shipped, owned: true, enabled: 100, warning: 0, consumed: 0, ...more }
}

export function license(skuId: string, ...disabledPlans: string[]): License {
  return { skuId, disabledPlans }
}

export function group(id: string, licenses: readonly License[] = [], more: Partial<GroupInput> = {}): GroupInput {
  return { id, licenses, securityEnabled: true, dynamic: false, onPremises: false, proxyAddresses: [], ...more }
}

export function row(skuId: string, source: string | null, more: Partial<Row> = {}): Row {
  return { skuId, source, disabledPlans: [], state: 'Active', error: null, ...more }
}

export function user(id: string, more: Partial<UserInput> = {}): UserInput {
  return {
    id,
    usageLocation: 'CH',
    accountEnabled: true,
    userType: 'Member',
    proxyAddresses: [],
    memberOf: [],
    rows: [],
    ...more,
  }
}

function head(id: string, severity: RuleHead['severity'] = 'error'): RuleHead {
  return { id, severity, reason: 'because', pack: 'test', place: { file: 'rules.yaml', line: 1, column: 1 } }
}

export function plan(id: string): Item {
  return { type: 'plan', id }
}

export function exclusive(id: string, items: readonly string[], more: Partial<Rule> = {}): Rule {
  return {
    ...head(id),
    kind: 'mutually-exclusive',
    within: 'both',
    items: items.map(plan),
    against: [],
    ...more,
  } as Rule
}

export function needs(id: string, dependent: string, anyOf: readonly string[], more: Partial<Rule> = {}): Rule {
  return {
    ...head(id),
    kind: 'prerequisite',
    within: 'both',
    dependent: plan(dependent),
    requiresAnyOf: anyOf.map((one) => [plan(one)]),
    requiresAllOf: [],
    ...more,
  } as Rule
}

export function prohibited(id: string, items: readonly string[], countries: readonly string[]): Rule {
  return { ...head(id), kind: 'usage-location', items: items.map(plan), condition: { prohibitedIn: countries } }
}

export function locationRequired(id: string, requiredFor: 'direct' | 'any' = 'direct'): Rule {
  return { ...head(id), kind: 'usage-location', items: [], condition: { requiredFor } }
}

export function limited(id: string, keepFree = 0, products: readonly string[] = []): Rule {
  return { ...head(id), kind: 'seats', products, keepFree }
}

export function oneHolder(id: string, plans: readonly string[]): Rule {
  return { ...head(id), kind: 'unique-proxy', whenAnyPlan: plans.map(plan) }
}

export function assign(group: string, add: readonly License[], remove: readonly string[] = []): Change {
  return { op: 'assignLicense', to: { group }, addLicenses: add, removeLicenses: remove }
}

export function give(users: readonly string[], add: readonly License[], remove: readonly string[] = []): Change {
  return { op: 'assignLicense', to: { users }, addLicenses: add, removeLicenses: remove }
}

export function settings(more: Partial<Settings> = {}, flipped: readonly string[] = []): Settings {
  const assumptions = Object.fromEntries(
    Object.entries(defaults.assumptions).map(([id, on]) => [id, on && !flipped.includes(id)]),
  )
  return { ...defaults, ...more, assumptions: assumptions as Settings['assumptions'] }
}

export function caseOf(more: Partial<Case>): Case {
  return {
    organization: { countryLetterCode: 'CH', defaultUsageLocation: null },
    products: [],
    groups: [],
    users: [],
    rules: [],
    changes: [],
    settings: defaults,
    ...more,
  }
}

/** A row in one line: `E3 by sales: Error CountViolation`. */
export function say(row: Row): string {
  const off = row.disabledPlans.length > 0 ? ` without ${row.disabledPlans.join(', ')}` : ''
  return `${row.skuId} by ${row.source ?? 'direct'}${off}: ${row.state}${row.error ? ` ${row.error}` : ''}`
}
