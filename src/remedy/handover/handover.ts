import { findingsOf } from '../../explain/findings.js'
import { foundIn } from '../../explain/found.js'
import { impactOf } from '../../explain/impact.js'
import { situationOf, type Situation } from '../../explain/situation.js'
import { seatsOf } from '../../explain/tables.js'
import type { Guid } from '../../model/catalog.js'
import type { Change, Plan } from '../../model/change.js'
import type { Grave, Handover, Made, Stage, Start } from '../../model/handover.js'
import type { Judge } from '../../model/judge.js'
import type { Project } from '../../model/project.js'
import type { Finding, WayOut } from '../../model/report.js'
import type { Trace } from '../../model/trace.js'
import { consumedBy } from '../../simulate/paths.js'
import { callsOf, groupNamedBy, usersNamedBy, waits, type StepView } from './calls.js'
import { losesOf as losesIn } from './losses.js'
import { momentsOf, type Moment } from './moments.js'
import { namesIn, shortly } from './names.js'
import { expectedRows, passagesOf, rowsText, touchedBy } from './passages.js'
import { undoOf } from './undo.js'
import { stepWords } from './words.js'

export interface Cure {
  readonly finding: Finding
  readonly remedy: WayOut
}

/** Plays the plan as Graph would take it, and says call by call what to do, what to expect before and what to wait for after. */
export async function handoverOf(given: Project, plan: Plan, cures: readonly Cure[], judge: Judge): Promise<Handover> {
  const project: Project = { ...given, plan, settings: { ...given.settings, channel: 'graph' } }
  const { trace, moments } = await momentsOf(project, judge)
  const situation = situationOf(project, trace, true)
  const stages = plan.steps.map(({ change }, index) => stageOf(situation, change, index + 1, moments))
  const findings = findingsOf(situation, foundIn(situation)).map(([, finding]) => finding)
  const touched = [...new Set(stages.flatMap(({ touched }) => touched))].sort((a, b) => a - b)
  const only = stages.map(({ stage }) => stage)
  return {
    title: plan.title,
    now: project.now,
    countsWarning: project.settings.seats !== 'strict',
    made: plan.steps.flatMap(({ change }) => madeBy(change)),
    start: startOf(situation, moments, plan, only, touched),
    stages: only,
    remaining: findings.filter(one => one.origin === 'introduced' && !one.transient && one.severity !== 'info').map(({ ruleId, error, reason, users }) => ({ what: [ruleId ?? 'recorded by the service', error ?? reason ?? ''].join(' ').trim(), users })),
    cures,
    impact: impactOf(situation),
    seats: seatsOf(situation),
    cost: costOf(project, plan),
    rollback: await rollbackOf(project, plan, only, touched, judge),
    names: namesOfAll(project, plan, only, situation),
  }
}

function stageOf(situation: Situation, change: Change, step: number, moments: readonly Moment[]): { readonly stage: Stage; readonly touched: readonly number[] } {
  const { project, trace } = situation
  const [before, after] = [moments[step - 1]!, moments[step]!]
  const { outcome, reason } = trace.steps[step - 1]!
  const named = usersNamedBy(change).flatMap(id => after.find(id) ?? [])
  const touched = outcome === 'refused' ? [] : touchedBy(situation, before, after, named)
  const losses = lossesAmong(project, before, after, touched)
  const view = viewOf(trace, step, before, after, losses)
  const calls = outcome === 'refused' ? [] : [...callsOf(change, view), ...assumedReprocess(project, view, touched)]
  const gains = [...gainsAmong(before, after, touched)].map(([skuId, users]) => ({ skuId, free: Math.min(users, before.units(skuId) - (before.consumed.get(skuId) ?? 0)) }))
  return {
    touched,
    stage: {
      step,
      what: stepWords(change, shortly(namesIn(project, project.plan))),
      refused: outcome === 'refused' ? (reason ?? 'refused') : null,
      calls,
      isBackground: calls.some(({ op }) => isBackground(op)),
      takesAway: takesAway(change),
      ...passagesOf(situation, before, after, touched),
      seats: gains.filter(({ free }) => free > 0).sort((a, b) => (a.skuId < b.skuId ? -1 : 1)),
      units: change.op === 'changeUnits' && after.units(change.sku) > before.units(change.sku) ? [{ skuId: change.sku, enabled: after.units(change.sku) }] : [],
      locations: change.op === 'updateUser' && change.set.usageLocation !== undefined ? [{ user: change.user, usageLocation: change.set.usageLocation }] : [],
      losses: [...losses.count].map(([service, users]) => ({ service, users })),
      undo: outcome === 'refused' ? [] : undoOf(change, before, after),
    },
  }
}

