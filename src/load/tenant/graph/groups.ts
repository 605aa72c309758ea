import type { Group } from '../../../model/tenant.js'
import { normalAddresses } from '../addresses.js'
import { entryOf, guidOf, isCut, cut, listOf, textOf, textsOf, truthOf } from './entry.js'
import type { At, Entry } from './entry.js'
import { assignedLicensesOf } from './licenses.js'
import { isProps, prop } from './property.js'

/** A group as the export shows it; who its members are comes from elsewhere. */
export interface GroupRead {
  readonly group: Group
  /** Its licences are still being processed. */
  readonly processing: boolean
  /** From `$expand=members`; undefined: not there. */
  readonly expanded: readonly unknown[] | undefined
  readonly at: At
}

/** Graph's `/groups`, one element. */
export function readGroup(value: unknown, at: At): GroupRead | undefined {
  const entry = entryOf(value, 'the group', at)
  if (entry === undefined) return undefined
  const id = guidOf(entry, 'id')
  const group = {
    displayName: textOf(entry, 'displayName') ?? id ?? '',
    assignedLicenses: assignedLicensesOf(entry),
    groupTypes: [...(textsOf(entry, 'groupTypes') ?? [])].sort(),
    securityEnabled: truthOf(entry, 'securityEnabled', true),
    mailEnabled: truthOf(entry, 'mailEnabled', false),
    onPremisesSyncEnabled: truthOf(entry, 'onPremisesSyncEnabled', false),
    isAssignableToRole: truthOf(entry, 'isAssignableToRole', false),
    members: 'inferred',
    otherMembers: 0,
    proxyAddresses: normalAddresses(textsOf(entry, 'proxyAddresses') ?? []),
  } as const
  const processing = isProcessing(entry)
  const expanded = listOf(entry, 'members')
  return id === undefined ? undefined : { group: { id, ...group }, processing, expanded, at }
}

/** An object with `state`, or the state itself. */
function isProcessing(entry: Entry): boolean {
  const value = prop(entry.props, 'licenseProcessingState')
  const state = isProps(value) ? prop(value, 'state') : value
  if (typeof state !== 'string') return false
  if (isCut(state)) cut(entry, `\`licenseProcessingState\` of ${entry.name}`)
  return state !== '' && state.toLowerCase() !== 'processingcomplete'
}
