import type { Settings } from '../../src/model/settings.js'
import type { License } from '../../src/model/tenant.js'
import type { Rule } from '../../src/model/rule.js'
import type { Case, Row, UserInput } from './case.js'

export type Source = string | null
export type Origin = 'existing' | 'introduced'

/** One rule (or the service itself: null) that keeps one product of one source from its intent. */
export interface Blame {
  readonly rule: string | null
  readonly error: string
  readonly sku: string
  readonly origin: Origin
}

/** What one source gives one user, and what the last attempt recorded. Direct sources also keep what they were asked for. */
export interface Held {
  effective: License[]
  /** Of the direct source only: a group's intent is read off the group. */
  asked: License[]
  codes: Record<string, string>
  blames: Blame[]
}

export interface Person {
  readonly id: string
  usageLocation: string | null
  accountEnabled: boolean
  userType: string | null
  proxyAddresses: string[]
  memberOf: string[]
  sources: Map<Source, Held>
  deleted: boolean
}

export interface Team {
  readonly id: string
  licenses: License[]
  securityEnabled: boolean
  dynamic: boolean
  readonly onPremises: boolean
  readonly proxyAddresses: readonly string[]
}

export interface Stock {
  readonly id: string
  readonly plans: readonly { readonly id: string; readonly company: boolean }[]
  readonly owned: boolean
  enabled: number
  readonly warning: number
  consumed: number
}

/** Everything there is, changed in place: the reference has no reason to be clever. */
export interface World {
  readonly organization: Case['organization']
  readonly rules: readonly Rule[]
  readonly settings: Settings
  readonly people: Map<string, Person>
  readonly teams: Map<string, Team>
  readonly stock: Map<string, Stock>
}

/** The codes, the first that applies is the one that a row records. */
export const precedence = [
  'ProhibitedInUsageLocationViolation',
  'UniquenessViolation',
  'MutuallyExclusiveViolation',
  'DependencyViolation',
  'CountViolation',
]

export function build(input: Case): World {
  return {
    organization: input.organization,
    rules: input.rules,
    settings: input.settings,
    people: new Map(input.users.map((user) => [user.id, person(user)])),
    teams: new Map(input.groups.map((group) => [group.id, { ...group, licenses: group.licenses.map(tidy) }])),
    stock: new Map(input.products.map((product) => [product.id, { ...product }])),
  }
}

function person(user: UserInput): Person {
  const sources = new Map<Source, Held>()
  for (const row of user.rows) read(row, at(sources, row.source))
  for (const held of sources.values()) held.codes = culpritsOf(held.codes)
  return { ...user, proxyAddresses: [...user.proxyAddresses], memberOf: [...user.memberOf], sources, deleted: false }
}

function read(row: Row, held: Held): void {
  if (row.state === 'Disabled') return
  const license = tidy(row)
  if (row.state === 'Active' || row.state === 'ActiveWithError') held.effective.push(license)
  if (row.source === null) held.asked.push(license)
  if (row.error !== null && row.error !== '' && row.error !== 'None')
    held.codes[row.skuId] = row.error === 'Others' ? 'Other' : row.error
}

/** `Other` only says that another product failed: it is kept where no other did. */
export function culpritsOf(codes: Readonly<Record<string, string>>): Record<string, string> {
  const culprits = Object.entries(codes).filter(([, code]) => code !== 'Other')
  return culprits.length > 0 ? Object.fromEntries(culprits) : { ...codes }
}

export function tidy(license: License): License {
  return { skuId: license.skuId, disabledPlans: [...new Set(license.disabledPlans)].sort() }
}

/** The entry of a source, made if there is none yet. */
export function at(sources: Map<Source, Held>, source: Source): Held {
  const found = sources.get(source)
  if (found) return found
  const made: Held = { effective: [], asked: [], codes: {}, blames: [] }
  sources.set(source, made)
  return made
}

/** What a source is meant to give: its own memory for the direct one, the group's licences for a member's group. */
export function intentOf(world: World, who: Person, source: Source): readonly License[] {
  if (who.deleted) return []
  if (source === null) return who.sources.get(null)?.asked ?? []
  const team = world.teams.get(source)
  return team && team.securityEnabled && who.memberOf.includes(source) ? team.licenses : []
}