/** The service answers at once and works on; of a direct licence it has done everything when it answers. */
function isBackground(op: Stage['calls'][number]['op']): boolean {
  return op === 'licenseGroup' || op === 'addMember' || op === 'removeMember' || op === 'setSecurity' || op === 'reprocess' || op === 'deleteGroup'
}

function takesAway(change: Change): boolean {
  if (change.op === 'assignLicense') return change.removeLicenses.length > 0 || change.addLicenses.some(({ disabledPlans }) => disabledPlans.length > 0)
  return ['removeMembers', 'setMembers', 'deleteGroup', 'deleteUser', 'updateGroup'].includes(change.op)
}

interface Losses {
  readonly byUser: ReadonlyMap<Guid, readonly Grave[]>
  readonly count: ReadonlyMap<Grave, number>
}

function lossesAmong({ catalog }: Project, before: Moment, after: Moment, touched: readonly number[]): Losses {
  const loses = losesIn(catalog)
  const byUser = new Map(touched.map(ordinal => [after.idOf(ordinal), loses(before.stateOf(ordinal), after.stateOf(ordinal))] as const))
  const count = new Map<Grave, number>()
  for (const services of byUser.values()) for (const service of services) count.set(service, (count.get(service) ?? 0) + 1)
  return { byUser, count: new Map([...count].sort(([a], [b]) => (a < b ? -1 : 1))) }
}

function viewOf({ standings }: Trace, step: number, before: Moment, after: Moment, { byUser, count }: Losses): StepView {
  const refused = standings.filter(({ cause, firstStep }) => cause.scope === 'change' && firstStep === step).flatMap(({ users }) => users)
  return { before, after, refused: new Set(refused.map(ordinal => after.idOf(ordinal))), losesOf: user => byUser.get(user) ?? [], loses: [...count.keys()] }
}

/** Users who get a product that they had by no path, by product. */
function gainsAmong(before: Moment, after: Moment, touched: readonly number[]): ReadonlyMap<Guid, number> {
  const gains = new Map<Guid, number>()
  for (const ordinal of touched) {
    const had = consumedBy(before.stateOf(ordinal))
    for (const skuId of consumedBy(after.stateOf(ordinal))) if (!had.has(skuId)) gains.set(skuId, (gains.get(skuId) ?? 0) + 1)
  }
  return gains
}

/** `--assume-reprocess`: what the plan was played with has to be done. */
function assumedReprocess({ settings }: Project, { before, after, losesOf }: StepView, touched: readonly number[]): Stage['calls'] {
  if (!settings.assumeReprocess) return []
  const users = touched.filter(ordinal => waits(before.stateOf(ordinal)) || waits(after.stateOf(ordinal)))
  return users.map(ordinal => after.idOf(ordinal)).map(user => ({ op: 'reprocess', user, grave: losesOf(user) }))
}

function madeBy(change: Change): readonly Made[] {
  if (change.op === 'createGroup') {
    const { id, displayName, securityEnabled, mailEnabled, groupTypes } = change.group
    return [{ id, type: 'group', name: displayName, facts: [`securityEnabled ${securityEnabled}`, `mailEnabled ${mailEnabled}`, `groupTypes ${groupTypes.join(', ') || 'none'}`, 'no licences yet'] }]
  }
  if (change.op !== 'createUser') return []
  const { id, userPrincipalName, usageLocation, userType } = change.user
  return [{ id, type: 'user', name: userPrincipalName, facts: [`usageLocation ${usageLocation ?? 'not set'}`, `userType ${userType ?? 'not set'}`, 'no licences yet'] }]
}

