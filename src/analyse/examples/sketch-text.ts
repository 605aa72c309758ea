import type { Rule } from '../../model/rule.js'
import type { Loudness } from '../../model/rule-test.js'
import type { Probe, Sketch } from './probe.js'
import { somewhat } from './words.js'

type Fields = Readonly<Record<string, unknown>>

/** The lines of a rule test of these cells, which share a sketch, as somebody would write it. */
export function ruleTestLines({ id, validFrom, validTo }: Pick<Rule, 'id' | 'validFrom' | 'validTo'>, sketch: Sketch, cells: readonly { readonly row: string; readonly column: string; readonly verdict: Loudness | 'ok' }[]): readonly string[] {
  const day = validFrom ?? validTo
  const rows = [...new Set(cells.map(({ row }) => row))]
  const verdicts = rows.map((row) => `      ${name(row)}: ${flow(Object.fromEntries(cells.filter((cell) => cell.row === row).map(({ column, verdict }) => [column, verdict])))}`)
  return [...(day === undefined ? [] : [`now: '${day}'`]), ...sketchLines(sketch), 'cases:', `  - rule: ${id}`, '    verdicts:', ...verdicts]
}

const order = ['usageLocation', 'products', 'groups', 'users', 'plans'] as const

function sketchLines(sketch: Sketch): readonly string[] {
  return order.flatMap((key): readonly string[] => {
    const value = sketch[key]
    if (value === undefined) return []
    if (typeof value === 'string') return [`${key}: ${flow(value)}`]
    return [`${key}:`, ...Object.entries(value).map(([named, body]) => `  ${name(named)}: ${flow(body)}`)]
  })
}

/** Data on one line. Countries and what YAML could read otherwise stand in quotes. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Fields)
    return entries.length === 0 ? '{}' : `{ ${entries.map(([key, inner]) => `${name(key)}: ${flow(inner)}`).join(', ')} }`
  }
  return typeof value === 'string' ? text(value) : String(value)
}

function name(key: string): string {
  return isPlain(key) ? key : quoted(key)
}

function text(value: string): string {
  return /^[A-Z]{2}$/.test(value) || !isPlain(value) ? quoted(value) : value
}

function isPlain(value: string): boolean {
  return /^[A-Za-z_][\w .()/+@-]*$/.test(value) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value) && !value.endsWith(' ')
}

function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

/** A probe as a sentence without its end: who it is, and what is done. */
export function probeWords({ sketch, row, column }: Probe): string {
  return column === 'as is' ? `${whoWords(sketch, row).replace(/,$/, '')}, as it is` : `${whoWords(sketch, row)} ${doneWords(sketch, row, column)}`
}

function whoWords({ users = {}, groups = {}, products = {}, usageLocation }: Sketch, row: string): string {
  const where = usageLocation === undefined ? '' : ` in a tenant of ${usageLocation}`
  if (Object.hasOwn(users, row)) return `a user${where}${userWords(users, groups, products, row)}`
  if (Object.hasOwn(groups, row)) return `a group${where}${groupWords(groups[row]!, row)}`
  return `${row === somewhat ? row : `the product ${row}`}${where}${productWords(products[row] ?? {})}`
}

type Named = Readonly<Record<string, Fields>>

function userWords(users: Named, groups: Named, products: NonNullable<Sketch['products']>, row: string): string {
  const { licenses = [], memberOf = [], usageLocation, userType, proxyAddresses, accountEnabled, ...rest } = users[row] as Fields & { readonly licenses?: readonly string[]; readonly memberOf?: readonly string[] }
  const other = proxyAddresses === undefined ? undefined : Object.entries(users).find(([name]) => name !== row)
  const shares = other !== undefined && String(other[1]['proxyAddresses']) === String(proxyAddresses)
  const parts = [
    ...(usageLocation === undefined ? [] : [usageLocation === null ? 'without a usage location' : `in ${String(usageLocation)}`]),
    ...(userType === undefined ? [] : [userType === null ? 'of no type' : `who is a ${String(userType).toLowerCase()}`]),
    ...(accountEnabled === false ? ['who may not sign in'] : []),
    ...(proxyAddresses === undefined ? [] : [shares ? 'whose address another user has too' : 'whose address nobody else has']),
    ...Object.entries(rest).map(([key, value]) => `whose \`${key}\` is ${String(value ?? 'not given')}`),
    ...memberOf.map((group) => `in the group ${group}${licensesOf(groups[group])}`),
    ...(licenses.length === 0 ? [] : [`who has ${listed(licenses.map((one) => goodWords(one, products)))}`]),
  ]
  return parts.length === 0 ? '' : ` ${parts.join(', ')}${/(^|, )(who|which) /.test(parts.join(', ')) ? ',' : ''}`
}

function licensesOf(group: Fields | undefined): string {
  const licenses = (group?.['licenses'] ?? []) as readonly string[]
  return licenses.length === 0 ? '' : `, which gives ${listed(licenses)}`
}

function groupWords({ licenses, members, ...rest }: Fields, row: string): string {
  const parts = [
    ...(row === 'Team' ? [] : [`called ${row}`]),
    ...(licenses === undefined ? [] : [`that gives ${listed(licenses as readonly string[])}`]),
    ...(members === undefined ? [] : [`of ${String(members)} ${members === 1 ? 'member' : 'members'}`]),
    ...Object.entries(rest).map(([key, value]) => `with \`${key}: ${String(value)}\``),
  ]
  return parts.length === 0 ? '' : ` ${parts.join(', ')}`
}

function productWords(good: string | Fields): string {
  const said = typeof good === 'string' ? [] : Object.entries(good).filter(([key]) => key !== 'sku')
  const parts = said.map(([key, value]) => (key === 'plans' ? `of ${listed(value as readonly string[])}` : key === 'units' ? `with ${String(value)} ${value === 1 ? 'unit' : 'units'}` : `with \`${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}\``))
  return parts.length === 0 ? '' : ` ${parts.join(', ')}`
}

function goodWords(word: string, products: NonNullable<Sketch['products']>): string {
  const good = products[word]
  if (good === undefined || typeof good === 'string') return word
  const { disabledPlans, units } = good
  return `${word}${disabledPlans === undefined ? '' : ` without ${listed(disabledPlans as readonly string[])}`}${units === undefined ? '' : ` (${String(units)} ${units === 1 ? 'unit' : 'units'})`}`
}

function doneWords({ products = {}, groups = {}, plans = {} }: Sketch, row: string, column: string): string {
  const plan = plans[column]
  if (plan !== undefined) {
    const { takes = [], gives = [] } = plan as { readonly takes?: readonly string[]; readonly gives?: readonly string[] }
    return [takes.length > 0 && `loses ${listed(takes)}`, gives.length > 0 && `is given ${listed(gives)}`].filter(Boolean).join(' and ')
  }
  const words = column.split(' + ')
  const joins = words.filter((word) => Object.hasOwn(groups, word) && word !== row)
  const gives = words.filter((word) => !joins.includes(word)).map((word) => goodWords(word, products))
  return [gives.length > 0 && `is given ${listed(gives)}`, joins.length > 0 && `joins ${listed(joins.map((group) => `the group ${group}${licensesOf(groups[group])}`))}`].filter(Boolean).join(' and ')
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
