// A tenant of any size, the same for the same size: `tsx bench/generate.ts FOLDER USERS [FORM] [KIND]`.
// Users come in about a thousand shapes: a base licence by department group, add-ons by groups, a few direct
// licences, plans off, eight countries, two percent guests. Rows, memberships and consumed units agree.
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'

/** How Graph's answers were kept: one user to a line, one document, pages of 999 one after the other, or lines packed. */
export const forms = ['ndjson', 'document', 'pages', 'gzip'] as const
export type Form = (typeof forms)[number]

/** What is unusual about the users, all of them; `ordinary` is nothing. */
export const kinds = ['ordinary', 'different', 'groups', 'escapes', 'twice', 'cases', 'blanks', 'pascal', 'wrapped', 'addresses', 'nested'] as const
export type Kind = (typeof kinds)[number]

interface Product {
  readonly skuId: string
  readonly skuPartNumber: string
  readonly servicePlans: readonly string[]
  readonly companyPlans?: readonly string[]
}
export interface LicenseBody {
  readonly disabledPlans: readonly string[]
  readonly skuId: string
}
interface BenchGroup {
  readonly id: string
  readonly displayName: string
  readonly licenses: readonly LicenseBody[]
}

const root = join(import.meta.dirname, '..')

/** Writes the tenant and a plan beside it; gives the plan's path. */
export function generate(folder: string, users: number, form: Form = 'ndjson', kind: Kind = 'ordinary'): string {
  const tenant = join(folder, 'tenant')
  mkdirSync(tenant, { recursive: true })
  const consumed = writeUsers(tenant, users, form, kind)
  writeJson(join(tenant, 'groups.json'), groupsOf(kind).map(groupEntry))
  writeJson(join(tenant, 'subscribedSkus.json'), [...products.values()].map(product => skuEntry(product, consumed.get(product.skuId) ?? 0, users)))
  writeJson(join(tenant, 'organization.json'), [{ id: idOf('tenant'), displayName: 'Bench', countryLetterCode: 'US', defaultUsageLocation: null }])
  writeFileSync(join(folder, 'seatplan.yaml'), "tenant: tenant\nnow: '2026-11-24'\n")
  writeFileSync(join(folder, 'plan.yaml'), plan(users))
  return join(folder, 'plan.yaml')
}

const wanted = [
  'STANDARDPACK',
  'ENTERPRISEPACK',
  'SPE_E3',
  'SPE_E5',
  'SPE_F1',
  'EMS',
  'PROJECTPROFESSIONAL',
  'VISIOCLIENT',
  'POWER_BI_PRO',
  'MCOMEETADV',
  'FLOW_FREE',
] as const
type Sku = (typeof wanted)[number]

const products = productsOf(wanted)

export function productsOf(skus: readonly string[]): ReadonlyMap<string, Product> {
  const text = readFileSync(join(root, 'catalogs/microsoft/products.json'), 'utf8')
  const all = (JSON.parse(text) as { products: readonly Product[] }).products
  const found = all.filter(product => skus.includes(product.skuPartNumber))
  if (found.length !== skus.length) throw new Error(`the catalog lacks some of ${skus.join(', ')}`)
  return new Map(found.map(product => [product.skuPartNumber, product]))
}

/** The first `off` plans of the product that may be switched off are off: one licence, several shapes. */
export function license(sku: Sku, off = 0): LicenseBody {
  const { skuId, servicePlans, companyPlans = [] } = products.get(sku)!
  const optional = servicePlans.filter(plan => !companyPlans.includes(plan) && !needed.has(plan))
  return { disabledPlans: optional.slice(0, off), skuId }
}