/** What the first look must find: the snapshot, as far as the plan touches it. */
function startOf(situation: Situation, moments: readonly Moment[], plan: Plan, stages: readonly Stage[], touched: readonly number[]): Start {
  const [first] = moments
  const known = touched.filter(ordinal => first!.stateOf(ordinal) !== undefined && !first!.isOpen(ordinal))
  const alike = new Map<string, number[]>()
  for (const ordinal of known) {
    const key = rowsText(situation, first!.stateOf(ordinal))
    alike.set(key, [...(alike.get(key) ?? []), ordinal])
  }
  const groups = [...new Set(plan.steps.flatMap(({ change }) => groupNamedBy(change) ?? []))].filter(id => first!.groups.has(id)).sort()
  const licensed = new Set(plan.steps.flatMap(({ change }) => (change.op === 'assignLicense' && 'group' in change.to ? [change.to.group] : [])))
  return {
    groups: groups.map(group => ({ group, licenses: first!.groups.get(group)?.assignedLicenses ?? [] })),
    members: groups.filter(group => licensed.has(group)).map(group => ({ group, users: first!.membersOf(group).map(ordinal => first!.idOf(ordinal)).sort() })),
    rows: [...alike.values()].map(ordinals => ({ users: ordinals.map(ordinal => first!.idOf(ordinal)).sort(), rows: expectedRows(situation, first!.stateOf(ordinals[0]!)) })).sort((a, b) => (a.users[0]! < b.users[0]! ? -1 : 1)),
    seats: seatsAtStart(moments, stages),
  }
}

/** The most units beyond today's that are in use at once, up to the first purchase of the product. */
function seatsAtStart(moments: readonly Moment[], stages: readonly Stage[]): Start['seats'] {
  const [first] = moments
  const most = new Map<Guid, number>()
  const bought = new Set<Guid>()
  for (const { step, units } of stages) {
    for (const { skuId } of units) bought.add(skuId)
    for (const [skuId, consumed] of moments[step]!.consumed) {
      const more = consumed - (first!.consumed.get(skuId) ?? 0)
      if (!bought.has(skuId) && more > (most.get(skuId) ?? 0)) most.set(skuId, more)
    }
  }
  return [...most].map(([skuId, free]) => ({ skuId, free })).sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
}

function costOf({ prices }: Project, { steps }: Plan): Handover['cost'] {
  const bought = steps.flatMap(({ change }) => (change.op === 'changeUnits' && 'add' in change && change.add > 0 ? [change] : []))
  if (!prices || bought.length === 0 || bought.some(({ sku }) => !prices.unit.has(sku))) return null
  const amount = bought.reduce((sum, { add, sku }) => sum + add * prices.unit.get(sku)!, 0)
  return { currency: prices.currency, amount: Math.round(amount * 100) / 100, per: prices.per }
}

/** Plays the plan and everything that takes it back, and compares with the snapshot. */
async function rollbackOf(project: Project, plan: Plan, stages: readonly Stage[], touched: readonly number[], judge: Judge): Promise<Handover['rollback']> {
  const place = { file: plan.file, line: 1, column: 1 }
  const back = [...stages].reverse().flatMap(({ undo }) => undo).map(change => ({ change, place }))
  const { moments } = await momentsOf({ ...project, plan: { ...plan, steps: [...plan.steps, ...back] } }, judge)
  const [first, last] = [moments[0]!, moments.at(-1)!]
  const had = touched.filter(ordinal => first.stateOf(ordinal) !== undefined)
  const restored = had.filter(ordinal => effectText(first.stateOf(ordinal)) === effectText(last.stateOf(ordinal))).length
  return { restored, notRestored: had.length - restored }
}

function effectText(state: ReturnType<Moment['stateOf']>): string {
  return JSON.stringify(state?.paths.filter(path => path.effective.length > 0).map(path => [path.source, path.effective]) ?? null)
}

/** Of everything that the calls, the rows and what takes it back mention. */
function namesOfAll(project: Project, plan: Plan, stages: readonly Stage[], situation: Situation): ReadonlyMap<Guid, string> {
  const nameOf = shortly(namesIn(project, plan))
  const ids = new Set(JSON.stringify([stages, plan.steps]).match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])
  for (const { before, after } of situation.trace.cohorts) for (const path of [...(before?.paths ?? []), ...(after?.paths ?? [])]) if (path.source !== null) ids.add(path.source)
  return new Map([...ids].sort().flatMap(id => {
    const name = nameOf(id)
    return name === undefined ? [] : [[id, name] as const]
  }))
}
