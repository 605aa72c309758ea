import type { License } from '../../model/tenant.js'
import { entryOf, listIn } from './graph/entry.js'
import type { At, Entry } from './graph/entry.js'
import { isProps, prop } from './graph/property.js'
import type { Props } from './graph/property.js'
import { inOrder, isSameRow, readLicensing, readPlain, readRow } from './graph/users.js'
import type { Row, Shape } from './graph/users.js'
import { collectRemarks } from '../text/remarks.js'
import { lists, unlimited } from './scan/runs.js'
import { sortFirst } from './scan/sort.js'
import { hiddenPlans } from './hidden-plans.js'
import type { HiddenPlans, Unseen } from './hidden-plans.js'
import type { AlikeGroups } from './alike-groups.js'
import { pairNumbers } from './pair-numbers.js'
import type { Alike } from './scan/scanner.js'
import { onceFor } from '../../once.js'

/** Equal shapes are one; each is read and checked once. */
export interface Shapes {
  /** Without what is hidden. */
  readonly all: readonly Shape[]
  of(props: Props, at: At): number
  /** By shape: its index in `all`, and what is hidden of it. */
  parts(): Uint32Array
  /** The same shape, with more hidden. */
  hiding(shape: number, more: number): number
  /** And with less. */
  showing(shape: number, less: number): number
  /** What is hidden of a row, where that is by one of groups that are alike. */
  alike(row: Props): Alike | undefined
  /** Whether anything is hidden of any. */
  hides(): boolean
  readonly plans: HiddenPlans | undefined
}

const noLicenses: readonly License[] = []

type Licensing = Pick<Shape, 'rows' | 'assignedLicenses'>
type Plain = Omit<Shape, keyof Licensing>

/**
 * What licensing sees of a user becomes two lists of numbers, one of its rows and one of all else, that are equal only for users
 * whose shapes are. Nothing is checked for it: what was checked once need not be checked again.
 */
