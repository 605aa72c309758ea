import type { Path } from '../../src/model/tenant.js'
import type { Standing, Trace, TraceCohort } from '../../src/model/trace.js'
import type { Case } from '../reference/case.js'
import { say } from '../reference/make.js'
import type { Found, Played } from '../reference/reference.js'
import { rowsOfHeld } from '../reference/world.js'

/** What one of the two says happens, in lines that can be laid side by side, by topic. */
export type Account = ReadonlyMap<string, ReadonlySet<string>>

function account(topics: Readonly<Record<string, readonly string[]>>): Account {
  return new Map(Object.entries(topics).map(([topic, lines]) => [topic, new Set(lines)]))
}

export function accountOfReference(played: Played, input: Case): Account {
  const owned = new Set(input.products.filter((product) => product.owned).map((product) => product.id))
  return account({
    steps: played.steps.map(({ outcome }, index) => `${index + 1} ${outcome}`),
    refusals: played.steps.flatMap((step, index) =>
      step.refusals.map(({ rule, error, reason, user }) => line(index + 1, rule, error, reason, user)),
    ),
    rows: [...played.rows].flatMap(([id, list]) => list.map((row) => `${id} ${say(row)}`)),
    findings: [...played.findings].flatMap(([id, list]) => list.flatMap((found) => stands(id, found))),
    others: played.others.flatMap((list, step) => list.map((one) => `${step} ${one}`)),
    seats: [...played.seats]
      .filter(([sku]) => owned.has(sku))
      .map(([sku, { before, after, unitsAfter }]) => line(sku, before, after, unitsAfter)),
    pending: [...played.pending].filter(([sku]) => owned.has(sku)).map(([sku, count]) => line(sku, count)),
    impact: [...played.impact].flatMap(([id, list]) =>
      list.map(({ step, gains, loses }) => `${id} ${step} +${gains.join()} -${loses.join()}`),
    ),
  })
}

export function accountOfTrace(trace: Trace, input: Case): Account {
  const names = namesOf(trace, input)
  const each = (lines: (cohort: TraceCohort) => readonly string[]) =>
    trace.cohorts.flatMap((cohort) => [...cohort.members].flatMap((user) => lines(cohort).map((one) => `${names(user)} ${one}`)))
  const refused = trace.standings.filter(isRefusal)
  return account({
    steps: trace.steps.map(({ outcome }, index) => `${index + 1} ${outcome}`),
    refusals: refused.flatMap(({ cause, firstStep, users }) =>
      (users.length > 0 ? users.map(names) : [null]).map((user) =>
        line(firstStep, cause.reason ? null : cause.ruleId, cause.error, cause.reason, user),
      ),
    ),
    rows: each((cohort) => rowsIn(cohort, input)),
    findings: trace.cohorts.flatMap((cohort) =>
      [...cohort.members].flatMap((user) => countedOn(cohort, input).flatMap((one) => stands(names(user), foundOf(ended(one, trace))))),
    ),
    others: trace.standings
      .filter((one) => !isRefusal(one))
      .flatMap((one) => stepsOf(ended(one, trace)).map((step) => `${step} ${one.cause.ruleId}|${one.cause.source ?? one.cause.skuId}`)),
    seats: trace.seats.map((one) => line(one.skuId, one.consumedBefore, one.consumedAfter, one.unitsAfter)),
    pending: trace.seats.map((one) => line(one.skuId, one.pending)),
    impact: each(({ deltas }) => deltas.map(({ step, gains, loses }) => `${step} +${gains.join()} -${loses.join()}`)),
  })
}

function line(...words: readonly unknown[]): string {
  return words.join(' ')
}

/** One line for each step: user, step, rule, code, source, product, origin. */
export function stands(id: string, found: Found): string[] {
  return stepsOf(found).map((step) => line(id, step, found.rule, found.error, found.source, found.sku, found.origin))
}

function stepsOf({ firstStep, lastStep }: { readonly firstStep: number; readonly lastStep: number }): number[] {
  return Array.from({ length: lastStep - firstStep + 1 }, (_, index) => firstStep + index)
}

/** The names of users by ordinal: the tenant's in the order of their ids, then those that the plan creates. */
export function namesOf(trace: Trace, input: Case): (ordinal: number) => string {
  const ids = input.users.map((user) => user.id).sort()
  return (ordinal) => ids[ordinal] ?? trace.created.get(ordinal)?.id ?? `nobody ${ordinal}`
}

function isRefusal({ cause }: Standing): boolean {
  return cause.scope === 'change' || cause.error !== null || cause.reason !== null
}

/** What the simulation let fail, without remarks that blocking rules are contradicted by the snapshot. */
function countedOn(cohort: TraceCohort, input: Case): Standing[] {
  return cohort.standings.filter((one) => !isRemark(one, input) && (one.determined || one.failed))
}

function isRemark({ cause, contradicts }: Standing, input: Case): boolean {
  const rule = input.rules.find((one) => one.id === cause.ruleId)
  return contradicts === true && rule?.severity === 'error' && rule.kind !== 'condition'
}

function rowsIn(cohort: TraceCohort, input: Case): string[] {
  const paths: readonly Path[] = cohort.after?.paths ?? []
  return paths.flatMap((path) =>
    rowsOfHeld(input.settings, path.source, path.effective, path.intended, path.errors).map(say),
  )
}

/** What still stands stood at the last step. */
const ended = <T extends Standing>(one: T, { steps }: Trace): T => (one.open ? { ...one, lastStep: steps.length } : one)

function foundOf({ cause, origin, firstStep, lastStep, determined }: Standing): Found {
  const quiet = cause.error === null
  return {
    rule: cause.ruleId,
    error: cause.error,
    source: quiet ? null : (cause.source ?? null),
    sku: quiet ? null : cause.skuId,
    about: '',
    origin,
    // Who of several fails may change from step to step; what counts is the end.
    firstStep: determined ? firstStep : lastStep,
    lastStep,
  }
}
