import type { Guid } from '../model/catalog.js'
import type { Subject } from '../model/subject.js'
import type { License, Source } from '../model/tenant.js'
import { attemptSubject } from './subject.js'
import type { Case } from './case.js'
import { licenseOf } from './scene.js'

/**
 * The plans, with whatever of the same licence needs one of them and would be left without:
 * SharePoint goes off together with Office for the web. Undefined: the path has no such licence.
 */
export async function close(
  the: Case,
  source: Source,
  skuId: Guid,
  plans: readonly Guid[],
): Promise<readonly Guid[] | undefined> {
  const license = currentLicense(the, source, skuId)
  if (!license) return undefined
  const off = new Set(plans.filter((plan) => !license.disabledPlans.includes(plan)))
  if (off.size === 0) return undefined
  for (;;) {
    const stranded = await strandedBy(the, source, { ...license, disabledPlans: [...license.disabledPlans, ...off].sort() }, license)
    const more = stranded.filter((plan) => !off.has(plan))
    if (more.length === 0) return [...off].sort()
    for (const plan of more) off.add(plan)
  }
}

/** The licence as it is, or as the step's own call gives it. */
export const currentLicense = (the: Case, source: Source, skuId: Guid): License | undefined =>
  givenBy(the, source).find((license) => license.skuId === skuId) ?? licenseOf(the.scene, source, skuId, the.users)

/** What the step's own call gives this path. */
function givenBy({ scene }: Case, source: Source): readonly License[] {
  const change = scene.plan?.steps[scene.step - 1]?.change
  if (change?.op === 'assignLicense' && ('group' in change.to ? change.to.group === source : source === null)) return change.addLicenses
  return change?.op === 'createGroup' && change.group.id === source ? change.group.assignedLicenses : []
}

/** All licences of a path, as they are or as the step's own call gives them. */
export function currentLicenses(the: Case, source: Source): readonly License[] {
  const { scene, users } = the
  const direct = users.flatMap((ordinal) =>
    (scene.stateOf(ordinal)?.paths ?? []).filter((path) => path.source === null).flatMap((path) => path.intended),
  )
  const there = source === null ? direct : (scene.groups.get(source)?.assignedLicenses ?? [])
  const skuIds = new Set([...there, ...givenBy(the, source)].map((license) => license.skuId))
  return [...skuIds].sort().flatMap((skuId) => currentLicense(the, source, skuId) ?? [])
}

/** Plans of the licence that would lose what they need. */
async function strandedBy(the: Case, source: Source, after: License, before: License): Promise<readonly Guid[]> {
  const subjects = source === null ? directSubjects(the, after) : [groupSubject(the, source, after, before)]
  const verdicts = await the.scene.judge.judge(subjects)
  const dependents = verdicts.flat().flatMap(({ evidence }) => (evidence.kind === 'prerequisite' ? [...evidence.holdings] : []))
  return dependents
    .filter((holding) => holding.skuId === after.skuId && holding.assignedByGroup === source && holding.planId !== null)
    .map((holding) => holding.planId!)
    .filter((plan) => !after.disabledPlans.includes(plan))
}

const replaced = (licenses: readonly License[], license: License): readonly License[] =>
  [...licenses.filter((other) => other.skuId !== license.skuId), license].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))

function groupSubject({ scene }: Case, groupId: Guid, after: License, before: License): Subject {
  const licenses = scene.groups.get(groupId)?.assignedLicenses ?? []
  return { type: 'group', groupId, before: replaced(licenses, before), after: replaced(licenses, after) }
}

/** One subject for each different state among the users. */
function directSubjects({ scene, users }: Case, after: License): readonly Subject[] {
  const states = new Set(users.flatMap((ordinal) => scene.stateOf(ordinal) ?? []))
  return [...states].map((state) => {
    const direct = state.paths.find((path) => path.source === null)?.intended ?? []
    return attemptSubject(state, null, replaced(direct, after))
  })
}
