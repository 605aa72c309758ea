import type { Row } from '../../explain/states.js'
import type { Row as Recorded } from '../../load/tenant/graph/users.js'
import type { RecordedRows } from '../../load/tenant/recorded-rows.js'
import type { Guid } from '../../model/catalog.js'
import type { Source, Tenant } from '../../model/tenant.js'
import type { TraceCohort } from '../../model/trace.js'
import { matchOf, type Matching } from './match.js'
import { keyOf, predictedRows, untouched, type Prediction } from './predict.js'

/** An export: the tenant, and its rows as Graph wrote them. */
export interface Export {
  readonly tenant: Tenant
  readonly rows: RecordedRows
}

/** A row of one user that came out otherwise. */
export interface RowDifference {
  readonly ordinal: number
  readonly cohort: TraceCohort
  readonly source: Source
  readonly skuId: Guid
  readonly predicted: Row | undefined
  readonly actual: Row | undefined
}

export interface ComparedRows {
  readonly agreed: number
  /** By user, source and product. */
  readonly differing: ReadonlyMap<string, RowDifference>
  /** Ordinals of the prediction. */
  readonly onlyBefore: readonly number[]
  /** Ordinals of the later export. */
  readonly onlyAfter: readonly number[]
}

type Pair = Pick<RowDifference, 'source' | 'skuId' | 'predicted' | 'actual'>

/** Holds every predicted row against the row that the later export has. */
export function compareRows(prediction: Prediction, before: RecordedRows, after: Export): ComparedRows {
  const matching = matchOf(prediction, after.tenant)
  const differing = new Map<string, RowDifference>()
  const onlyBefore: number[] = []
  let agreed = 0
  for (const cohort of prediction.situation.trace.cohorts) {
    const pairsOf = pairing(prediction, cohort, matching)
    for (const ordinal of cohort.members) {
      const later = matching.user(ordinal)
      if (later === undefined && cohort.after !== undefined) onlyBefore.push(ordinal)
      if (later === undefined) continue
      const pairs = pairsOf(cohort.before && before(ordinal), after.rows(later) ?? [])
      const wrong = pairs.filter(pair => !agrees(pair))
      agreed += pairs.length - wrong.length
      for (const pair of wrong) differing.set(`${ordinal}|${keyOf({ assignedByGroup: pair.source, skuId: pair.skuId })}`, { ...pair, ordinal, cohort })
    }
  }
  return { agreed, differing, onlyBefore, onlyAfter: matching.strangers }
}

/** Pairs of one cohort. Users share their recorded rows by the thousand, so each combination is paired once. */
function pairing(prediction: Prediction, cohort: TraceCohort, matching: Matching): (before: readonly Recorded[] | undefined, after: readonly Recorded[]) => readonly Pair[] {
  const predicted = predictedRows(prediction, cohort)
  const still = untouched(prediction, cohort, predicted)
  const known = new Map<unknown, Map<unknown, readonly Pair[]>>()
  return (before, after) => {
    const those = known.get(before) ?? new Map<unknown, readonly Pair[]>()
    const pairs = those.get(after) ?? pairsOf(withRecorded(predicted, before, still), after.map(row => rowOf(row, matching)))
    known.set(before, those.set(after, pairs))
    return pairs
  }
}

/** Where the plan changes nothing the rows stay as they were recorded, whatever one would expect of them. */
function withRecorded(predicted: readonly Row[], before: readonly Recorded[] | undefined, still: ReadonlySet<Source>): readonly Row[] {
  if (before === undefined) return predicted
  const recorded = before.filter(({ source }) => still.has(source)).map(row => rowOf(row, undefined))
  return [...predicted.filter(({ assignedByGroup }) => !still.has(assignedByGroup)), ...recorded]
}

function rowOf({ skuId, source, disabledPlans, state, error }: Recorded, matching: Matching | undefined): Row {
  return { skuId, assignedByGroup: source === null || matching === undefined ? source : matching.group(source), disabledPlans, state, error }
}

function pairsOf(predicted: readonly Row[], actual: readonly Row[]): readonly Pair[] {
  const [those, these] = [byKey(predicted), byKey(actual)]
  return [...new Set([...those.keys(), ...these.keys()])].sort().map(key => {
    const [one, other] = [those.get(key), these.get(key)]
    const { assignedByGroup: source, skuId } = one ?? other!
    return { source, skuId, predicted: one, actual: other }
  })
}

function byKey(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map(row => [keyOf(row), row]))
}

/** What nobody could know agrees with each of its possibilities; `None` is no row. */
function agrees({ predicted, actual }: Pair): boolean {
  if (predicted?.oneOf !== undefined) return predicted.oneOf.some(one => (actual === undefined ? one.state === 'None' : one.state === actual.state && one.error === actual.error))
  return predicted !== undefined && actual !== undefined && predicted.state === actual.state && predicted.error === actual.error && predicted.disabledPlans.join() === actual.disabledPlans.join()
}