export function effectiveOf(who: Person, source: Source): readonly License[] {
  return who.sources.get(source)?.effective ?? []
}

/** Every source that gives, is meant to give, or has something recorded: direct first, then by id. */
export function sourcesOf(world: World, who: Person): Source[] {
  const groups = [...who.sources.keys(), ...who.memberOf].filter((source) => source !== null)
  return [null, ...[...new Set(groups)].sort()].filter(
    (source) =>
      effectiveOf(who, source).length > 0 || intentOf(world, who, source).length > 0 || failed(who, source),
  )
}

export function failed(who: Person, source: Source): boolean {
  return Object.keys(who.sources.get(source)?.codes ?? {}).length > 0
}

export function sameLicenses(one: readonly License[], other: readonly License[]): boolean {
  return one.length === other.length && one.every((license) => other.some((item) => sameLicense(license, item)))
}

export function sameLicense(one: License, other: License): boolean {
  return one.skuId === other.skuId && one.disabledPlans.join() === other.disabledPlans.join()
}

export function inStep(world: World, who: Person, source: Source): boolean {
  return sameLicenses(effectiveOf(who, source), intentOf(world, who, source))
}

/** The value a group assignment goes by. */
export function locationOf(world: World, who: Person): string | undefined {
  const { countryLetterCode, defaultUsageLocation } = world.organization
  const inherited = world.settings.assumptions['A-LOCATION']
    ? (defaultUsageLocation ?? countryLetterCode)
    : (countryLetterCode ?? defaultUsageLocation)
  return who.usageLocation ?? inherited ?? undefined
}

/** The rows that Graph would show, in the order of source and product. */
export function rowsOf(world: World, who: Person): Row[] {
  return sourcesOf(world, who).flatMap((source) => rowsOfSource(world, who, source))
}

function rowsOfSource(world: World, who: Person, source: Source): Row[] {
  const codes = who.sources.get(source)?.codes ?? {}
  return rowsOfHeld(world.settings, source, effectiveOf(who, source), intentOf(world, who, source), codes)
}

/** The rows of one source: what is on, what is meant to be, and which culprits the last attempt recorded. */
export function rowsOfHeld(
  settings: Settings,
  source: Source,
  effective: readonly License[],
  intended: readonly License[],
  codes: Readonly<Record<string, string>>,
): Row[] {
  const all = new Set([...effective, ...intended].map((license) => license.skuId))
  const failed = Object.keys(codes).length > 0
  return [...all].sort().flatMap((sku): Row[] => {
    const on = effective.find((license) => license.skuId === sku)
    const wanted = intended.find((license) => license.skuId === sku)
    const row = { skuId: sku, source, disabledPlans: (on ?? wanted)?.disabledPlans ?? [] }
    if (!failed) return on ? [{ ...row, state: 'Active', error: null }] : []
    const unchanged = on !== undefined && wanted !== undefined && sameLicense(on, wanted)
    if (!codes[sku] && unchanged && !settings.assumptions['A-SIBLINGS-OTHER'])
      return [{ ...row, state: 'Active', error: null }]
    return [{ ...row, state: on ? 'ActiveWithError' : 'Error', error: codes[sku] ?? 'Other' }]
  })
}

/** The service plans that are on for a user, whatever the path. */
export function plansOf(world: World, who: Person): string[] {
  const on = new Set<string>()
  for (const source of who.sources.keys())
    for (const license of effectiveOf(who, source))
      for (const plan of world.stock.get(license.skuId)?.plans ?? [])
        if (plan.company || !license.disabledPlans.includes(plan.id)) on.add(plan.id)
  return [...on].sort()
}

/** Whether a user has a product by any path, one source set aside if named. */
export function has(who: Person, sku: string, aside?: { readonly source: Source }): boolean {
  return [...who.sources.entries()].some(
    ([source, held]) =>
      (aside === undefined || source !== aside.source) && held.effective.some((license) => license.skuId === sku),
  )
}
