import type { Expectation, ExpectedRemedies, Item } from '../load/project/expect.js'
import type { Finding, Remedy, Report, StateRow } from '../model/report.js'
import { differences, fits, type Difference } from './compare.js'

/** What of a report is not as a scenario expects it. */
export function unexpected(report: Report, expected: Expectation): readonly Difference[] {
  const { findings, findingsInclude, states, steps, remedies, ...rest } = expected
  const seen = observe(report)
  return [
    ...(findings === undefined ? [] : findingDifferences(findings, seen.findings)),
    ...(findingsInclude === undefined ? [] : differences({ atLeast: findingsInclude }, seen.findings, 'findingsInclude')),
    ...Object.entries(states ?? {}).flatMap(([name, rows]) => differences(rows, seen.states.get(name) ?? [], `states.${name}`)),
    ...(steps === undefined ? [] : differences(numbered(steps), numbered(seen.steps), 'steps')),
    ...differences(inclusions(rest), seen.rest, ''),
    ...(remedies ?? []).flatMap((one, at) => remedyDifferences(one, seen.findings, `remedies[${at}]`)),
  ]
}

/** The one finding that is meant must have just these remedies. */
function remedyDifferences({ finding, complete, remedies }: ExpectedRemedies, findings: readonly Item[], path: string): readonly Difference[] {
  const meant = findings.filter(one => fits(finding, one))
  const [only] = meant
  if (only === undefined || meant.length > 1) return [{ path: `${path}.finding`, expected: finding, actual: only === undefined ? null : `${meant.length} findings` }]
  return differences({ remedies, ...(complete !== undefined && { complete }) }, only, path).map(titled)
}

/** A remedy that nobody expected, by what it says of itself. */
function titled(difference: Difference): Difference {
  const { expected, actual } = difference
  if (expected !== null || typeof actual !== 'object' || actual === null || !('title' in actual)) return difference
  const { title, clean, changes } = actual as Item
  return { ...difference, actual: { title, clean, changes } }
}

/** Lists are exact, over all origins except `resolved`; items that name that origin are looked for among the resolved ones. */
function findingDifferences(expected: readonly Item[], actual: readonly Item[]): readonly Difference[] {
  const [resolved, standing] = parted(expected)
  const [over, now] = parted(actual)
  return [...differences(standing, now, 'findings').map(shortened), ...differences({ atLeast: resolved }, over, 'findings (resolved)')]
}

const shown = new Set(['rule', 'error', 'reason', 'severity', 'scope', 'origin', 'step', 'users', 'group', 'skus', 'plans'])

/** A finding that nobody expected, by what a scenario would say of it. */
function shortened(difference: Difference): Difference {
  const { expected, actual } = difference
  if (expected !== null || typeof actual !== 'object' || actual === null || !('scope' in actual)) return difference
  return { ...difference, actual: Object.fromEntries(Object.entries(actual).filter(([key, value]) => shown.has(key) && value !== null)) }
}

function parted(items: readonly Item[]): readonly [readonly Item[], readonly Item[]] {
  const isResolved = (one: Item): boolean => one['origin'] === 'resolved'
  return [items.filter(isResolved), items.filter(one => !isResolved(one))]
}

/** Steps are compared in their order. */
function numbered(steps: readonly Item[]): Item {
  return { count: steps.length, ...Object.fromEntries(steps.map((step, at) => [at + 1, step])) }
}

function inclusions(rest: Item): Item {
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, key.endsWith('Include') ? { atLeast: value } : value]))
}

interface Observed {
  readonly findings: readonly Item[]
  readonly states: ReadonlyMap<string, readonly Item[]>
  readonly steps: readonly Item[]
  readonly rest: Item
}

/** A report in the words of `expect`. */
function observe(report: Report): Observed {
  const notices = report.notices as readonly object[]
  const impact = report.impact.map(({ users, ...one }) => ({ ...one, users: users.sample.map(lower), gainsInclude: one.gains, losesInclude: one.loses }))
  return {
    findings: report.findings.map(findingSeen),
    states: grouped([...(report.states ?? [])]),
    steps: report.steps as readonly object[] as readonly Item[],
    rest: {
      exitCode: report.summary.exitCode,
      seats: Object.fromEntries(report.seats.map(line => [line.skuId, line])),
      notices,
      noticesInclude: notices,
      impact,
      impactInclude: impact,
    },
  }
}

function findingSeen(finding: Finding): Item {
  const { ruleId, users, group, skus, servicePlans, remedies, kind, severity, error, reason, scope, origin, step, transient, lastStep, assumptions, evidence } = finding
  return {
    rule: ruleId, error, reason, kind, severity, scope, origin, step, transient, lastStep, assumptions, evidence,
    users: users.sample.map(lower),
    count: users.count,
    min: users.min,
    max: users.max,
    determined: users.determined,
    group: group?.id ?? null,
    skus: skus.map(sku => sku.skuId),
    plans: servicePlans.map(plan => plan.servicePlanId),
    remedies: remedies.map(remedySeen),
    complete: finding.remediesComplete,
  }
}

function remedySeen(remedy: Remedy): Item {
  const causes = remedy.causes.map(({ ruleId, group, skus, users, ...cause }) => ({ ...cause, rule: ruleId, group: group?.id ?? null, skus: skus.map(sku => sku.skuId), ...users }))
  return { ...remedy, causes, changes: remedy.changes.map(edit => ({ ...edit, change: edit.change === null ? null : changeSeen(edit.change) })) }
}

/** `sku` is `skuId`, whoever writes it. */
function changeSeen(change: Item): Item {
  const { sku, addLicenses, group, ...rest } = change
  return {
    ...rest,
    ...(group === undefined ? {} : { group: isItem(group) ? { ...group, assignedLicenses: licensesSeen(group['assignedLicenses']) } : group }),
    ...(sku === undefined ? {} : { skuId: sku }),
    ...(addLicenses === undefined ? {} : { addLicenses: licensesSeen(addLicenses) }),
  }
}

function licensesSeen(licenses: unknown): readonly Item[] {
  return ((licenses ?? []) as readonly Item[]).map(({ sku, ...rest }) => (sku === undefined ? rest : { ...rest, skuId: sku }))
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null
}

function grouped(rows: readonly StateRow[]): ReadonlyMap<string, readonly Item[]> {
  const found = new Map<string, Item[]>()
  for (const row of rows) {
    const name = lower(row.userPrincipalName)
    const { skuId, assignedByGroup, disabledPlans, state, error, oneOf } = row
    found.set(name, [...(found.get(name) ?? []), { sku: skuId, by: assignedByGroup, disabledPlans, state, error, ...(oneOf === undefined ? {} : { oneOf }) }])
  }
  return found
}

function lower(text: string): string {
  return text.toLowerCase()
}
