import type { GroupLine, Impact, NoticeLine, SeatLine, StateRow, StateRows, StepLine } from '../model/report.js'
import { table, wrapped } from './columns.js'
import { digits, fewOf } from './count.js'
import type { Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { visible } from './visible.js'
import { known } from './who.js'

const manySteps = 12
const manyImpacts = 20
const manyPlans = 8

/** What became of each step; of a long plan only those that did not go through. */
export function stepLines(steps: readonly StepLine[], paint: Paint): readonly string[] {
  if (steps.length === 0) return []
  const shown = steps.length <= manySteps ? steps : steps.filter(({ outcome }) => outcome !== 'accepted')
  const rest = steps.length - shown.length
  const rows = shown.map(({ step, outcome, op, file, line, column, reason }) =>
    [String(step), outcomeWord(outcome, paint), op, `${file}:${line}:${column}`, reason ?? ''])
  const note = rest === 0 ? [] : [`  ${shown.length === 0 ? `all ${digits(rest)}` : `the other ${digits(rest)}`} are accepted`]
  return ['', paint.bold('Steps'), ...table(rows, ['right', 'left', 'left', 'left', 'left']), ...note]
}

/** Who gains and loses which service plans. */
export function impactLines(impact: readonly Impact[], paint: Paint, options: RenderOptions): readonly string[] {
  if (impact.length === 0) return []
  const shown = options.expand ? impact : impact.slice(0, manyImpacts)
  const hidden = impact.length - shown.length
  return [
    '', paint.bold('Who gains and loses service plans'),
    ...shown.flatMap(one => oneImpact(one, paint, options)),
    ...(hidden === 0 ? [] : [`  and ${digits(hidden)} more sets of users: --expand shows them`]),
  ]
}

/** Seats before and after, one line for each product. */
export function seatLines(seats: readonly SeatLine[], paint: Paint): readonly string[] {
  if (seats.length === 0) return []
  const columns = seatColumns.filter(({ needed }) => needed === undefined || seats.some(needed))
  const rows = [columns.map(({ title }) => title), ...seats.map(line => columns.map(({ cell }) => cell(line, paint)))]
  const [head = '', ...lines] = table(rows, columns.map(({ align }) => align))
  return ['', paint.bold('Seats'), paint.dim(head), ...lines]
}

/** Groups in which users are, or were, in error. */
export function groupLines(groups: readonly GroupLine[], paint: Paint): readonly string[] {
  const shown = groups.filter(({ usersInError: { before, after } }) => before > 0 || after > 0)
  if (shown.length === 0) return []
  const rows = shown.map(({ displayName, members, usersInError, licenses }) =>
    [displayName, digits(members), change(usersInError), licenses.join(', ')])
  const [head = '', ...lines] = table([['group', 'members', 'in error', 'licenses'], ...rows], ['left', 'right', 'right', 'left'])
  return ['', paint.bold('Groups with errors'), paint.dim(head), ...lines]
}

/** Observations: never findings. */
export function noticeLines(notices: readonly NoticeLine[], paint: Paint, width: number): readonly string[] {
  if (notices.length === 0) return []
  const texts = notices.flatMap(({ id, text }) => wrapped(`${text} ${paint.dim(`(${id})`)}`, width, '  - '))
  return ['', paint.bold('Notices'), ...texts]
}

/** Predicted rows, one a line, without ever holding more than one line of them. */
export function* stateLines(states: StateRows, groups: readonly GroupLine[], paint: Paint): Iterable<string> {
  const names = new Map(groups.map(({ id, displayName }) => [id, displayName]))
  yield* ['', paint.bold('Predicted states')]
  if (states.length === 0) yield '  none changes'
  let user = ''
  for (const row of states) {
    if (row.userId !== user) yield `  ${visible(row.userPrincipalName)}`
    user = row.userId
    yield `    ${visible(stateWords(row, names))}`
  }
}

function outcomeWord(outcome: StepLine['outcome'], paint: Paint): string {
  switch (outcome) {
    case 'accepted': return paint.green(outcome)
    case 'refused': return paint.red(outcome)
    case 'partly': return paint.yellow(outcome)
  }
}

function oneImpact({ users, step, gains, loses, gapAtSteps }: Impact, paint: Paint, { width, expand }: RenderOptions): readonly string[] {
  const part = (label: string, text: string): readonly string[] => (text === '' ? [] : wrapped(text, width, `    ${label}  `))
  return [
    ...wrapped(`step ${step}: ${known(users, expand)}`, width, '  '),
    ...part(paint.red('lose'), loses.join(', ')),
    ...part(paint.green('gain'), fewOf(gains, expand ? gains.length : manyPlans)),
    ...part('gap ', gapAtSteps.length === 0 ? '' : `without a plan for a while, after ${gapAtSteps.length === 1 ? 'step' : 'steps'} ${gapAtSteps.join(', ')}`),
  ]
}

interface SeatColumn {
  readonly title: string
  readonly align: 'left' | 'right'
  cell(line: SeatLine, paint: Paint): string
  /** The column stands only if some line needs it. */
  needed?(line: SeatLine): boolean
}

const seatColumns: readonly SeatColumn[] = [
  { title: 'product', align: 'left', cell: line => line.skuPartNumber },
  { title: 'enabled', align: 'right', cell: line => digits(line.enabled) },
  { title: 'warning', align: 'right', cell: line => digits(line.warning), needed: line => line.warning > 0 },
  { title: 'used', align: 'right', cell: line => change(line.consumed) },
  { title: 'free', align: 'right', cell: line => change(line.free) },
  { title: 'free if strict', align: 'right', cell: line => change(strictlyFree(line)), needed: line => line.warning > 0 },
  { title: 'short', align: 'right', cell: (line, paint) => shortOf(line, paint), needed: line => line.short.max > 0 },
  { title: 'also waiting', align: 'right', cell: line => digits(line.pending), needed: line => line.pending > 0 },
]

function shortOf({ short }: SeatLine, paint: Paint): string {
  if (short.max === 0) return '-'
  return paint.red(short.min === short.max ? digits(short.max) : `${digits(short.min)} to ${digits(short.max)}`)
}

/** Free units if those in the grace period do not count. */
function strictlyFree({ free, consumed, enabled, warning }: SeatLine): { readonly before: number; readonly after: number } {
  const countsWarning = free.after !== enabled - consumed.after
  return countsWarning ? { before: free.before - warning, after: free.after - warning } : free
}

function change({ before, after }: { readonly before: number; readonly after: number }): string {
  return before === after ? digits(after) : `${digits(before)} -> ${digits(after)}`
}

/** `ENTERPRISEPACK by Sales: Error MutuallyExclusiveViolation` */
export function stateWords(row: StateRow, names: ReadonlyMap<string, string>): string {
  const path = row.assignedByGroup === null ? 'directly' : `by ${names.get(row.assignedByGroup) ?? row.assignedByGroup}`
  const state = row.oneOf === undefined ? outcomeOf(row) : `not determined: ${row.oneOf.map(outcomeOf).join(' or ')}`
  const off = row.disabledPlans.length === 0 ? '' : `, ${digits(row.disabledPlans.length)} off`
  return `${row.skuPartNumber} ${path}: ${state}${off}`
}

function outcomeOf({ state, error }: { readonly state: string; readonly error: string | null }): string {
  return error === null ? state : `${state} ${error}`
}
