import { refusals, type Refusal } from '../../simulate/refusals.js'

/** Something that the service refuses, whatever the rules say. */
export interface AboutRefusal {
  readonly about: 'refusal'
  readonly ruleId: string
  readonly reason: string
  readonly says: string
}

const words: Readonly<Record<Refusal, string>> = {
  unknownSku: 'The tenant does not own the product.',
  notAssignable: 'The product is the company\'s and cannot be given to a user or group.',
  planNotInSku: 'A service plan to be switched off is not in the product.',
  notHeld: 'The licence to be taken off is not there.',
  inherited: 'A licence that a user has from a group cannot be taken off the user directly.',
  groupIsLicensed: 'A group that has licences cannot be deleted; take its licences off first.',
  dynamicGroup: 'The members of the group are found by a rule; change the rule, or what it reads.',
  onPremisesGroup: 'The group is mastered on premises; change its members there.',
  groupDeleted: 'The group was deleted by an earlier step.',
  userDeleted: 'The user was deleted by an earlier step.',
  notDeleted: 'The user to be restored was not deleted by an earlier step.',
  nameTaken: 'Another object has this name.',
  unitsBelowZero: 'There would be fewer units than none.',
  addedAndRemoved: 'One call adds and removes the same product.',
}

const all: readonly AboutRefusal[] = Object.entries(refusals).map(([reason, ruleId]) => ({ about: 'refusal', ruleId, reason, says: words[reason as Refusal] }))

/** The refusal of this id or reason. */
export function refusalNamed(handle: string): AboutRefusal | undefined {
  return all.find(({ ruleId, reason }) => ruleId === handle || reason === handle)
}

export const refusalIds: readonly string[] = all.map(({ ruleId }) => ruleId)
