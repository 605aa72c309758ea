import type { AttemptSubject } from '../model/subject.js'
import type { License, Source, UserState } from '../model/tenant.js'
import { grantsOf, grantsWith } from '../simulate/paths.js'

/** The attempt by which a user's source would come to give these licences. */
export const attemptSubject = (state: UserState, source: Source, licenses: readonly License[]): AttemptSubject => ({
  type: 'attempt',
  source,
  before: grantsOf(state),
  after: grantsWith(state, source, licenses),
  usageLocation: state.usageLocation,
  effectiveLocation: state.usageLocation ?? undefined,
  addressClash: state.addressClash,
})