export function internShapes(attributes: readonly string[], unseen?: Unseen): Shapes {
  const all: Shape[] = []
  const plans = unseen && hiddenPlans(unseen)
  /** What is seen of a shape, and what is hidden. */
  const numbers = pairNumbers()
  const knownRows = new WeakMap<Props, Row>()
  const write = writer(plans?.groups)
  const pairs = pairNumbers()
  const shapeOfPair: (number | undefined)[] = []
  const licensings: (Licensing | undefined)[] = []
  const plains: (Plain | undefined)[] = []

  /** Nothing is to be said of a part that was read before. */
  function read(props: Props, at: At, plain: Plain | undefined, known: Licensing | undefined): Shape {
    const entry = (): Entry => entryOf(props, 'the user', at)!
    const { rows, assignedLicenses } = known ?? rowsOf(props, at) ?? sharedIn(readLicensing(entry()))
    const { usageLocation, badLocation, accountEnabled, userType, onPremisesSyncEnabled, attributes: more } = plain ?? readPlain(entry(), attributes)
    return { usageLocation, badLocation, accountEnabled, userType, onPremisesSyncEnabled, attributes: more, rows, assignedLicenses }
  }

  /** Rows that were read before, of users in whom nothing is unusual; undefined: they are to be read one by one. */
  function rowsOf(props: Props, at: At): Licensing | undefined {
    const written = listIn(prop(props, 'licenseAssignmentStates')) ?? []
    if (written.length === 0) return undefined
    const rows: Row[] = []
    for (const one of written) {
      const row = isProps(one) ? (knownRows.get(one) ?? rowOf(one, at)) : undefined
      if (row === undefined) return undefined
      rows.push(row)
    }
    inOrder(rows)
    for (let i = 1; i < rows.length; i++) if (isSameRow(rows[i - 1], rows[i]!)) return undefined
    return { rows, assignedLicenses: noLicenses }
  }

  function rowOf(props: Props, { file, offset }: At): Row | undefined {
    const remarks = collectRemarks()
    const [row] = readRow({ props, name: '', file, offset, remarks })
    if (row === undefined || remarks.count > 0) return undefined
    const shared = write.shared(row)
    knownRows.set(props, shared)
    return shared
  }

  function alikeIn(props: Props, groups: AlikeGroups): Alike | undefined {
    const row = knownRows.get(props) ?? rowOf(props, { file: '', offset: 0, remarks: collectRemarks() })
    const number = row && groups.ofRow(row)
    if (number === undefined) return undefined
    const standIn = groups.standInNumber(number)
    const standInProps = propsOfStandIn(groups.standIn(number))
    knownRows.set(standInProps, groups.standIn(number))
    return { number, standIn, props: standInProps }
  }

  const sharedIn = ({ rows, assignedLicenses }: Licensing): Licensing => ({ rows: rows?.map(write.shared), assignedLicenses: assignedLicenses?.map(write.shared) })

  /** What is hidden of a shape is a number beside it; equal rests are one. */
  function add(shape: Shape, plain: number): number {
    const { rows, hidden } = plans === undefined || shape.rows === undefined ? { rows: shape.rows, hidden: 0 } : plans.split(shape.rows)
    if (hidden === 0) return numberOf(all.push(shape) - 1, 0)
    const pair = plain === unusual ? unusual : pairs.of(plain, write.rows(rows!))
    const known = shapeOfPair[pair]
    if (known !== undefined) return hiding(known, hidden)
    const rest = numberOf(all.push({ ...shape, rows: rows!.map(write.shared) }) - 1, 0)
    if (pair !== unusual) shapeOfPair[pair] = rest
    return hiding(rest, hidden)
  }

  const numberOf = (seen: number, hidden: number): number => (plans === undefined ? seen : numbers.of(seen, hidden))
  const hiding = (shape: number, more: number): number => (more === 0 ? shape : numbers.of(numbers.first(shape), plans!.joined(numbers.second(shape), more)))
  const showing = (shape: number, less: number): number => (less === 0 ? shape : numbers.of(numbers.first(shape), plans!.without(numbers.second(shape), less)))

  return {
    all,
    of(props, at) {
      const [plain, licensing] = [write.plain(props, attributes), write.licensing(props)]
      const isUsual = plain !== unusual && licensing !== unusual
      const pair = isUsual ? pairs.of(plain, licensing) : unusual
      const known = shapeOfPair[pair]
      if (known !== undefined) return known
      const before = at.remarks.count
      const shape = read(props, at, plains[plain], licensings[licensing])
      const isRight = isUsual && at.remarks.count === before
      const number = add(shape, isRight ? plain : unusual)
      if (!isRight) return number
      plains[plain] = shape
      licensings[licensing] = { rows: shape.rows, assignedLicenses: shape.assignedLicenses }
      return (shapeOfPair[pair] = number)
    },
    parts: () => (plans === undefined ? Uint32Array.from({ length: all.length * 2 }, (_, i) => (i % 2 === 0 ? i / 2 : 0)) : numbers.all()),
    hiding,
    showing,
    alike: plans?.groups === undefined ? () => undefined : (props) => alikeIn(props, plans.groups!),
    hides: () => plans?.any() ?? false,
    plans,
  }
}

/** Something that is no text, truth or list where one should be: look at this user closely. */
const unusual = -1

/** Begins a list: no two sorts are ever equal. */
const sorts = { plain: 0, rows: 1, none: 2, licenses: 3, unknown: 4, item: 5 } as const