/** Plans that others build on stay on: Exchange, SharePoint, Teams, Rights Management. */
const needed = new Set([
  'efb87545-963c-4e0d-99df-69c6916d9eb0',
  '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
  '4a82b400-a79f-41a4-b4e2-e94f5787b113',
  '5dbe027f-2339-4123-9542-606e4d348a72',
  'c7699d2e-19aa-44de-8edf-1736da088ca1',
  '902b47e5-dcb2-4fdc-858b-c63a90a2bdb9',
  '57ff2da0-773e-42df-b2af-ffb7a2317929',
  '0feaeb32-d00e-4d66-bd5a-43b5b83db82c',
  'bea4c11e-220a-4e6d-8eb8-8ea15d019f90',
])

/** One base group a department, then add-on groups, then groups without licences. */
const bases: readonly BenchGroup[] = (
  [
    ['Engineering', 'SPE_E5', 0],
    ['Product', 'SPE_E5', 2],
    ['Finance', 'SPE_E3', 0],
    ['Legal', 'SPE_E3', 3],
    ['Marketing', 'ENTERPRISEPACK', 0],
    ['Consulting', 'ENTERPRISEPACK', 2],
    ['Sales', 'STANDARDPACK', 0],
    ['Service desk', 'STANDARDPACK', 1],
    ['Stores', 'SPE_F1', 0],
    ['Warehouses', 'SPE_F1', 2],
  ] as const
).map(([displayName, sku, off]) => ({ id: idOf(`group/${displayName}`), displayName, licenses: [license(sku, off)] }))

/** Project has SharePoint (Plan 2) in it: only people whose base has the same plan are given it. */
const withSharePoint = new Set(bases.slice(0, 6))

const addOns: readonly BenchGroup[] = (
  [
    ['Visio', 'VISIOCLIENT'],
    ['Power BI', 'POWER_BI_PRO'],
    ['Power Automate', 'FLOW_FREE'],
    ['Project', 'PROJECTPROFESSIONAL'],
  ] as const
).map(([displayName, sku]) => ({ id: idOf(`group/${displayName}`), displayName, licenses: [license(sku)] }))

/** What people have beside their base: mostly nothing. */
const bundles: readonly (readonly BenchGroup[])[] = [[], [], [], [], [], [], ...addOns.map(group => [group]), addOns.slice(1, 3)]

const others: readonly BenchGroup[] = ['Works council', 'Cyclists', 'Pilot'].map(displayName => ({ id: idOf(`group/${displayName}`), displayName, licenses: [] }))

/** For users of whom no two are in the same groups. */
const many: readonly BenchGroup[] = Array.from({ length: 20 }, (_, i) => ({ id: idOf(`group/Team ${i}`), displayName: `Team ${i}`, licenses: [license((['FLOW_FREE', 'VISIOCLIENT', 'POWER_BI_PRO', 'EMS'] as const)[i % 4]!)] }))

const groupsOf = (kind: Kind): readonly BenchGroup[] => [...bases, ...addOns, ...others, ...(kind === 'groups' ? many : [])]
const countries = ['US', 'GB', 'DE', 'CH', 'IN', 'BR', 'JP', null] as const

/** The file that users are in. */
export const usersFile = (form: Form): string => ({ ndjson: 'users.ndjson', document: 'users.json', pages: 'users.json', gzip: 'users.ndjson.gz' })[form]

const pageSize = 999
const context = '"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users"'

/** What stands before the first user, between two, at the turn of a page, and behind the last one. */
function frameOf(form: Form): readonly [head: string, between: string, turn: string, tail: string] {
  if (form === 'ndjson' || form === 'gzip') return ['', '\n', '\n', '\n']
  const head = `{${context},"value":[`
  if (form === 'document') return [head, ',', ',', ']}']
  const next = `],"@odata.nextLink":"https://graph.microsoft.com/v1.0/users?$skiptoken=x"}\n`
  return [head, ',', next + head, ']}\n']
}

