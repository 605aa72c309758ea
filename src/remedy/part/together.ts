import type { Guid } from '../../model/catalog.js'
import type { SeatCount, Trace, TraceCohort } from '../../model/trace.js'
import { consumedBy } from '../../simulate/paths.js'
import { shortages } from '../../simulate/seat-counts.js'
import type { EditedPlan } from '../edit-plan.js'

/** What was played of an edited plan: for these users, these groups and these steps; all else is as in the plan as it stands. */
export interface PartPlayed {
  readonly trace: Trace
  readonly edited: EditedPlan
  hasOrdinal(ordinal: number): boolean
  hasGroup(id: Guid): boolean
  /** By index of the edited plan: whether the step was played at all. */
  readonly isPlayed: readonly boolean[]
}

/** The trace of the whole tenant under the edited plan. */
export function together(base: Trace, part: PartPlayed): Trace {
  const { trace, edited, hasOrdinal } = part
  const before = base.cohorts.filter(({ members }) => hasOrdinal(members[0]!))
  const cohorts = [...base.cohorts.filter(({ members }) => !hasOrdinal(members[0]!)), ...trace.cohorts]
  const standings = standingsOf(base, part)
  const short = keysOfShort([...before, ...trace.cohorts])
  const slack = new Map([...[...base.slack].filter(([key]) => !short.has(key)), ...[...trace.slack].filter(([key]) => short.has(key))])
  return {
    ...base,
    steps: trace.steps.map((outcome, index) => (part.isPlayed[index] ? outcome : (base.steps[edited.anchors[index]! - 1] ?? outcome))),
    cohorts,
    standings,
    slack,
    seats: seatsOf(base, trace, before, shortages(cohorts, standings, slack)),
    groups: new Map([...[...base.groups].filter(([id]) => !part.hasGroup(id)), ...[...trace.groups].filter(([id]) => part.hasGroup(id))]),
    created: trace.created,
    addresses: new Map([...[...base.addresses].filter(([ordinal]) => !hasOrdinal(ordinal)), ...[...trace.addresses].filter(([ordinal]) => hasOrdinal(ordinal))]),
  }
}

function standingsOf(base: Trace, part: PartPlayed): Trace['standings'] {
  const { trace, hasOrdinal } = part
  const others = base.standings.flatMap((one) => {
    const users = one.users.filter((ordinal) => !hasOrdinal(ordinal))
    if (users.length > 0) return [{ ...one, users }]
    return one.users.length === 0 && isUntouched(part, one.firstStep) ? [one] : []
  })
  return [...others, ...trace.standings]
}

/** Whether the step of the plan as it stands is one of the edited plan, and was not played for the part. */
const isUntouched = ({ edited: { anchors, origins }, isPlayed }: PartPlayed, step: number): boolean =>
  anchors.some((anchor, index) => anchor === step && origins[index] === 'kept' && !isPlayed[index])

/** Causes for which these users lack a unit, or could: whoever competes with them is among them. */
const keysOfShort = (cohorts: readonly TraceCohort[]): ReadonlySet<string> =>
  new Set(cohorts.flatMap(({ standings }) => standings.flatMap(({ cause }) => (cause.error === 'CountViolation' ? [cause.key] : []))))

/** Units in use move by what the part uses more or less. */
function seatsOf(base: Trace, trace: Trace, before: readonly TraceCohort[], short: ReadonlyMap<Guid, SeatCount['short']>): readonly SeatCount[] {
  const more = new Map<Guid, number>()
  const count = (cohorts: readonly TraceCohort[], sign: number): void =>
    cohorts.forEach(({ after, members }) => consumedBy(after).forEach((skuId) => more.set(skuId, (more.get(skuId) ?? 0) + sign * members.length)))
  count(before, -1)
  count(trace.cohorts, 1)
  return trace.seats.map((sku, index) => ({
    ...sku,
    consumedAfter: base.seats[index]!.consumedAfter + (more.get(sku.skuId) ?? 0),
    short: short.get(sku.skuId) ?? { min: 0, max: 0 },
  }))
}