function writer(groups: AlikeGroups | undefined) {
  const words = new Map<string, number>()
  /** Of rows and licences as they were written. */
  const numbers = new WeakMap<Props, number>()
  const texts: string[] = []
  const known = lists(unlimited)
  let [list, items] = [new Int32Array(256), new Int32Array(64)]
  let length = 0
  let isUsual = true

  function push(number: number): void {
    if (length === list.length) grow()
    list[length++] = number
  }

  function grow(): void {
    const larger = new Int32Array(list.length * 2)
    larger.set(list)
    list = larger
  }

  function wordOf(text: string): number {
    const word = words.get(text)
    if (word !== undefined) return word
    words.set(text, texts.length)
    return texts.push(text) - 1
  }

  /** Absent and null are one. */
  function pushValue(value: unknown): void {
    if (typeof value === 'string') push(wordOf(value) + 3)
    else if (value === undefined || value === null) push(0)
    else if (typeof value === 'boolean') push(value ? 1 : 2)
    else isUsual = false
  }

  function begin(sort: number): void {
    length = 0
    isUsual = true
    push(sort)
  }

  const end = (): number => (isUsual ? known.of(list, length) : unusual)

  function pushLicense(license: Props): void {
    const plans = listIn(prop(license, 'disabledPlans'))
    pushValue(prop(license, 'skuId'))
    if (plans === undefined) return void (isUsual = false)
    push(plans.length)
    for (let i = 0; i < plans.length; i++) pushValue(plans[i])
  }

  function pushRow(row: Props): void {
    pushLicense(row)
    pushValue(prop(row, 'assignedByGroup'))
    pushValue(prop(row, 'state'))
    pushValue(prop(row, 'error'))
  }

  /** In whatever order they come. */
  function all(sort: number, of: readonly unknown[], pushOne: (item: Props) => void): number {
    if (of.length > items.length) items = new Int32Array(of.length * 2)
    for (let i = 0; i < of.length; i++) items[i] = isProps(of[i]) ? numberOf(of[i] as Props, pushOne) : unusual
    sortFirst(items, of.length)
    begin(sort)
    for (let i = 0; i < of.length; i++) push(items[i]!)
    if (of.length > 0 && items[0] === unusual) isUsual = false
    return end()
  }

  function numberOf(item: Props, pushOne: (item: Props) => void): number {
    const known = numbers.get(item)
    if (known !== undefined) return known
    begin(sorts.item)
    pushOne(item)
    const number = end()
    numbers.set(item, number)
    return number
  }

  function licensing(props: Props): number {
    const rows = listIn(prop(props, 'licenseAssignmentStates'))
    if (rows === undefined) return unusual
    if (rows.length > 0) return all(sorts.rows, rows, pushRow)
    const assigned = prop(props, 'assignedLicenses')
    const licenses = listIn(assigned)
    if (licenses === undefined) return unusual
    if (licenses.length === 0 && prop(props, 'licenseAssignmentStates') != null) return all(sorts.none, [], pushLicense)
    return all(assigned == null ? sorts.unknown : sorts.licenses, licenses, pushLicense)
  }

  /** As they would be written. */
  const rows = (of: readonly Row[]): number =>
    all(sorts.rows, of.map((row) => (groups?.isStandIn(row) === true ? propsOfStandIn(row) : propsOf(row))), pushRow)

  function plain(props: Props, attributes: readonly string[]): number {
    begin(sorts.plain)
    for (const name of plainNames) pushValue(prop(props, name))
    for (const name of attributes) pushValue(prop(props, name))
    return end()
  }

  const same = (text: string): string => texts[wordOf(text)]!

  /** The same with each id once in memory, however many users have it. */
  const shared = <T extends License | Row>(of: T): T => ({ ...of, skuId: same(of.skuId), disabledPlans: of.disabledPlans.map(same) })

  return { plain, licensing, rows, shared }
}

const propsOf = ({ skuId, disabledPlans, source, state, unknownState, error }: Row): Props => ({ skuId, disabledPlans, assignedByGroup: source, state: unknownState ?? state, error })

/** No row is written so: who stands in is told from itself. */
const propsOfStandIn = onceFor((row: Row): Props => ({ ...propsOf(row), assignedByGroup: `like ${row.source}` }))

const plainNames = ['usageLocation', 'accountEnabled', 'userType', 'onPremisesSyncEnabled']
