import type { Names } from '../model/names.js'
import type { Cause } from '../model/trace.js'
import { list } from './situation.js'

type Words = (names: Names, cause: Cause) => string

/** What each refusal of the service means, by its `reason`. */
const words: Readonly<Record<string, Words>> = {
  unknownSku: (names, { skuId }) => `The tenant owns no subscription to ${sku(names, skuId)}.`,
  notAssignable: (names, { skuId }) => `${sku(names, skuId)} is licensed to the company: it cannot be assigned to users or groups.`,
  planNotInSku: (names, cause) => `${list(planNames(names, cause))} does not belong to ${sku(names, cause.skuId)} in this tenant.`,
  notHeld: (names, { skuId, source }) =>
    source === null || source === undefined
      ? `${sku(names, skuId)} is not assigned directly: there is nothing to remove.`
      : `Group ${names.group(source)} does not assign ${sku(names, skuId)}: there is nothing to remove.`,
  inherited: (names, cause) =>
    `${sku(names, cause.skuId)} is inherited from ${list(groupNames(names, cause))}: it can only be taken away there.`,
  groupIsLicensed: (names, { source }) => `Group ${group(names, source)} still assigns licences: remove them first.`,
  dynamicGroup: (names, { source }) => `The members of ${group(names, source)} follow from its rule: change the rule or the users' attributes.`,
  onPremisesGroup: (names, { source }) => `Group ${group(names, source)} comes from on-premises: change its members there.`,
  groupDeleted: (names, { source }) => `Group ${group(names, source)} is not there any more at this step.`,
  userDeleted: () => 'These users are not there any more at this step.',
  notDeleted: () => 'The user is not deleted at this step: there is nothing to restore.',
  nameTaken: () => 'There is one of this name already.',
  unitsBelowZero: (names, { skuId }) => `${sku(names, skuId)} would have fewer than no units.`,
  addedAndRemoved: (names, { skuId }) => `The same call adds and removes ${sku(names, skuId)}.`,
}

/** The sentence of a refusal, or of an error that the service recorded and no loaded rule explains. */
export function refusalWords(names: Names, cause: Cause): readonly string[] {
  if (cause.reason !== null) return [words[cause.reason]!(names, cause)]
  const from = cause.source === null || cause.source === undefined ? 'a direct licence' : `group ${names.group(cause.source)}`
  return [`The service recorded ${cause.error} for ${sku(names, cause.skuId)} from ${from}; no loaded rule explains it today.`]
}

const sku = (names: Names, id: string | null): string => (id === null ? 'the product' : names.product(id))
const group = (names: Names, id: string | null | undefined): string => (id ? names.group(id) : 'the group')

const facts = ({ evidence }: Cause, key: string): readonly string[] => {
  const value = (evidence as Readonly<Record<string, unknown>>)[key]
  return Array.isArray(value) ? value.map(String) : []
}
const planNames = (names: Names, cause: Cause): readonly string[] => facts(cause, 'planIds').map((id) => names.plan(id))
const groupNames = (names: Names, cause: Cause): readonly string[] =>
  facts(cause, 'groups').map((id) => `group ${names.group(id)}`)
