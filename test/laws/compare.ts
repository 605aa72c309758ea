import { createJudge } from '../../src/engine/judge.js'
import { play as playCohorts } from '../../src/engine/play.js'
import type { Judge } from '../../src/model/judge.js'
import type { PlansOf } from '../../src/model/subject.js'
import type { Path } from '../../src/model/tenant.js'
import type { Standing, Trace, TraceCohort } from '../../src/model/trace.js'
import type { Case } from '../reference/case.js'
import { say } from '../reference/make.js'
import { projectOf, type Folding } from '../reference/project.js'
import { play, type Found, type Played } from '../reference/reference.js'
import { rowsOfHeld } from '../reference/world.js'

/** What one of the two says, in lines that can be laid side by side: topic -> line -> said. */
type Account = Map<string, Set<string>>

export function judgeOf(input: Case): Judge {
  const products = new Map(input.products.map((product) => [product.id, product]))
  const plansOf: PlansOf = (sku) =>
    (products.get(sku)?.plans ?? [])
      .map((plan) => ({ servicePlanId: plan.id, appliesTo: plan.company ? ('Company' as const) : ('User' as const) }))
      .sort((one, other) => (one.servicePlanId < other.servicePlanId ? -1 : 1))
  return createJudge(input.rules, plansOf)
}

export async function traceOf(input: Case, folding: Folding = 'folded'): Promise<Trace> {
  return playCohorts(projectOf(input, folding), judgeOf(input))
}

/** Where seatplan and the reference differ: empty when they agree. `-` the reference alone, `+` seatplan alone. */
export async function differences(input: Case, folding: Folding = 'folded'): Promise<string[]> {
  const expected = accountOfReference(play(input), input)
  const actual = accountOfTrace(await traceOf(input, folding), input)
  return [...expected.keys()].flatMap((topic) => {
    const theirs = expected.get(topic) ?? new Set()
    const ours = actual.get(topic) ?? new Set()
    return [
      ...[...theirs].filter((line) => !ours.has(line) && !(topic === 'refusals' && saidOtherwise(line, ours))).map((line) => `- ${topic}: ${line}`),
      ...[...ours]
        .filter((line) => !theirs.has(line) && !(topic === 'refusals' && saidOtherwise(line, theirs)))
        .map((line) => `+ ${topic}: ${line}`),
    ].sort()
  })
}

/** A call with several things wrong about it may be refused with any of them. */
function saidOtherwise(line: string, ours: ReadonlySet<string>): boolean {
  const [step = '', rule = '', error = '', , user = ''] = line.split(' ')
  return rule === '' && error === '' && [...ours].some((one) => one.startsWith(`${step}   `) && one.endsWith(` ${user}`))
}

function accountOfReference(played: Played, input: Case): Account {
  const steps = played.steps.map(({ outcome }, index) => `${index + 1} ${outcome}`)
  const refusals = played.steps.flatMap((step, index) =>
    step.refusals.map(({ rule, error, reason, user }) => [index + 1, rule, error, reason, user].join(' ')),
  )
  const rows = [...played.rows].flatMap(([id, list]) => list.map((row) => `${id} ${say(row)}`))
  const findings = [...played.findings].flatMap(([id, list]) => list.flatMap((found) => standsIn(id, found)))
  const others = played.others.flatMap((list, step) => list.map((line) => `${step} ${line}`))
  const seats = [...played.seats]
    .filter(([sku]) => input.products.some((product) => product.id === sku && product.owned))
    .map(([sku, { before, after, unitsAfter }]) => [sku, before, after, unitsAfter].join(' '))
  const impact = [...played.impact].flatMap(([id, list]) =>
    list.map(({ step, gains, loses }) => `${id} ${step} +${gains.join()} -${loses.join()}`),
  )
  return new Map(
    Object.entries({ steps, refusals, rows, findings, others, seats, impact }).map(([topic, lines]) => [topic, new Set(lines)]),
  )
}

function standsIn(id: string, found: Found): string[] {
  const lines: string[] = []
  for (let step = found.firstStep; step <= found.lastStep; step += 1)
    lines.push([id, step, found.rule, found.error, found.source, found.sku, found.origin].join(' '))
  return lines
}

function accountOfTrace(trace: Trace, input: Case): Account {
  const names = namesOf(trace, input)
  const members = (cohort: TraceCohort) => [...cohort.members].map(names)
  const steps = trace.steps.map(({ outcome }, index) => `${index + 1} ${outcome}`)
  const refused = trace.standings.filter(isRefusal)
  const refusals = refused.flatMap(({ cause, firstStep, users }) =>
    (users.length > 0 ? users.map(names) : [null]).map((user) =>
      [firstStep, cause.reason ? null : cause.ruleId, cause.error, cause.reason, user].join(' '),
    ),
  )
  const rows = trace.cohorts.flatMap((cohort) => members(cohort).flatMap((id) => rowsIn(cohort, input).map((row) => `${id} ${row}`)))
  const findings = trace.cohorts.flatMap((cohort) => {
    const list = cohort.standings.filter((one) => !harmless(one, input) && (one.determined || one.failed))
    return members(cohort).flatMap((id) => list.flatMap((one) => standsIn(id, foundOf(one))))
  })
  const others = trace.standings
    .filter((one) => !isRefusal(one))
    .flatMap((one) => stepsOf(one).map((step) => `${step} ${one.cause.ruleId}|${one.cause.source ?? one.cause.skuId}`))
  const seats = trace.seats.map((line) => [line.skuId, line.consumedBefore, line.consumedAfter, line.unitsAfter].join(' '))
  const impact = trace.cohorts.flatMap((cohort) =>
    members(cohort).flatMap((id) =>
      cohort.deltas.map(({ step, gains, loses }) => `${id} ${step} +${gains.join()} -${loses.join()}`),
    ),
  )
  return new Map(
    Object.entries({ steps, refusals, rows, findings, others, seats, impact }).map(([topic, lines]) => [topic, new Set(lines)]),
  )
}

function isRefusal({ cause }: Standing): boolean {
  return cause.scope === 'change' || cause.error !== null || cause.reason !== null
}

/** A blocking rule that the snapshot contradicts: remarked by seatplan, of no effect on what happens. */
function harmless({ cause, contradicts }: Standing, input: Case): boolean {
  const rule = input.rules.find((one) => one.id === cause.ruleId)
  return contradicts === true && rule?.severity === 'error' && rule.kind !== 'condition'
}

function namesOf(trace: Trace, input: Case): (ordinal: number) => string {
  const ids = input.users.map((user) => user.id).sort()
  return (ordinal) => ids[ordinal] ?? trace.created.get(ordinal)?.id ?? `nobody ${ordinal}`
}

function rowsIn(cohort: TraceCohort, input: Case): string[] {
  const paths: readonly Path[] = cohort.after?.paths ?? []
  return paths.flatMap((path) =>
    rowsOfHeld(input.settings, path.source, path.effective, path.intended, path.errors).map(say),
  )
}

function foundOf({ cause, origin, firstStep, lastStep }: Standing): Found {
  const quiet = cause.error === null
  return {
    rule: cause.ruleId,
    error: cause.error,
    source: quiet ? null : (cause.source ?? null),
    sku: quiet ? null : cause.skuId,
    about: '',
    origin,
    firstStep,
    lastStep,
  }
}

function stepsOf({ firstStep, lastStep }: Standing): number[] {
  return Array.from({ length: lastStep - firstStep + 1 }, (_, index) => firstStep + index)
}
