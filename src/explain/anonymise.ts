import type { Guid } from '../model/catalog.js'
import type { Project } from '../model/project.js'
import type { Report } from '../model/report.js'
import type { Rule } from '../model/rule.js'

/**
 * The report without anything that names its tenant: users, groups and their ids become ordinals in the order of their GUIDs;
 * addresses, domains, paths, titles, house rules and the texts of waivers become ordinals too. Products, service plans and
 * shipped rules keep their names. No hashes: nothing can be tried out against them.
 */
export function anonymise(report: Report, project: Project, isShipped: (rule: Rule) => boolean): Report {
  const spoken = dictionaryOf(report, project, isShipped)
  const strangers = new Set<string>()
  walk(report, [], replacing(spoken, project, address => (strangers.add(address), address)))
  const known = [...strangers].sort()
  const blank = walk(report, [], replacing(spoken, project, address => ordinal('address', known.indexOf(address)))) as Report
  return sorted({ ...blank, findings: blank.findings.map((finding, at) => ({ ...finding, fingerprint: String(at + 1).padStart(32, '0') })) })
}

interface Dictionary {
  readonly words: ReadonlyMap<string, string>
  readonly ids: ReadonlyMap<Guid, string>
  readonly pattern: RegExp
}

const ordinal = (what: string, at: number): string => `${what}-${String(at + 1).padStart(4, '0')}`
const ordinalId = (block: string, at: number): Guid => `00000000-0000-4000-${block}-${String(at + 1).padStart(12, '0')}`

/** Everything that can be named, before anything is replaced. Users with an ordinary address are looked up as they are met. */
function dictionaryOf(report: Report, project: Project, isShipped: (rule: Rule) => boolean): Dictionary {
  const words = new Map<string, string>()
  const add = (what: string, names: Iterable<string>): void => [...new Set(names)].filter(name => name !== '' && !words.has(name)).sort().forEach((name, at) => words.set(name, ordinal(what, at)))
  const groups = groupsOf(project)
  groups.forEach(({ displayName }, at) => words.has(displayName) || words.set(displayName, ordinal('group', at)))
  const { domains, odd } = usersOf(project)
  for (const [name, at] of odd) words.set(name, ordinal('user', at))
  add('domain', domains)
  const own = [...project.rules.rules, ...(project.rules.idle ?? [])].filter(rule => !isShipped(rule))
  add('rule', [...own.map(({ id }) => id), ...project.rules.notInForce.filter(id => own.some(rule => rule.id === id))])
  add('reason', [...own.map(({ reason }) => reason), ...(project.waivers ?? []).map(({ reason }) => reason)])
  add('source', own.flatMap(({ source }) => source ?? []))
  add('owner', (project.waivers ?? []).flatMap(({ owner }) => owner ?? []))
  add('ticket', (project.waivers ?? []).flatMap(({ ticket }) => ticket ?? []))
  add('tenant', [project.tenant.organization.displayName ?? ''])
  add('title', [project.plan?.title ?? ''])
  add('path', [project.plan?.file ?? '', ...report.steps.map(({ file }) => file), ...own.flatMap(({ pack, place }) => [pack, place.file]), ...(project.waivers ?? []).map(({ place }) => place.file)])
  add('group', createdNames(report))
  add('value', [...valuesIn(report, project), ...(project.waivers ?? []).filter(({ by }) => by === 'user' || by === 'group').map(({ text }) => text)].filter(text => text.length > 3))
  add('name', examplesIn(report).filter(text => !isProductWord(text, project)))
  for (const [name, to] of words) if (name.length > 60) words.set(`${name.slice(0, 57)}...`, to)
  return { words, ids: idsOf(project, groups), pattern: patternOf([...words].filter(([word, to]) => !to.startsWith('path-') || /[./]/.test(word)).map(([word]) => word)) }
}

const groupsOf = ({ tenant, plan }: Project) => [...new Map([...tenant.groups.values(), ...(plan?.steps ?? []).flatMap(({ change }) => (change.op === 'createGroup' ? [change.group] : []))].map(group => [group.id, group])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))

function newUsers({ plan }: Project) {
  return (plan?.steps ?? []).flatMap(({ change }) => (change.op === 'createUser' ? [change.user] : [])).sort((a, b) => (a.id < b.id ? -1 : 1))
}