function writeUsers(tenant: string, users: number, form: Form, kind: Kind): ReadonlyMap<string, number> {
  const consumed = new Map<string, number>()
  const out = openSync(join(tenant, usersFile(form)), 'w')
  const write = (text: string) => void writeSync(out, form === 'gzip' ? gzipSync(text, { level: 1 }) : Buffer.from(text))
  const members = openSync(join(tenant, 'groupMembers.ndjson'), 'w')
  const [head, between, turn, tail] = frameOf(form)
  write(head)
  for (let start = 0; start < users; start += pageSize) {
    const some = Array.from({ length: Math.min(pageSize, users - start) }, (_, i) => userEntry(start + i, kind))
    for (const { skuId } of some.flatMap(({ user }) => user.assignedLicenses)) consumed.set(skuId, (consumed.get(skuId) ?? 0) + 1)
    write((start === 0 ? '' : turn) + some.map(({ user }) => textOf(user, kind)).join(between))
    writeSync(members, some.flatMap(({ user, memberOf }) => memberOf.map(group => memberLine(group.id, user.id))).join(''))
  }
  write(tail)
  closeSync(out)
  closeSync(members)
  return consumed
}

/** The same user, written in another legal way. */
function textOf(user: object, kind: Kind): string {
  const text = JSON.stringify(kind === 'wrapped' ? withoutLists(user) : user, null, kind === 'blanks' ? 2 : 0)
  if (kind === 'escapes') return text.replaceAll('"displayName":"User', '"display\\u004eame":"\\u00dcser').replaceAll('bench.example', 'bench\\u002eexample')
  if (kind === 'twice') return text.replace('"displayName"', '"displayName":"x","displayName"')
  if (kind === 'cases') return text.replace('"displayName"', '"DISPLAYNAME":"x","displayname"')
  if (kind === 'pascal') return text.replace(/"([a-z])(\w+)":/g, (_, first: string, rest: string) => `"${first.toUpperCase()}${rest}":`)
  if (kind === 'addresses') return text.replace('"smtp:', '" smtp:\u00fc')
  if (kind === 'nested') return text.replace('{', `{"more":${'['.repeat(30)}${']'.repeat(30)},`)
  return kind === 'blanks' ? text.replaceAll('\n', ' ') : text
}

/** As Windows PowerShell 5.1 writes lists. */
const withoutLists = (user: object): object => Object.fromEntries(Object.entries(user).map(([key, value]) => [key, Array.isArray(value) ? { value, Count: value.length } : value]))

function memberLine(groupId: string, id: string): string {
  return `${JSON.stringify({ groupId, id, '@odata.type': '#microsoft.graph.user' })}\n`
}

function userEntry(n: number, kind: Kind = 'ordinary') {
  const draw = drawer(n)
  const base = bases[draw(bases.length)]!
  const isGuest = draw(50) === 0
  const beside = (bundles[draw(bundles.length)] ?? []).filter(({ displayName }) => displayName !== 'Project' || withSharePoint.has(base))
  const memberOf = isGuest ? [] : [base, ...beside, ...others.filter(() => draw(9) === 0), ...(kind === 'groups' ? many.filter((_, i) => ((n >> i) & 1) === 1) : [])]
  const usual = !isGuest && draw(40) === 0 ? [license('POWER_BI_PRO')] : []
  const direct = kind === 'different' ? [ownLicense(n)] : usual
  const states = [...direct.map(of => row(of, null, n)), ...memberOf.flatMap(group => group.licenses.map(of => row(of, group.id, n)))]
  const handle = `${firstNames[draw(firstNames.length)]!}.${lastNames[draw(lastNames.length)]!}${n}`.toLowerCase()
  const mail = `${handle}@bench.example`
  const user = {
    id: idOf(`user/${n}`),
    userPrincipalName: mail,
    displayName: `User ${n}`,
    department: isGuest ? null : base.displayName,
    jobTitle: isGuest ? null : `Member of ${base.displayName}`,
    usageLocation: countries[Math.min(draw(countries.length), draw(countries.length))] ?? null,
    accountEnabled: draw(40) !== 0,
    userType: isGuest ? 'Guest' : 'Member',
    onPremisesSyncEnabled: draw(2) === 0 ? true : null,
    mail,
    proxyAddresses: [`SMTP:${mail}`, `smtp:${handle}@bench.onmicrosoft.com`],
    assignedLicenses: [...new Map(states.map(({ skuId, disabledPlans }) => [skuId, { disabledPlans, skuId }])).values()],
    licenseAssignmentStates: states,
  }
  return { user, memberOf }
}

