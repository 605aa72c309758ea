import type { Guid } from '../model/catalog.js'
import type { Deed, Move, Target } from './move.js'

/** Whether moves contradict each other, so that what they do together would hang on their order. */
export const areAtOdds = (moves: readonly Move[]): boolean =>
  moves.some((one, i) =>
    moves.slice(i + 1).some((other) => one.step === other.step && one.deeds.some((a) => other.deeds.some((b) => contradict(a, b)))),
  )

function contradict(a: Deed, b: Deed): boolean {
  if (isWholeCall(a) && isWholeCall(b)) return true
  if ('target' in a && 'target' in b) return isOneTarget(a.target, b.target) && skuOf(a) === skuOf(b) && !goTogether(a, b)
  if (isMembership(a) && isMembership(b)) return a.type !== b.type && a.group === b.group && a.users.some((user) => b.users.includes(user))
  return a.type === 'update' && b.type === 'update' && a.users.some((user) => b.users.includes(user)) && haveOneKey(a.set, b.set)
}

/** Deeds that decide about the step's call as a whole. */
const isWholeCall = ({ type }: Deed): boolean => type === 'replace' || type === 'postpone' || type === 'merge'

type LicenseDeed = Extract<Deed, { target: Target }>
type Membership = Extract<Deed, { type: 'join' | 'leave' }>

const isMembership = (deed: Deed): deed is Membership => deed.type === 'join' || deed.type === 'leave'

const skuOf = (deed: LicenseDeed): Guid => (deed.type === 'add' ? deed.license.skuId : deed.skuId)

/** Plans of one licence may be switched by several moves, each plan one way. */
function goTogether(a: LicenseDeed, b: LicenseDeed): boolean {
  if (!isSwitch(a) || !isSwitch(b)) return false
  return a.type === b.type || !a.plans.some((plan) => b.plans.includes(plan))
}

const isSwitch = (deed: LicenseDeed): deed is Extract<Deed, { type: 'enable' | 'disable' }> =>
  deed.type === 'enable' || deed.type === 'disable'

function isOneTarget(a: Target, b: Target): boolean {
  if ('group' in a) return 'group' in b && a.group === b.group
  return 'users' in b && a.users.some((user) => b.users.includes(user))
}

const haveOneKey = (a: object, b: object): boolean => Object.keys(a).some((key) => key in b)
