import type { AddressHolder } from '../model/tenant.js'
import type { Cause, TraceCohort } from '../model/trace.js'
import type { Situation } from './situation.js'

/** The evidence of a finding as the report prints it (docs/report.md). */
export function evidenceOf(situation: Situation, cause: Cause, cohort: TraceCohort | undefined): Readonly<Record<string, unknown>> {
  const { kind, ...rest } = cause.evidence as Readonly<Record<string, unknown>>
  switch (kind) {
    case 'usage-location': {
      const { holdings: _, planId, ...evidence } = rest
      return { ...evidence, planId: situation.project.catalog.plans.has(String(planId)) ? planId : null }
    }
    case 'unique-proxy':
      return { ...addressOf(situation, cohort) }
    case 'condition':
      return { facts: rest['facts'] }
    default:
      return rest
  }
}

/** The address that two objects have, and the other one. */
export function addressOf(situation: Situation, cohort: TraceCohort | undefined): { address: string; otherHolder: string | null } {
  for (const ordinal of cohort?.members ?? [])
    for (const address of addressesOf(situation, ordinal)) {
      const [other] = othersWith(situation, ordinal, address)
      if (other) return { address: address.replace(/^smtp:/, ''), otherHolder: holderName(situation, other) }
    }
  return { address: '', otherHolder: null }
}

const addressesOf = ({ trace, project }: Situation, ordinal: number): readonly string[] =>
  (trace.addresses.get(ordinal) ?? (ordinal < project.tenant.users ? project.tenant.addressesOf(ordinal) : [])).filter(
    (address) => address.startsWith('smtp:'),
  )

function othersWith({ trace, project }: Situation, ordinal: number, address: string): readonly AddressHolder[] {
  const changed = [...trace.addresses].filter(([, some]) => some.includes(address)).map(([user]) => ({ user }))
  const snapshot = project.tenant.holdersOf(address).filter((one) => !('user' in one) || !trace.addresses.has(one.user))
  return [...snapshot, ...changed].filter((one) => !('user' in one) || one.user !== ordinal)
}

const holderName = (situation: Situation, holder: AddressHolder): string =>
  'user' in holder ? situation.person(holder.user).userPrincipalName : situation.names.group(holder.group)
