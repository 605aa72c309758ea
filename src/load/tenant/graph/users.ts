import type { License, Source } from '../../../model/tenant.js'
import { checkCountry } from '../../catalog/countries.js'
import { asGuid } from '../../text/guid.js'
import { entriesOf, guidOf, listOf, remark, shown, textOf, truthOf } from './entry.js'
import type { Entry } from './entry.js'
import { assignedLicensesOf, bySku, disabledPlansOf } from './licenses.js'
import { prop } from './property.js'

export type RowState = 'Active' | 'ActiveWithError' | 'Error' | 'Disabled'

/** One entry of `licenseAssignmentStates`. */
export interface Row extends License {
  readonly source: Source
  /** States that nobody knows read as `Disabled`. */
  readonly state: RowState
  /** A state that nobody knows, as written. */
  readonly unknownState: string | undefined
  readonly error: string | null
}

/** What licensing can see of a user before memberships are known. Users share it by the thousand. */
export interface Shape {
  readonly usageLocation: string | null
  /** A usage location that is none, as written. */
  readonly badLocation: string | undefined
  readonly accountEnabled: boolean
  readonly userType: string | null
  readonly onPremisesSyncEnabled: boolean
  readonly attributes: Readonly<Record<string, string | boolean | null>>
  /** Sorted; undefined: the export does not have `licenseAssignmentStates`. */
  readonly rows: readonly Row[] | undefined
  /** What the user has by all paths together; read only where there are no rows. Undefined: not there either. */
  readonly assignedLicenses: readonly License[] | undefined
}

/** A user's shape, everything checked. */
export function readShape(entry: Entry, attributes: readonly string[]): Shape {
  return { ...readLicensing(entry), ...readPlain(entry, attributes) }
}

/** What the user has, as the export says it. */
export function readLicensing(entry: Entry): Pick<Shape, 'rows' | 'assignedLicenses'> {
  const rows = rowsOf(entry)
  return { rows, assignedLicenses: rows === undefined ? assignedLicensesOf(entry) : [] }
}

/** What of it is no licence. */
export const readPlain = (entry: Entry, attributes: readonly string[]): Omit<Shape, 'rows' | 'assignedLicenses'> => ({
  ...locationOf(entry),
  accountEnabled: truthOf(entry, 'accountEnabled', true),
  userType: textOf(entry, 'userType') || null,
  onPremisesSyncEnabled: truthOf(entry, 'onPremisesSyncEnabled', false),
  attributes: Object.fromEntries([...attributes].sort().map((name) => [name, attributeOf(entry, name)])),
})

/** Two letters in any case. What is none counts as not set, as Graph refuses it. */
function locationOf(entry: Entry): Pick<Shape, 'usageLocation' | 'badLocation'> {
  const written = textOf(entry, 'usageLocation')?.trim() ?? ''
  if (written === '') return { usageLocation: null, badLocation: undefined }
  const country = checkCountry(written.toUpperCase())
  return country.ok ? { usageLocation: country.code, badLocation: undefined } : { usageLocation: null, badLocation: written }
}

function attributeOf(entry: Entry, name: string): string | boolean | null {
  const value = prop(entry.props, name)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value !== undefined && value !== null) remark(entry, 'wrong-type', `\`${name}\` of ${entry.name} is \`${shown(value)}\`, not a text`)
  return null
}

/**
 * Undefined: not exported. So is an empty list beside licences that the user has: PowerShell writes one for a property
 * that was not asked for.
 */
function rowsOf(entry: Entry): readonly Row[] | undefined {
  const entries = entriesOf(entry, 'licenseAssignmentStates')
  if (entries === undefined || (entries.length === 0 && (listOf(entry, 'assignedLicenses')?.length ?? 0) > 0)) return undefined
  const rows = inOrder(entries.flatMap(readRow))
  rows.forEach((row, i) => {
    if (isSameRow(rows[i - 1], row)) remark(entry, 'duplicate-row', `${entry.name} has two rows of \`${row.skuId}\` by ${row.source === null ? 'direct assignment' : `\`${row.source}\``}`)
  })
  return rows
}

export const bySource = (a: Source, b: Source): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1

/** By source, then by product. */
export const inOrder = (rows: Row[]): Row[] => rows.sort((a, b) => bySource(a.source, b.source) || bySku(a, b))

/** Two rows of one product by one source: there can be no such thing. */
export const isSameRow = (one: Row | undefined, other: Row): boolean => one?.skuId === other.skuId && one.source === other.source

/** None, if something is wrong with it. */
export function readRow(entry: Entry): Row[] {
  const skuId = guidOf(entry, 'skuId')
  const source = sourceOf(entry)
  const state = stateOf(entry)
  if (skuId === undefined || source === undefined) return []
  return [{ skuId, disabledPlans: disabledPlansOf(entry), source, ...state, error: errorOf(textOf(entry, 'error')) }]
}

/** Null, absent and empty are direct. */
function sourceOf(entry: Entry): Source | undefined {
  const value = prop(entry.props, 'assignedByGroup')
  return value === undefined || value === null || value === '' ? null : (asGuid(value) ?? guidOf(entry, 'assignedByGroup'))
}

const states: ReadonlyMap<string, RowState> = new Map([
  ['active', 'Active'],
  ['activewitherror', 'ActiveWithError'],
  ['error', 'Error'],
  ['disabled', 'Disabled'],
])

function stateOf(entry: Entry): Pick<Row, 'state' | 'unknownState'> {
  const written = textOf(entry, 'state') ?? ''
  const state = states.get(written.toLowerCase())
  return { state: state ?? 'Disabled', unknownState: state === undefined ? written : undefined }
}

/** Success is null or `None`; `Others` is what documentation called `Other`; a code that is new is kept. */
function errorOf(written: string | null): string | null {
  if (written === null || written === '' || written.toLowerCase() === 'none') return null
  return written.toLowerCase() === 'others' ? 'Other' : written
}
