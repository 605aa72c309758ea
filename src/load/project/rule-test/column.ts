import type { Guid } from '../../../model/catalog.js'
import type { Change, UserUpdate } from '../../../model/change.js'
import type { Row } from '../../../model/rule-test.js'
import { userAttributes } from '../../../kinds/vocabulary.js'
import { normalAddresses } from '../../tenant/addresses.js'
import { derivedId } from '../../text/derived-id.js'
import { didYouMean } from '../../text/schema-words.js'
import type { Fields, Report, Where } from './report.js'
import type { Stock } from './stock.js'
import { namesHint } from './tenant.js'

/** The column under which nothing is done. */
export const asIs = 'as is'

/** What a file can name in the head of a column. */
export interface Stage {
  readonly plans: Readonly<Record<string, Fields | null>>
  readonly groups: readonly string[]
  readonly stock: Stock
  readonly report: Report
}

/** What a column does to somebody: a plan of the file, or what is given and joined, with ` + ` between. Undefined: it is wrong. */
export function changesOf(column: string, row: Row, where: Where, stage: Stage): readonly Change[] | undefined {
  if (Object.hasOwn(stage.plans, column)) return planChanges(stage.plans[column] ?? {}, row, ['plans', column], where, stage)
  if (column === asIs) return []
  const names = column.split(' + ').map((name) => name.trim())
  const joins = names.filter((name) => stage.groups.includes(name))
  const gives = names.filter((name) => !joins.includes(name))
  const unknown = gives.filter((name) => stage.stock.license(name, where, 'key') === undefined)
  return unknown.length > 0 ? undefined : planChanges({ gives, joins }, row, undefined, where, stage)
}

const forUsers = ['sets', 'joins', 'leaves']

/** In the order in which they are told: what is set, taken and given, left, joined, bought. */
function planChanges(plan: Fields, row: Row, written: Where | undefined, where: Where, stage: Stage): readonly Change[] | undefined {
  const wrong = [...(row.type === 'user' ? [] : forUsers), ...(row.type === 'product' ? ['takes', 'gives'] : [])].filter((key) => isGiven(plan[key]))
  if (wrong.length > 0) return stage.report(where, 'not-for-row', `\`${wrong[0]}\` is not for the ${row.type} \`${row.name}\``, hints[row.type], 'key')
  const at = (key: string): Where => (written === undefined ? where : [...written, key])
  const user = row.id
  const calls = callOf(plan, row, at, stage)
  const leaves = groupsOf(plan['leaves'], at('leaves'), stage)
  const joins = groupsOf(plan['joins'], at('joins'), stage)
  const units = unitsOf((plan['units'] ?? {}) as Readonly<Record<string, number>>, at('units'), stage)
  if (calls === undefined || leaves === undefined || joins === undefined || units === undefined) return undefined
  return [
    ...(plan['sets'] === undefined ? [] : [{ op: 'updateUser', user, set: updateOf(plan['sets'] as Fields) } as const]),
    ...calls,
    ...leaves.map((group) => ({ op: 'removeMembers', group, users: [user] }) as const),
    ...joins.map((group) => ({ op: 'addMembers', group, users: [user] }) as const),
    ...units,
  ]
}

const hints = { user: '', group: 'a group is given licences, and they are taken off it', product: 'a product is looked at `as is`, or after its `units` change' }

function isGiven(value: unknown): boolean {
  return value !== undefined && (!Array.isArray(value) || value.length > 0)
}

function callOf(plan: Fields, row: Row, at: (key: string) => Where, { stock }: Stage): readonly Change[] | undefined {
  const read = (key: string) => ((plan[key] ?? []) as readonly string[]).map((name, index) => stock.license(name, [...at(key), index]))
  const [gives, takes] = [read('gives'), read('takes')]
  const [added, removed] = [gives.filter((one) => one !== undefined), takes.filter((one) => one !== undefined)]
  if (added.length < gives.length || removed.length < takes.length) return undefined
  if (added.length + removed.length === 0) return []
  const to = row.type === 'group' ? { group: row.id } : { users: [row.id] }
  return [{ op: 'assignLicense', to, addLicenses: added.sort((a, b) => (a.skuId < b.skuId ? -1 : 1)), removeLicenses: removed.map(({ skuId }) => skuId).sort() }]
}

function groupsOf(list: unknown, where: Where, { groups, report }: Stage): readonly Guid[] | undefined {
  const names = (list ?? []) as readonly string[]
  const unknown = names.filter((name) => !groups.includes(name))
  for (const name of unknown) report([...where, names.indexOf(name)], 'unknown-name', `unknown group \`${name}\``, didYouMean(name, groups) ?? namesHint(groups, 'groups'))
  return unknown.length > 0 ? undefined : names.map((name) => derivedId('group', name))
}

function unitsOf(units: Readonly<Record<string, number>>, where: Where, { stock, report }: Stage): readonly Change[] | undefined {
  const changes = Object.entries(units).map(([name, set]): Change | undefined => {
    const sku = stock.product(name)
    if (sku !== undefined) return { op: 'changeUnits', sku, set }
    return report([...where, name], 'unknown-name', `unknown product \`${name}\``, didYouMean(name, stock.names) ?? namesHint(stock.names, 'products'), 'key')
  })
  const known = changes.filter((one) => one !== undefined)
  return known.length < changes.length ? undefined : known
}

/** The keys of a user as the change of a plan has them. */
function updateOf(sets: Fields): UserUpdate {
  const attributes = userAttributes.filter((name) => sets[name] !== undefined).map((name) => [name, sets[name]])
  const { proxyAddresses, ...rest } = Object.fromEntries(Object.entries(sets).filter(([key]) => !(userAttributes as readonly string[]).includes(key)))
  return {
    ...rest,
    ...(proxyAddresses === undefined ? {} : { proxyAddresses: normalAddresses(proxyAddresses as readonly string[]) }),
    ...(attributes.length === 0 ? {} : { attributes: Object.fromEntries(attributes) }),
  }
}
