import type { Case } from '../case.js'
import type { Guid } from '../../model/catalog.js'
import type { Change } from '../../model/change.js'
import { list } from '../../explain/situation.js'
import { move, type Move } from '../move.js'
import { namesOf, usersWords } from '../offer.js'

/** Ways out of what the service refuses of itself: the same call put right. */
export async function callMoves(the: Case): Promise<readonly Move[]> {
  const { cause } = the.found
  const change = the.scene.plan?.steps[the.scene.step - 1]?.change
  if (cause.reason === null || !change) return []
  switch (cause.reason) {
    case 'inherited':
      return leaveWhatGives(the, groupsIn(cause.evidence))
    case 'groupIsLicensed':
      return unlicense(the)
    case 'planNotInSku':
      return change.op === 'assignLicense' ? [withoutPlans(the, change, strings(cause.evidence, 'planIds'))] : []
    case 'notHeld':
    case 'addedAndRemoved':
      return change.op === 'assignLicense' ? withoutRemoval(the, change) : []
    default:
      return []
  }
}

type Evidence = Readonly<Record<string, unknown>>
const strings = (evidence: Evidence, key: string): readonly string[] =>
  Array.isArray(evidence[key]) ? evidence[key].map(String) : []
const groupsIn = (evidence: Evidence): readonly Guid[] => strings(evidence, 'groups')

const replace = (the: Case, change: Change, title: string, asks: Move['asks']): Move =>
  move({ kind: 'changeCall', title, step: the.scene.step, deeds: [{ type: 'replace', change }], asks })

/** An inherited licence goes with its group. */
function leaveWhatGives(the: Case, groups: readonly Guid[]): readonly Move[] {
  const users = the.users.map((ordinal) => the.scene.situation.person(ordinal).id)
  return groups.map((group) => {
    const change: Change = { op: 'removeMembers', group, users }
    const title = `take ${usersWords(the)} out of group ${namesOf(the).group(group)} instead`
    return replace(the, change, title, ['needs-decision'])
  })
}

function unlicense(the: Case): readonly Move[] {
  const { source } = the.found.cause
  const licenses = source ? (the.scene.groups.get(source)?.assignedLicenses ?? []) : []
  if (!source || licenses.length === 0) return []
  const products = licenses.map((license) => license.skuId)
  return [
    move({
      kind: 'removeLicense',
      title: `remove ${list(products.map((id) => namesOf(the).product(id)))} from group ${namesOf(the).group(source)} first`,
      step: the.scene.step,
      deeds: products.map((skuId) => ({ type: 'remove', target: { group: source }, skuId })),
      asks: ['needs-decision'],
    }),
  ]
}

type LicenseCall = Extract<Change, { op: 'assignLicense' }>

function withoutPlans(the: Case, call: LicenseCall, plans: readonly Guid[]): Move {
  const addLicenses = call.addLicenses.map((license) =>
    license.skuId === the.found.cause.skuId
      ? { ...license, disabledPlans: license.disabledPlans.filter((plan) => !plans.includes(plan)) }
      : license,
  )
  return replace(the, { ...call, addLicenses }, `leave ${list(plans.map((id) => namesOf(the).plan(id)))} out of disabledPlans`, [])
}

function withoutRemoval(the: Case, call: LicenseCall): readonly Move[] {
  const { skuId } = the.found.cause
  const removeLicenses = call.removeLicenses.filter((id) => id !== skuId)
  if (skuId === null || removeLicenses.length + call.addLicenses.length === 0) return []
  return [replace(the, { ...call, removeLicenses }, `leave ${namesOf(the).product(skuId)} out of removeLicenses`, [])]
}
