import type { Case } from '../case.js'
import { list } from '../../explain/situation.js'
import type { UsageLocationRule } from '../../model/rule.js'
import { move, type Move } from '../move.js'
import { disablePlans, isWhatStepIsFor, leaveGroup, removeLicense, usersWords } from '../offer.js'

/** Ways out of a usage location: another location, the plan off, the product gone. */
export async function locationMoves(the: Case): Promise<readonly Move[]> {
  const { cause } = the.found
  const { evidence } = cause
  if (evidence.kind !== 'usage-location') return []
  const moves: Move[] = [...setLocation(the)]
  for (const { assignedByGroup: source, skuId, planId } of evidence.holdings) {
    if (planId !== null && evidence.planId !== null) moves.push(...(await disablePlans(the, source, skuId, [planId])))
    if (!isWhatStepIsFor(the, source, skuId)) moves.push(...removeLicense(the, source, skuId))
    if (source !== null) moves.push(...leaveGroup(the, source))
  }
  return moves
}

/** One move, whatever the value: the tenant's own country if it is allowed, else the first allowed one; the title lists them. */
function setLocation(the: Case): readonly Move[] {
  const rule = the.scene.situation.rules.get(the.found.cause.ruleId ?? '')
  if (rule?.kind !== 'usage-location') return []
  const { defaultUsageLocation, countryLetterCode } = the.scene.situation.project.tenant.organization
  const country = defaultUsageLocation ?? countryLetterCode
  const usageLocation = country !== null && isAllowed(rule, country) ? country : firstAllowed(rule)
  if (usageLocation === undefined) return []
  const synced = the.users.some((ordinal) => the.scene.stateOf(ordinal)?.onPremisesSyncEnabled)
  const where = synced ? ' on-premises (msExchUsageLocation)' : ''
  return [
    move({
      kind: 'updateUser',
      title: `set the usage location of ${usersWords(the)} to ${usageLocation}${allowedWords(rule)}${where}, if that is where they are`,
      step: the.scene.step,
      deeds: [{ type: 'update', users: the.users, set: { usageLocation } }],
      asks: synced ? ['needs-decision', 'on-premises'] : ['needs-decision'],
    }),
  ]
}

function isAllowed({ condition }: UsageLocationRule, country: string): boolean {
  if ('prohibitedIn' in condition) return !condition.prohibitedIn.includes(country)
  return 'allowedIn' in condition ? condition.allowedIn.includes(country) : true
}

const firstAllowed = ({ condition }: UsageLocationRule): string | undefined => {
  if ('allowedIn' in condition) return condition.allowedIn[0]
  return ['US', 'GB', 'DE', 'CH', 'FR'].find((country) => !('prohibitedIn' in condition) || !condition.prohibitedIn.includes(country))
}

function allowedWords({ condition }: UsageLocationRule): string {
  if ('allowedIn' in condition) return ` (allowed: ${list(condition.allowedIn, 'or')})`
  return 'prohibitedIn' in condition ? ` (anywhere but ${list(condition.prohibitedIn, 'and')})` : ''
}
