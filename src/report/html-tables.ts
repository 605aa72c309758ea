import type { GroupLine, Impact, NoticeLine, Report, SeatLine, StateRow, StepLine } from '../model/report.js'
import { counted, digits, fewOf } from './count.js'
import { html, name, names, row, tableEnd, tableHead } from './html-text.js'
import type { RenderOptions } from './reporter.js'
import { fitting, taking, type Room } from './text-fit.js'
import { stateWords } from './text-tables.js'

const keep = 20_000
const fewNames = 5
const fewPlans = 24
const manyStates = 1000

interface Table<T> {
  readonly id: string
  readonly title: string
  readonly items: readonly T[]
  readonly columns: readonly string[]
  /** Columns of numbers. */
  readonly right: readonly number[]
  cells(item: T): readonly string[]
  /** `product` */
  readonly noun: string
}

function* tableOf<T>({ id, title, items, columns, right, cells, noun }: Table<T>, room: Room): Iterable<string> {
  if (items.length === 0) return
  yield taking(`<h2 id="${id}">${title}</h2>\n${tableHead(columns, right)}`, room)
  const rest = (left: number): string => `<tr><td colspan="${columns.length}" class="soft">${counted(left, `more ${noun}`)}: the JSON report has all.</td></tr>\n`
  yield* fitting(items, item => row(cells(item), right), room, keep, rest)
  yield taking(tableEnd, room)
}

export function* impactTable(impact: readonly Impact[], { expand }: RenderOptions, room: Room): Iterable<string> {
  const cells = ({ step, users, loses, gains, gapAtSteps }: Impact): readonly string[] => [
    String(step), whoLoses(users, expand), html(fewOf(loses, fewPlans)), html(fewOf(gains, fewPlans)), gapAtSteps.length === 0 ? '' : `after step ${gapAtSteps.join(', ')}`,
  ]
  yield* tableOf({ id: 'impact', title: 'Who gains and loses service plans', items: impact, columns: ['step', 'users', 'lose', 'gain', 'gap'], right: [0], cells, noun: 'set of users' }, room)
}

export function* seatTable(seats: readonly SeatLine[], room: Room): Iterable<string> {
  yield* tableOf({ id: 'seats', title: 'Seats', items: seats, columns: ['product', 'enabled', 'used', '', 'free', 'short', 'also waiting'], right: [1, 2, 4, 5, 6], cells: seatCells, noun: 'product' }, room)
}

export function* groupTable(groups: readonly GroupLine[], room: Room): Iterable<string> {
  const inError = groups.filter(({ usersInError: { before, after } }) => before > 0 || after > 0)
  const cells = ({ displayName, members, usersInError, licenses }: GroupLine): readonly string[] => [name(displayName), digits(members), change(usersInError), html(licenses.join(', '))]
  yield* tableOf({ id: 'groups', title: 'Groups with errors', items: inError, columns: ['group', 'members', 'in error', 'licenses'], right: [1, 2], cells, noun: 'group' }, room)
}

export function* stepTable(steps: readonly StepLine[], room: Room): Iterable<string> {
  const cells = ({ step, outcome, op, file, line, column, reason }: StepLine): readonly string[] => [
    String(step), outcome === 'accepted' ? outcome : `<span class="bad">${outcome}</span>`, html(op), `<code>${html(`${file}:${line}:${column}`)}</code>`, html(reason ?? ''),
  ]
  yield* tableOf({ id: 'steps', title: 'Steps', items: steps, columns: ['step', 'outcome', 'what', 'where', 'why'], right: [0], cells, noun: 'step' }, room)
}

export function* noticeTable(notices: readonly NoticeLine[], room: Room): Iterable<string> {
  yield* tableOf({ id: 'notices', title: 'Notices', items: notices, columns: ['notice', 'about'], right: [], cells: ({ id, text }) => [html(text), `<span class="soft">${html(id)}</span>`], noun: 'notice' }, room)
}

export function* stateTable({ states = [], groups }: Report, room: Room): Iterable<string> {
  const groupNames = new Map(groups.map(({ id, displayName }) => [id, displayName]))
  const cells = (state: StateRow): readonly string[] => [name(state.userPrincipalName), html(stateWords(state, groupNames))]
  yield* tableOf({ id: 'states', title: 'Predicted states', items: firstOf(states, manyStates), columns: ['user', 'licence'], right: [], cells, noun: 'row' }, room)
  if (states.length > manyStates) yield taking(`<p class="soft">${counted(states.length - manyStates, 'more row')}: the JSON report has all.</p>\n`, room)
}

function whoLoses(users: Impact['users'], expand: boolean): string {
  const shown = users.sample.slice(0, expand ? fewNames * 20 : fewNames)
  const lead = shown.length === users.count ? ': ' : ', such as '
  return counted(users.count, 'user') + (shown.length === 0 ? '' : `<span class="soft">${lead}</span>${names(shown)}`)
}

function seatCells(line: SeatLine): readonly string[] {
  const { short } = line
  const missing = short.max === 0 ? '' : `<span class="bad">${short.min === short.max ? digits(short.max) : `${digits(short.min)} to ${digits(short.max)}`}</span>`
  return [name(line.skuPartNumber), digits(line.enabled), change(line.consumed), bar(line), change(line.free), missing, line.pending === 0 ? '' : digits(line.pending)]
}

/** Used after the plan, of what is there; a tick where it was before. */
function bar({ enabled, warning, consumed }: SeatLine): string {
  const most = Math.max(enabled + warning, consumed.after, consumed.before, 1)
  const at = (units: number): string => (100 * Math.max(0, units) / most).toFixed(1)
  const isOver = consumed.after > enabled + warning
  const label = `${digits(consumed.after)} of ${digits(enabled)} used`
  return `<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label="${label}"><rect class="track" width="100" height="8"/><rect class="${isOver ? 'over' : 'used'}" width="${at(consumed.after)}" height="8"/><rect class="tick" x="${at(consumed.before)}" width="0.8" height="8"/></svg>`
}

function change({ before, after }: { readonly before: number; readonly after: number }): string {
  return before === after ? digits(after) : `${digits(before)} → ${digits(after)}`
}

/** No more are made than are shown. */
function firstOf<T>(items: Iterable<T>, most: number): readonly T[] {
  const first: T[] = []
  for (const item of items) if (first.push(item) >= most) break
  return first
}
