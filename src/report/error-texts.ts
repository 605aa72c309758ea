import type { Finding } from '../model/report.js'

/** What the service shows for a code that it recorded on a user. */
const recorded: Readonly<Record<string, string>> = {
  CountViolation: 'Not enough licenses',
  MutuallyExclusiveViolation: 'Conflicting service plans',
  DependencyViolation: 'Missing dependent service plans',
  UniquenessViolation: 'Proxy address is already being used',
}

/** What Graph answers to a call that it refuses, by the code that the same violation would record. */
const refused: Readonly<Record<string, string>> = {
  CountViolation: 'Subscription with SKU ... does not have any available licenses.',
  MutuallyExclusiveViolation: 'License assignment failed because service plans ... are mutually exclusive',
  DependencyViolation: 'License assignment failed because service plan ... depends on the service plan(s) ...',
  UniquenessViolation: 'Another object with the same value for property proxyAddresses already exists.',
}

/** What Graph answers to a call that the group's own licences refuse; of other codes that is not published. */
const ofGroupCall: Readonly<Record<string, string>> = {
  DependencyViolation: refused['DependencyViolation']!,
}

/** What Graph answers where no code says it. */
const reasons: Readonly<Record<string, string>> = {
  unknownSku: 'License ... does not correspond to a valid company License.',
  inherited: 'User license is inherited from a group membership and it cannot be removed directly from the user.',
  notAssignable: 'License ... cannot be assigned to a user.',
  groupIsLicensed: 'Unable to delete the group because there is a product license assigned to the group.',
}

/** The words under which the administrator meets the finding in Graph, a portal or a log; undefined where they are not known. */
export function knownText(finding: Finding): string | undefined {
  const { error, reason } = finding
  if (error === null) return reason === null ? undefined : reasons[reason]
  if (error === 'ProhibitedInUsageLocationViolation') return locationText(finding)
  return (finding.scope === 'group' ? ofGroupCall : finding.scope === 'change' ? refused : recorded)[error]
}

/** What Graph answers to a direct call for a country that is not allowed is not published. */
function locationText({ evidence, scope }: Finding): string | undefined {
  const isMissing = evidence['usageLocation'] === null
  if (scope === 'change') return isMissing ? 'License assignment cannot be done for user with invalid usage location.' : undefined
  return isMissing ? 'Usage location not specified' : 'Usage location isn\'t allowed'
}
