import type { License } from '../../../model/tenant.js'
import { didYouMean } from '../../text/schema-words.js'
import type { Fields, Report, Where } from './report.js'
import type { Stock } from './stock.js'

/** The things that a file names, each under its name. */
export interface Cast {
  readonly usageLocation: string
  readonly users: Readonly<Record<string, Fields | null>>
  readonly groups: Readonly<Record<string, Fields | null>>
}

/** The users and groups of a file in the short form of a tenant; the products are those of the stock. */
export function shortTenantOf({ usageLocation, users, groups }: Cast, stock: Stock, report: Report): Fields {
  const names = Object.keys(groups)
  return {
    usageLocation,
    groups: Object.entries(groups).map(([displayName, body]) => {
      const { licenses, members: _, ...rest } = body ?? {}
      return { displayName, ...rest, licenses: licensesOf(licenses, ['groups', displayName, 'licenses'], stock) }
    }),
    users: [
      ...Object.entries(users).map(([upn, body]) => {
        const { licenses, ...rest } = body ?? {}
        checkGroups(rest['memberOf'], ['users', upn, 'memberOf'], names, report)
        return { upn, usageLocation, ...rest, licenses: licensesOf(licenses, ['users', upn, 'licenses'], stock) }
      }),
      ...Object.entries(groups).flatMap(([name, body]) => crowdOf(name, Number(body?.['members'] ?? 0), usageLocation)),
    ],
    subscribedSkus: stock.subscribedSkus(),
  }
}

/** Members that nobody names. */
function crowdOf(group: string, count: number, usageLocation: string): readonly Fields[] {
  return Array.from({ length: count }, (_, index) => ({ upn: `member ${index + 1} of ${group}`, usageLocation, memberOf: [group] }))
}

function licensesOf(list: unknown, where: Where, stock: Stock): readonly License[] {
  return ((list ?? []) as readonly string[]).flatMap((name, index) => stock.license(name, [...where, index]) ?? [])
}

function checkGroups(list: unknown, where: Where, names: readonly string[], report: Report): void {
  for (const [index, name] of ((list ?? []) as readonly string[]).entries()) {
    if (!names.includes(name)) report([...where, index], 'unknown-name', `unknown group \`${name}\``, didYouMean(name, names) ?? namesHint(names, 'groups'))
  }
}

/** What there is to choose from. */
export function namesHint(names: readonly string[], key: string): string {
  return names.length === 0 ? `the file has no \`${key}\`` : `known here: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', ...' : ''}`
}
