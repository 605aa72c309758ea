import { publishedFacts, userAttributes } from '../../kinds/vocabulary.js'
import { derivedId } from '../../load/text/derived-id.js'
import type { Guid } from '../../model/catalog.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import type { Cohort, Tenant } from '../../model/tenant.js'
import { refusals } from '../../simulate/refusals.js'
import { namer, ordinal, ordinalId } from './ordinals.js'
import { beginningsOf, comparedTexts, type ComparedTexts } from './texts.js'
import { usersOf, type UserNames } from './users.js'

/** What everything that names a tenant is called instead. The same thing has one name, whoever asks. */
export interface Renaming extends UserNames {
  groupId(id: Guid): Guid
  groupName(displayName: string): string
  /** Values of the group's name in conditions. */
  readonly groupNames: ComparedTexts
  /** Of users, as conditions read them. */
  readonly attributes: ComparedTexts
  /** A proxy address, normal as in `addressesOf`. */
  address(address: string): string
  /** What an address was; undefined: nobody has that one. */
  addressWas(renamed: string): string | undefined
  ruleId(id: string): string
  path(path: string): string
  /** Texts of one sort: `reason`, `owner`, ... */
  text(what: string, text: string): string
}

/** `people`: only users and their addresses. The rest keeps its names, and findings their ids and fingerprints. */
export type Extent = 'all' | 'people'

/** A renaming of users alone. */
export function onlyPeople(renaming: Renaming): Renaming {
  const same = (text: string): string => text
  const sameTexts = { text: same, beginning: same }
  return { ...renaming, groupId: same, groupName: same, groupNames: sameTexts, attributes: sameTexts, ruleId: same, path: same, text: (what, text) => (what === 'unknown-user' ? renaming.text(what, text) : text) }
}

/** Made from a project, and from the tenant as it was exported later where there is one. Ids keep their order. */
export function renamingOf(project: Project, later: Tenant | undefined, isShipped: (rule: Rule) => boolean, planFile?: string): Renaming {
  const tenants = later === undefined ? [project.tenant] : [project.tenant, later]
  const { rules, idle = [] } = project.rules
  const all = [...rules, ...idle]
  const attributes = comparedTexts('value', beginningsOf(all, fact => isAttribute(fact)))
  for (const tenant of tenants) for (const { state } of inOrder(tenant.cohorts)) for (const value of Object.values(state.attributes)) if (typeof value === 'string') attributes.text(value)
  return {
    ...usersOf(project, later),
    ...groupsOf(project, tenants, all),
    ...addresses(),
    attributes,
    ruleId: ruleNames(all.filter(rule => !isShipped(rule)), new Set([...all.filter(isShipped).map(({ id }) => id), ...Object.values(refusals)])),
    path: paths(new Set(all.filter(isShipped).flatMap(({ pack, place }) => [pack, place.file])), planFile === undefined || project.plan === undefined ? new Map() : new Map([[project.plan.file, planFile]])),
    text: texts(),
  }
}

const isAttribute = (fact: string): boolean => (userAttributes as readonly string[]).includes(fact) && fact in publishedFacts.user

/** By their first user. */
const inOrder = (cohorts: readonly Cohort[]): readonly Cohort[] => [...cohorts].sort((a, b) => (a.members[0] ?? 0) - (b.members[0] ?? 0))

function groupsOf({ plan }: Project, tenants: readonly Tenant[], rules: readonly Rule[]): Pick<Renaming, 'groupId' | 'groupName' | 'groupNames'> {
  const groupNames = comparedTexts('group', beginningsOf(rules, fact => fact === 'displayName'))
  const ids = [...new Set(tenants.flatMap(idsIn))].sort()
  const names = new Map(tenants.flatMap(({ groups }) => [...groups.values()].map(({ id, displayName }) => [id, displayName] as const)))
  for (const id of ids) if (names.has(id)) groupNames.text(names.get(id)!)
  const renamed = new Map(ids.map((id, at) => [id, ordinalId('8000', at)]))
  for (const { change } of plan?.steps ?? []) {
    if (change.op === 'createGroup') renamed.set(change.group.id, derivedId('group', groupNames.text(change.group.displayName)))
  }
  const stranger = strangers()
  return { groupNames, groupName: groupNames.text, groupId: id => renamed.get(id) ?? stranger(id) }
}

/** Groups, and what rows and memberships name that is none of them. */
function idsIn({ groups, cohorts }: Tenant): readonly Guid[] {
  const ids = new Set(groups.keys())
  for (const { state } of cohorts) {
    for (const id of state.memberOf) ids.add(id)
    for (const { source } of state.paths) if (source !== null) ids.add(source)
  }
  return [...ids]
}

/** Ids that a rule or a plan names and no export has. */
function strangers(): (id: Guid) => Guid {
  const known = new Map<Guid, Guid>()
  return id => {
    const renamed = known.get(id) ?? ordinalId('a000', known.size)
    known.set(id, renamed)
    return renamed
  }
}

const types = new Set(['smtp', 'x500', 'sip', 'eum', 'spo'])

/** Addresses keep their type: only mail addresses clash. */
function addresses(): Pick<Renaming, 'address' | 'addressWas'> {
  const known = new Map<string, string>()
  const were = new Map<string, string>()
  return {
    address(address) {
      const type = address.slice(0, Math.max(0, address.indexOf(':')))
      const renamed = known.get(address) ?? `${types.has(type) ? type : 'other'}:${ordinal('address', known.size)}`
      known.set(address, renamed)
      were.set(renamed, address)
      return renamed
    },
    addressWas: renamed => were.get(renamed),
  }
}

/** Rules of the house, in the order of what they say: their names are not looked at. */
function ruleNames(own: readonly Rule[], shipped: ReadonlySet<string>): (id: string) => string {
  const meaning = ({ id: _, reason: __, source: ___, certainty: ____, pack: _____, place: ______, ...rest }: Rule): string => JSON.stringify(rest)
  const renamed = new Map([...own].map(rule => [meaning(rule), rule.id] as const).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, id], at) => [id, ordinal('rule', at)]))
  const stranger = namer('unknown-rule')
  return id => renamed.get(id) ?? (shipped.has(id) ? id : stranger(id))
}

/** Files and folders of the user; what is shipped keeps its name, and some have one already. */
function paths(shipped: ReadonlySet<string>, known: ReadonlyMap<string, string>): (path: string) => string {
  const name = namer('path')
  return path => known.get(path) ?? (path === '' || shipped.has(path) ? path : name(path))
}

function texts(): (what: string, text: string) => string {
  const namers = new Map<string, (text: string) => string>()
  return (what, text) => {
    const name = namers.get(what) ?? namer(what)
    namers.set(what, name)
    return name(text)
  }
}