/** Nobody else has the same plans off. */
function ownLicense(n: number): LicenseBody {
  const { skuId, servicePlans } = products.get('SPE_E5')!
  return { disabledPlans: servicePlans.filter((plan, i) => i < 24 && ((n >> i) & 1) === 1 && !needed.has(plan)), skuId }
}

export function row(of: LicenseBody, assignedByGroup: string | null, n: number) {
  const minute = String(n % 60).padStart(2, '0')
  return { ...of, assignedByGroup, state: 'Active', error: 'None', lastUpdatedDateTime: `2026-03-02T09:${minute}:07Z` }
}

const firstNames = ['Ada', 'Ben', 'Chloe', 'Dmitri', 'Esra', 'Femi', 'Gita', 'Hans', 'Ines', 'Jun', 'Kofi', 'Lea']
const lastNames = ['Abbott', 'Brown', 'Costa', 'Diaz', 'Evans', 'Fischer', 'Gupta', 'Hansen', 'Ito', 'Jones', 'Khan', 'Lopez']

/** A small deterministic generator (mulberry32), its own for every user, so that user 7 is the same in every tenant. */
function drawer(seed: number): (below: number) => number {
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}

export function idOf(name: string): string {
  const hex = createHash('sha1').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export function groupEntry({ id, displayName, licenses }: BenchGroup): object {
  return {
    id,
    displayName,
    groupTypes: [],
    securityEnabled: true,
    mailEnabled: false,
    assignedLicenses: licenses,
    licenseProcessingState: licenses.length > 0 ? { state: 'ProcessingComplete' } : null,
  }
}

export function skuEntry({ skuId, skuPartNumber, servicePlans, companyPlans = [] }: Product, consumed: number, users: number): object {
  return {
    skuId,
    skuPartNumber,
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: consumed,
    prepaidUnits: { enabled: consumed + Math.ceil(users / 50), warning: 0, suspended: 0, lockedOut: 0 },
    servicePlans: servicePlans.map(id => ({ servicePlanId: id, appliesTo: companyPlans.includes(id) ? 'Company' : 'User', provisioningStatus: 'Success' })),
  }
}

function writeJson(file: string, value: readonly object[]): void {
  writeFileSync(file, `{"value":[\n${value.map(entry => JSON.stringify(entry)).join(',\n')}\n]}\n`)
}

/** Work for every part: a conflict, a shortage, a membership change, a swap, a refusal. */
function plan(users: number): string {
  const movers = Array.from({ length: Math.min(20, users) }, (_, n) => userEntry(n).user.userPrincipalName)
  return `title: A reorganisation
changes:
  - { op: assignLicense, to: { group: Sales }, addLicenses: [{ sku: ENTERPRISEPACK, disabledPlans: [] }], removeLicenses: [] }
  - { op: assignLicense, to: { group: Marketing }, addLicenses: [{ sku: SPE_E3, disabledPlans: [] }], removeLicenses: [ENTERPRISEPACK] }
  - { op: addMembers, group: Power BI, users: [${movers.join(', ')}] }
  - { op: assignLicense, to: { group: Cyclists }, addLicenses: [{ sku: EMS, disabledPlans: [] }], removeLicenses: [] }
  - { op: assignLicense, to: { group: Pilot }, addLicenses: [{ sku: MCOMEETADV, disabledPlans: [] }], removeLicenses: [] }
`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = '.bench/1000', users = '1000', form = 'ndjson', kind = 'ordinary'] = process.argv.slice(2)
  process.stdout.write(`${generate(folder, Number(users), form as Form, kind as Kind)}\n`)
}
