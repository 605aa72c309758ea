import type { Situation } from '../explain/situation.js'
import type { Guid } from '../model/catalog.js'
import type { Change } from '../model/change.js'
import type { ChangeBody, Edit, Remedy } from '../model/report.js'
import { plansOn } from '../simulate/paths.js'
import { writeChange } from '../load/project/write-change.js'
import type { PlanEdit } from './edit-plan.js'
import type { TraceCohort } from '../model/trace.js'
import type { Move } from './move.js'
import { plansOfCatalog } from '../simulate/world.js'
import { ownersIn } from './scene.js'
import { consequenceOf, type Played, type PlayedEdits, type Trial } from './trial.js'

const safeties: readonly Remedy['safety'][] = ['on-premises', 'needs-purchase', 'needs-decision']

/** What a tried set of moves does for its finding, and what it costs. */
export function priced(base: Played, trial: Trial, moves: readonly Move[]): Omit<Remedy, 'id' | 'minimal' | 'alsoCures' | 'form'> {
  return {
    clean: trial.caused.length === 0,
    cures: trial.cures,
    leaves: trial.leaves,
    causes: trial.caused.map((one) => consequenceOf(base, trial, one)),
    ...priceOf(base, trial, moves),
  }
}

/** What a set of moves is and costs, whatever it is for. */
export function priceOf(base: Played, trial: PlayedEdits, moves: readonly Move[]): Price {
  const losesPlans = lostPlans(base, trial)
  return {
    title: capital(moves.map((one) => one.title).join('; ')),
    changes: writeEdits(trial.edits),
    affects: affected(trial),
    seats: seatsMoved(base, trial),
    losesPlans,
    safety: safetyOf(moves, losesPlans),
    money: moneyOf(base, trial),
  }
}

export type Price = Pick<Remedy, 'title' | 'changes' | 'affects' | 'seats' | 'losesPlans' | 'safety' | 'money'>

/** Edits as a report writes them. */
export const writeEdits = (edits: readonly PlanEdit[]): readonly Edit[] => edits.map((edit) => writeEdit(edit, createdIn(edits)))

const writeEdit = ({ at, step, change }: PlanEdit, created: ReadonlyMap<Guid, string>): Edit => ({
  at,
  step,
  change: change && byName(writeChange(change), created),
})

/** Groups that the edits create, by the id that follows from their name. */
const createdIn = (edits: readonly PlanEdit[]): ReadonlyMap<Guid, string> =>
  new Map(edits.flatMap(({ change }) => (change?.op === 'createGroup' ? [[change.group.id, change.group.displayName] as const] : [])))

