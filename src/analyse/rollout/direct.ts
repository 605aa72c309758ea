import { sampleOf, type Situation } from '../../explain/situation.js'
import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import type { DirectRemoval } from '../../model/rollout.js'
import type { UserState } from '../../model/tenant.js'
import type { Moment } from '../../remedy/handover/moments.js'
import { isPending, pathOf, plansOn, withPath } from '../../simulate/paths.js'
import { plansOfCatalog } from '../../simulate/world.js'

/** Products that a step takes away from users directly. */
export function removedDirectly(change: Change): readonly Guid[] {
  return change.op === 'assignLicense' && 'users' in change.to ? change.removeLicenses : []
}

/** For each product that a step removes directly while a group means to give it: for whom that is safe. */
export function directRemovalsOf(situation: Situation, change: Change, step: number, before: Moment): readonly DirectRemoval[] {
  if (change.op !== 'assignLicense' || !('users' in change.to)) return []
  const users = change.to.users
  return change.removeLicenses.flatMap(skuId => {
    const judged = users.flatMap(user => judge(situation, user, skuId, before))
    return judged.length === 0 ? [] : [removalOf(situation, step, skuId, judged)]
  })
}

/** Users for whom a direct removal of the step is not safe. */
export function unsafeUsers(situation: Situation, change: Change, before: Moment): ReadonlySet<Guid> {
  if (change.op !== 'assignLicense' || !('users' in change.to)) return new Set()
  const { removeLicenses, to } = change
  return new Set(to.users.filter(user => removeLicenses.some(skuId => judge(situation, user, skuId, before).some(({ why }) => why !== undefined))))
}

interface Judged {
  readonly ordinal: number
  /** Undefined: it is safe. */
  readonly why: Omit<DirectRemoval['unsafe'][number], 'users'> | undefined
}

/** Of a user who holds the product directly and to whom a group means to give it. */
function judge(situation: Situation, user: Guid, skuId: Guid, before: Moment): readonly Judged[] {
  const ordinal = before.find(user)
  const state = ordinal === undefined ? undefined : before.stateOf(ordinal)
  if (ordinal === undefined || state === undefined || !pathOf(state, null).effective.some(license => license.skuId === skuId)) return []
  const groups = state.paths.filter(path => path.source !== null && path.intended.some(license => license.skuId === skuId))
  if (groups.length === 0) return []
  const failed = groups.find(path => Object.keys(path.errors).length > 0)
  const plans = lostPlans(situation, state, skuId)
  if (failed !== undefined) return [{ ordinal, why: { because: 'groupInError', error: failed.errors[skuId] ?? Object.values(failed.errors)[0] ?? null, servicePlans: plans } }]
  if (groups.every(isPending)) return [{ ordinal, why: { because: 'groupPending', error: null, servicePlans: plans } }]
  return [{ ordinal, why: plans.length === 0 ? undefined : { because: 'fewerPlans', error: null, servicePlans: plans } }]
}

/** Plans that no group gives: the union over all of them counts. */
function lostPlans({ project, names }: Situation, state: UserState, skuId: Guid): readonly string[] {
  const plansOf = plansOfCatalog(project.catalog)
  const direct = pathOf(state, null)
  const after = plansOn(withPath(state, { ...direct, effective: direct.effective.filter(license => license.skuId !== skuId) }), plansOf)
  return [...plansOn(state, plansOf)].filter(plan => !after.has(plan)).map(names.plan).sort()
}

function removalOf(situation: Situation, step: number, skuId: Guid, judged: readonly Judged[]): DirectRemoval {
  const some = (list: readonly Judged[]) => ({ count: list.length, sample: sampleOf(situation, [Uint32Array.from(list.map(({ ordinal }) => ordinal).sort((a, b) => a - b))]) })
  const reasons = new Map<string, Judged[]>()
  for (const one of judged) if (one.why !== undefined) reasons.set(JSON.stringify(one.why), [...(reasons.get(JSON.stringify(one.why)) ?? []), one])
  return {
    step,
    sku: situation.names.product(skuId),
    safe: some(judged.filter(({ why }) => why === undefined)),
    unsafe: [...reasons].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => ({ users: some(list), ...list[0]!.why! })),
  }
}
