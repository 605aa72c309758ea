import type { Case } from '../case.js'
import type { Guid } from '../../model/catalog.js'
import type { Holding } from '../../model/subject.js'
import type { License, Source } from '../../model/tenant.js'
import type { Evidence } from '../../model/violation.js'
import { currentLicenses } from '../close.js'
import type { Move } from '../move.js'
import { addLicense, disablePlans, enablePlans, isWhatStepIsFor, joinGroup, leaveGroup, newGroup, removeLicense, userPlans } from '../offer.js'

type Prerequisite = Extract<Evidence, { kind: 'prerequisite' }>

/** Ways out of a missing prerequisite: the dependent off or gone, what it needs switched on or given. */
export async function dependencyMoves(the: Case): Promise<readonly Move[]> {
  const { evidence } = the.found.cause
  if (evidence.kind !== 'prerequisite') return []
  return [...(await withoutDependent(the, evidence)), ...supplyMoves(the, [...new Set(evidence.unmet.flat())].sort())]
}

async function withoutDependent(the: Case, evidence: Prerequisite): Promise<readonly Move[]> {
  const { cause } = the.found
  const moves: Move[] = []
  for (const { assignedByGroup: source, skuId, planId } of dependents(evidence)) {
    if (planId !== null) moves.push(...(await disablePlans(the, source, skuId, [planId])))
    if (evidence.direction === 'remove' || !isWhatStepIsFor(the, source, skuId)) moves.push(...removeLicense(the, source, skuId))
    if (source !== null && cause.scope === 'user') moves.push(...leaveGroup(the, source))
  }
  return moves
}

const dependents = ({ holdings, dependent }: Prerequisite): readonly Holding[] =>
  holdings.filter((one) => one.planId === dependent || one.skuId === dependent)

/** Ways to have these plans on: where they are switched off, by a product that ships them, by a group that gives them. */
export function supplyMoves(the: Case, wanted: readonly Guid[]): readonly Move[] {
  return wanted.flatMap((plan) => [...switchOn(the, plan), ...give(the, plan), ...join(the, plan), ...recipe(the, plan)])
}

/** Where the plan is there but off: on the users' direct licences, on their groups. */
function switchOn(the: Case, plan: Guid): readonly Move[] {
  return sourcesOf(the).flatMap((source) =>
    currentLicenses(the, source)
      .filter((license) => license.disabledPlans.includes(plan))
      .flatMap((license) => enablePlans(the, source, license, [plan])),
  )
}

/** The tenant's products that ship the plan, on the path that fails, or directly. */
function give(the: Case, plan: Guid): readonly Move[] {
  const { source, scope } = the.found.cause
  const targets: readonly Source[] = source === undefined || source === null ? [null] : scope === 'group' ? [source] : [source, null]
  return productsWith(the, plan).flatMap((skuId) => targets.flatMap((target) => addLicense(the, target, skuId, [plan])))
}

/** Products of the tenant whose plan, or which themselves, are wanted. */
const productsWith = (the: Case, wanted: Guid): readonly Guid[] =>
  [...the.scene.situation.project.tenant.subscribedSkus.values()]
    .filter((sku) => sku.appliesTo === 'User' && (sku.skuId === wanted || userPlans(the, sku.skuId).includes(wanted)))
    .map((sku) => sku.skuId)
    .sort()

/** Groups that give the plan already. */
function join(the: Case, plan: Guid): readonly Move[] {
  if (the.found.cause.scope !== 'user') return []
  return [...the.scene.groups.values()]
    .filter((group) => group.id !== the.found.cause.source)
    .filter((group) => group.assignedLicenses?.some((license) => isOn(the, license, plan)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((group) => joinGroup(the, group))
}

/** The article's recipe: a group of its own that gives only what is needed, one for each product that has it. */
const recipe = (the: Case, plan: Guid): readonly Move[] =>
  the.found.cause.scope === 'user' ? productsWith(the, plan).flatMap((skuId) => newGroup(the, skuId, plan)) : []

const isOn = (the: Case, license: License, plan: Guid): boolean =>
  license.skuId === plan || (userPlans(the, license.skuId).includes(plan) && !license.disabledPlans.includes(plan))

/** Direct, and every group that gives something to any of the users. */
function sourcesOf({ scene, users, found }: Case): readonly Source[] {
  const groups = new Set(users.flatMap((ordinal) => scene.stateOf(ordinal)?.memberOf ?? []))
  if (found.cause.source) groups.add(found.cause.source)
  return found.cause.scope === 'group' ? [found.cause.source ?? null] : [null, ...[...groups].sort()]
}