const ordinary = /^[^\s`"(),;:<>[\]{}|]+@[\p{L}\p{N}]+(?:[.-]+[\p{L}\p{N}]+)*$/u

function usersOf(project: Project): { readonly domains: ReadonlySet<string>; readonly odd: readonly (readonly [string, number])[] } {
  const { tenant } = project
  const domains = new Set<string>()
  const odd: (readonly [string, number])[] = newUsers(project).map(({ userPrincipalName }, at) => [userPrincipalName, tenant.users + at])
  for (let at = 0; at < tenant.users; at += 1) {
    const { userPrincipalName: name } = tenant.nameOf(at)
    if (name.includes('@')) domains.add(name.slice(name.lastIndexOf('@') + 1))
    if (!ordinary.test(name)) odd.push([name, at])
  }
  return { domains, odd }
}

function idsOf(project: Project, groups: readonly { readonly id: Guid }[]): ReadonlyMap<Guid, string> {
  const created = newUsers(project).map(({ id }, at) => [id, ordinalId('9000', project.tenant.users + at)] as const)
  return new Map([...groups.map(({ id }, at) => [id, ordinalId('8000', at)] as const), ...created])
}

/** Names of groups that remedies create. */
function createdNames(report: Report): readonly string[] {
  return report.findings.flatMap(({ remedies }) => remedies).flatMap(({ changes }) => changes).flatMap(({ change }) => {
    const name = change?.['op'] === 'createGroup' ? (change['group'] as { displayName?: unknown }).displayName : undefined
    return typeof name === 'string' ? [name] : []
  })
}

const plainWords = new Set(['Member', 'Guest', 'Unified', 'DynamicMembership'])

/** What conditions and changes show of the attributes of people. */
function valuesIn(report: Report, project: Project): readonly string[] {
  const found: string[] = []
  walk(report, [], (text, path) => {
    const isShown = path.includes('facts') || path.includes('evidence') || (path.includes('change') && path.at(-1) !== 'op')
    if (isShown && path.at(-1) !== 'direction' && !guidOnly.test(text) && !ordinary.test(text) && !plainWords.has(text) && !isProductWord(text, project)) found.push(text)
    return text
  })
  return found
}

/** What notices show as examples, between brackets and backticks. */
const examplesIn = ({ notices }: Report): readonly string[] => notices.flatMap(({ text }) => [...text.matchAll(/\((`[^)]*)\)/g)].flatMap(([, some]) => [...some!.matchAll(/`([^`]*)`/g)].map(([, one]) => one!))).filter(text => !ordinary.test(text) && text.length > 3)

function isProductWord(text: string, { catalog }: Project): boolean {
  for (const { skuPartNumber, displayName } of catalog.products.values()) if (text === skuPartNumber || text === displayName) return true
  for (const { servicePlanName, displayName } of catalog.plans.values()) if (text === servicePlanName || text === displayName) return true
  return false
}

const guidSource = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const guidOnly = new RegExp(`^${guidSource}$`, 'i')
const addressSource = '[^\\s`"(),;:<>\\[\\]{}|]+@[\\p{L}\\p{N}]+(?:[.-]+[\\p{L}\\p{N}]+)*'

/** Longest first; what holds an address before addresses. Three letters, and folders that are a common word, are no names in a sentence. */
function patternOf(words: readonly string[]): RegExp {
  const long = words.filter(word => word.length > 3).sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  const part = (some: readonly string[]): readonly string[] => some.map(word => `(?<![\\p{L}\\p{N}_])${word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{N}_])`)
  return new RegExp([...part(long.filter(word => word.includes('@'))), addressSource, guidSource, ...part(long.filter(word => !word.includes('@')))].join('|'), 'giu')
}

type Replace = (text: string, path: readonly string[]) => string

/** Keys whose words are seatplan's own or Graph's. */
const kept = new Set(['op', 'at', 'kind', 'severity', 'error', 'scope', 'origin', 'safety', 'outcome', 'state', 'direction', 'skuPartNumber', 'servicePlanName', 'skuId', 'servicePlanId', 'version', 'now', 'style', 'expires', 'currency', 'losesPlans', 'gains', 'loses', 'licenses', 'assumptions', 'usageLocation'])

function replacing({ words, ids, pattern }: Dictionary, project: Project, stranger: (address: string) => string): Replace {
  const guid = (id: Guid): string => {
    const user = project.tenant.find(id)
    return project.catalog.products.has(id) || project.catalog.plans.has(id) ? id : ids.get(id) ?? (user === undefined ? ordinalId('a000', -1) : ordinalId('9000', user))
  }
  const address = (text: string): string => {
    const user = project.tenant.findByName(text)[0]
    return user === undefined ? stranger(text.toLowerCase()) : ordinal('user', user)
  }
  const folded = new Map([...words].map(([word, to]) => [word.toLowerCase(), to]))
  const replaced = (text: string): string => words.get(text) ?? folded.get(text.toLowerCase()) ?? (guidOnly.test(text) ? guid(text.toLowerCase()) : address(text))
  return (text, path) => {
    const key = path.findLast(part => !/^\d+$/.test(part)) ?? ''
    if (kept.has(key) || path[0] === 'tool' || key === 'digest') return text
    if (key === 'per') return 'period'
    return words.get(text) ?? text.replace(pattern, replaced)
  }
}

/** The same data with every text replaced; keys stay. */
function walk(value: unknown, path: readonly string[], replace: Replace): unknown {
  if (typeof value === 'string') return replace(value, path)
  if (Array.isArray(value)) return value.map((item: unknown, at) => walk(item, [...path, String(at)], replace))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key], replace)]))
}

/** Lists that were in the order of names are in the order of ordinals: the old order would tell. */
function sorted(report: Report): Report {
  const sample = <T extends { readonly sample: readonly string[] }>(users: T): T => ({ ...users, sample: [...users.sample].sort() })
  const by = <T>(textOf: (one: T) => string) => (a: T, b: T): number => (textOf(a) < textOf(b) ? -1 : textOf(a) > textOf(b) ? 1 : 0)
  return {
    ...report,
    findings: report.findings.map(finding => ({ ...finding, users: sample(finding.users) })),
    impact: report.impact.map(one => ({ ...one, users: sample(one.users) })),
    groups: [...report.groups].sort(by(({ id }) => id)),
    ...(report.states && { states: [...report.states].sort(by(row => `${row.userId} ${row.skuId} ${row.assignedByGroup ?? ''}`)) }),
  }
}
