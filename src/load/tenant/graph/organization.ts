import type { Organization } from '../../../model/tenant.js'
import { asGuid } from '../../text/guid.js'
import { entryOf, textOf } from './entry.js'
import type { At } from './entry.js'

export const noOrganization: Organization = { id: null, displayName: null, countryLetterCode: null, defaultUsageLocation: null }

/** Graph's `/organization`, one element: a collection although there is one tenant. */
export function readOrganization(value: unknown, at: At): Organization | undefined {
  const entry = entryOf(value, 'the organization', at)
  if (entry === undefined) return undefined
  return {
    id: asGuid(textOf(entry, 'id')) ?? null,
    displayName: textOf(entry, 'displayName'),
    countryLetterCode: upper(textOf(entry, 'countryLetterCode')),
    defaultUsageLocation: upper(textOf(entry, 'defaultUsageLocation')),
  }
}

const upper = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text.trim().toUpperCase())
