import type { Notice, Path, Tenant, UserState } from '../../model/tenant.js'
import type { Renaming } from './renaming.js'

/** A tenant under other names: the same cohorts, the same numbers. */
export function renamedTenant(tenant: Tenant, renaming: Renaming): Tenant {
  const { groupId, groupName, address, addressWas } = renaming
  const { organization } = tenant
  return {
    ...tenant,
    ...renaming.usersIn(tenant),
    organization: {
      id: null,
      displayName: organization.displayName === null ? null : 'tenant-0001',
      countryLetterCode: country(organization.countryLetterCode),
      defaultUsageLocation: country(organization.defaultUsageLocation),
    },
    groups: new Map([...tenant.groups.values()].map(group => [groupId(group.id), {
      ...group,
      id: groupId(group.id),
      displayName: groupName(group.displayName),
      groupTypes: group.groupTypes.map(type => knownType(type, renaming)),
      proxyAddresses: group.proxyAddresses.map(address),
    }] as const).sort(([a], [b]) => (a < b ? -1 : 1))),
    cohorts: tenant.cohorts.map(cohort => ({ ...cohort, state: renamedState(cohort.state, renaming) })),
    asSeen: undefined,
    notices: tenant.notices.map(unnamed),
    holdersOf(renamed) {
      const was = addressWas(renamed)
      return was === undefined ? [] : tenant.holdersOf(was).map(holder => ('group' in holder ? { group: groupId(holder.group) } : holder))
    },
    addressesOf: at => tenant.addressesOf(at).map(address).sort(),
  }
}

export function unnamed(notice: Notice): Notice {
  return { ...notice, text: notice.unnamed }
}

/** What is no country is not compared with one either. */
const country = (code: string | null): string | null => (code === null || /^[A-Z]{2}$/.test(code) ? code : 'ZZ')

const groupTypes = new Set(['Unified', 'DynamicMembership'])

export const knownType = (type: string, { text }: Renaming): string => (groupTypes.has(type) ? type : text('type', type))

export const knownUserType = (type: string | null, { text }: Renaming): string | null => (type === null || type === 'Member' || type === 'Guest' ? type : text('type', type))

function renamedState(state: UserState, renaming: Renaming): UserState {
  return {
    ...state,
    userType: knownUserType(state.userType, renaming),
    memberOf: state.memberOf.map(renaming.groupId).sort(),
    paths: state.paths.map(path => renamedPath(path, renaming)).sort(bySource),
    attributes: renamedAttributes(state.attributes, renaming),
  }
}

export function renamedAttributes(attributes: UserState['attributes'], { attributes: names }: Renaming): UserState['attributes'] {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, typeof value === 'string' ? names.text(value) : value]))
}

const renamedPath = (path: Path, { groupId }: Renaming): Path => (path.source === null ? path : { ...path, source: groupId(path.source) })

const bySource = (a: Path, b: Path): number => ((a.source ?? '') < (b.source ?? '') ? -1 : 1)
