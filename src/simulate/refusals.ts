import type { Guid } from '../model/catalog.js'
import type { Source } from '../model/tenant.js'
import type { Cause } from '../model/trace.js'
import { cause } from './causes.js'

/**
 * What the service itself refuses, whatever the rules say. The list is closed; docs/refusals.md says each in words.
 * The key is the word that reports carry as `reason`.
 */
export const refusals = {
  unknownSku: 'service/unknown-sku',
  notAssignable: 'service/sku-not-assignable',
  planNotInSku: 'service/plan-not-in-sku',
  notHeld: 'service/not-held',
  inherited: 'service/inherited',
  groupIsLicensed: 'service/group-is-licensed',
  dynamicGroup: 'service/dynamic-group',
  onPremisesGroup: 'service/on-premises-group',
  groupDeleted: 'service/group-deleted',
  userDeleted: 'service/user-deleted',
  notDeleted: 'service/not-deleted',
  nameTaken: 'service/name-taken',
  unitsBelowZero: 'service/units-below-zero',
  addedAndRemoved: 'service/added-and-removed',
} as const
export type Refusal = keyof typeof refusals

/** What a refusal is about. */
export interface RefusedWhat {
  readonly source?: Source
  readonly skuId?: Guid
  /** More that the sentence needs: plans, the call. */
  readonly facts?: Readonly<Record<string, unknown>>
}

export const refusalCause = (reason: Refusal, { source, skuId, facts }: RefusedWhat): Cause =>
  cause({
    ruleId: refusals[reason],
    kind: 'service',
    error: null,
    reason,
    scope: 'change',
    source,
    skuId: skuId ?? null,
    opposing: [],
    evidence: { kind: 'service', ...facts },
  })