/** A group that an edit creates is named by its displayName: nobody has its id yet. */
function byName(body: ChangeBody, created: ReadonlyMap<Guid, string>): ChangeBody {
  if (created.size === 0) return body
  const nameOf = (value: unknown): unknown => (typeof value === 'string' ? (created.get(value) ?? value) : value)
  const to = body['to'] as Readonly<Record<string, unknown>> | undefined
  return { ...body, ...('group' in body && { group: nameOf(body['group']) }), ...(to && { to: { ...to, ...('group' in to && { group: nameOf(to['group']) }) } }) }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The gravest of what the moves ask; plans that users lose ask for a decision. */
function safetyOf(moves: readonly Move[], losesPlans: readonly string[]): Remedy['safety'] {
  const asks = new Set<Remedy['safety']>(moves.flatMap((one) => one.asks))
  return safeties.find((one) => asks.has(one)) ?? (losesPlans.length > 0 ? 'needs-decision' : 'safe')
}

/** Different users, groups and calls that the edits touch. */
function affected({ edits, situation }: PlayedEdits): Remedy['affects'] {
  const ordinalOf = ordinalsIn(situation)
  const users = new Set<number>()
  const groups = new Set<Guid>()
  let calls = 0
  for (const { change } of edits) {
    if (!change) continue
    const touched = touches(change)
    touched.users.forEach((id) => users.add(ordinalOf(id)!))
    touched.groups.forEach((id) => groups.add(id))
    calls += touched.calls
  }
  const licensed = new Set(edits.flatMap(({ change }) => (change && licensesGroup(change)) ?? []))
  for (const { after, members } of situation.trace.cohorts)
    if (licensed.size > 0 && after?.memberOf.some((id) => licensed.has(id))) members.forEach((ordinal) => users.add(ordinal))
  return { users: users.size, groups: groups.size, calls }
}

/** Users by id, those whom the plan creates, too. */
function ordinalsIn({ project, trace }: Situation): (id: Guid) => number | undefined {
  const created = new Map([...trace.created].map(([ordinal, { id }]) => [id, ordinal]))
  return (id) => project.tenant.find(id) ?? created.get(id)
}

const licensesGroup = (change: Change): Guid | undefined =>
  change.op === 'assignLicense' && 'group' in change.to ? change.to.group : undefined

interface Touched {
  readonly users: readonly Guid[]
  readonly groups: readonly Guid[]
  readonly calls: number
}

/** Whom a change touches, and how many calls it takes: one for each user, one for each member. */
function touches(change: Change): Touched {
  switch (change.op) {
    case 'assignLicense':
      return 'group' in change.to
        ? { users: [], groups: [change.to.group], calls: 1 }
        : { users: change.to.users, groups: [], calls: change.to.users.length }
    case 'addMembers':
    case 'removeMembers':
    case 'setMembers':
      return { users: change.users, groups: [change.group], calls: change.users.length }
    case 'updateUser':
    case 'deleteUser':
    case 'restoreUser':
      return { users: [change.user], groups: [], calls: 1 }
    case 'createUser':
      return { users: [change.user.id], groups: [], calls: 1 }
    case 'updateGroup':
    case 'deleteGroup':
      return { users: [], groups: [change.group], calls: 1 }
    case 'createGroup':
      return { users: [], groups: [change.group.id], calls: 1 }
    case 'changeUnits':
      return { users: [], groups: [], calls: 0 }
    case 'reprocess':
      return 'group' in change
        ? { users: [], groups: [change.group], calls: 1 }
        : { users: change.users, groups: [], calls: change.users.length }
    default:
      return change satisfies never
  }
}

/** Units in use after the edited plan less those after the plan as it stands, by part number. */
function seatsMoved(base: Played, { situation }: PlayedEdits): Readonly<Record<string, number>> {
  const before = new Map(base.situation.trace.seats.map((sku) => [sku.skuId, sku.consumedAfter]))
  const moved = situation.trace.seats
    .map((sku) => [sku.skuPartNumber, sku.consumedAfter - (before.get(sku.skuId) ?? 0)] as const)
    .filter(([, units]) => units !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(moved)
}

/** What the bought units cost; null where nothing is bought or a price is missing. */
function moneyOf({ situation }: Played, { edits }: PlayedEdits): Remedy['money'] {
  const { prices } = situation.project
  const bought = edits.flatMap(({ change }) => (change?.op === 'changeUnits' && 'add' in change && change.add > 0 ? [change] : []))
  if (!prices || bought.length === 0 || bought.some((change) => !prices.unit.has(change.sku))) return null
  const amount = bought.reduce((sum, change) => sum + change.add * prices.unit.get(change.sku)!, 0)
  return { currency: prices.currency, amount: Math.round(amount * 100) / 100, per: prices.per }
}

/** Plans that some user has in the snapshot, would keep by the plan as it stands, and has no more by the edited one. */
function lostPlans(base: Played, { situation }: PlayedEdits): readonly string[] {
  const plansOf = plansOfCatalog(situation.project.catalog)
  const { cohorts } = base.situation.trace
  const owner = ownersIn(base.situation.trace)
  const lost = new Set<Guid>()
  for (const { members, before, after } of situation.trace.cohorts) {
    const has = plansOn(after, plansOf)
    const had = plansOn(before, plansOf)
    const note = (other: TraceCohort | undefined): void => {
      if (other !== undefined && other.after?.paths !== after?.paths) for (const plan of plansOn(other.after, plansOf)) if (had.has(plan) && !has.has(plan)) lost.add(plan)
    }
    const same = cohorts[owner[members[0]!] ?? -1]
    if (same?.members === members) note(same)
    else for (const ordinal of members) note(cohorts[owner[ordinal] ?? -1])
  }
  return [...lost].map((plan) => situation.names.plan(plan)).sort()
}
