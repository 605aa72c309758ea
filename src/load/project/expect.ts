import type { Guid } from '../../model/catalog.js'

type Fields = Readonly<Record<string, unknown>>
type Where = readonly (string | number)[]

/** What is said of one finding, row, seat line or notice. Names are GUIDs; keys that are absent are not compared. */
export type Item = Fields

/** What must come out of a scenario, every name resolved. Absent parts are not compared. */
export interface Expectation {
  readonly findings?: readonly Item[]
  readonly findingsInclude?: readonly Item[]
  /** By userPrincipalName, lower-case. */
  readonly states?: Readonly<Record<string, readonly Item[]>>
  /** By skuId. */
  readonly seats?: Readonly<Record<Guid, Item>>
  readonly steps?: readonly Item[]
  readonly exitCode?: number
  readonly notices?: readonly Item[]
  readonly noticesInclude?: readonly Item[]
  readonly impact?: readonly Item[]
  readonly impactInclude?: readonly Item[]
  readonly remedies?: readonly ExpectedRemedies[]
}

/** All remedies of the finding that `finding` tells from others. */
export interface ExpectedRemedies {
  readonly finding: Item
  /** `remediesComplete` of the finding. */
  readonly complete?: boolean
  readonly remedies: readonly Item[]
}

/** A list of which at least these must be there; every other list is exact. */
export interface AtLeast {
  readonly atLeast: readonly unknown[]
}

/** Looks up what `expect` names; what is unknown becomes a problem at its place. */
export interface ExpectNames {
  plan(handle: string, where: Where): Guid | undefined
  planName(id: Guid): string
  /** Service plans of a product that can be switched off. */
  plansOf(product: Guid): readonly Guid[]
  product(handle: string, where: Where): Guid | undefined
  group(handle: string, where: Where): Guid | undefined
  user(handle: string, where: Where): Guid | undefined
  /** Lower-case, as reports are compared. */
  userPrincipalName(handle: string, where: Where): string | undefined
  rule(id: string, where: Where): void
}


/** Reads `expect`, whose shape is valid already. */
export function readExpectation(data: unknown, names: ExpectNames, where: Where): Expectation {
  const expect = data as Fields
  const read = (key: string, item: (data: unknown, where: Where, names: ExpectNames) => Item) =>
    expect[key] === undefined ? {} : { [key]: (expect[key] as readonly unknown[]).map((one, at) => item(one, [...where, key, at], names)) }
  return {
    ...read('findings', finding),
    ...read('findingsInclude', finding),
    ...(expect['states'] === undefined ? {} : { states: statesOf(expect['states'] as Fields, names, [...where, 'states']) }),
    ...(expect['seats'] === undefined ? {} : { seats: seatsOf(expect['seats'] as Fields, names, [...where, 'seats']) }),
    ...read('steps', step),
    ...(expect['exitCode'] === undefined ? {} : { exitCode: expect['exitCode'] as number }),
    ...read('notices', notice),
    ...read('noticesInclude', notice),
    ...read('impact', impact),
    ...read('impactInclude', impact),
    ...(expect['remedies'] === undefined
      ? {}
      : { remedies: (expect['remedies'] as readonly Fields[]).map((one, at) => remediesOf(one, [...where, 'remedies', at], names)) }),
  }
}

/** Reads some keys of an item by a reader of their own and takes the others as they are. */
function item(data: Fields, where: Where, readers: Readonly<Record<string, (value: unknown, where: Where) => Fields>>): Item {
  return Object.assign({}, ...Object.entries(data).map(([key, value]) => readers[key]?.(value, [...where, key]) ?? { [key]: value })) as Item
}

function each(list: unknown, where: Where, look: (handle: string, where: Where) => string | undefined): readonly string[] {
  return (list as readonly string[]).map((handle, at) => look(handle, [...where, at])).filter(found => found !== undefined)
}

// Findings

function finding(data: unknown, where: Where, names: ExpectNames): Item {
  const rule = (value: unknown, at: Where): Fields => (typeof value === 'string' && names.rule(value, at), { rule: value })
  const plans = (value: unknown, at: Where): Fields => ({ plans: each(value, at, names.plan) })
  return item(data as Fields, where, {
    rule,
    ruleId: rule,
    plans,
    servicePlans: plans,
    sku: (value, at) => ({ skus: each([value], at, names.product) }),
    skus: (value, at) => ({ skus: each(value, at, names.product) }),
    group: (value, at) => ({ group: value === null ? null : names.group(String(value), at) }),
    users: (value, at) => usersOf(value, at, names),
    evidence: (value, at) => ({ evidence: evidence(value as Fields, at, names) }),
    remediesInclude: (value, at) => ({ remedies: atLeast((value as readonly Fields[]).map((one, n) => remedy(one, [...at, n], names, atLeast))) }),
  })
}

/** Exactly these users, or how many. */
function usersOf(value: unknown, where: Where, names: ExpectNames): Fields {
  if (Array.isArray(value)) return { users: each(value, where, names.userPrincipalName) }
  return typeof value === 'number' ? { count: value } : (value as Fields)
}

function atLeast(list: readonly unknown[]): AtLeast {
  return { atLeast: list }
}

const planKeys = new Set(['dependent', 'planId'])

function evidence(data: Fields, where: Where, names: ExpectNames): Fields {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => {
    const at = [...where, key]
    if (planKeys.has(key) && typeof value === 'string') return [key, names.plan(value, at)]
    if (key === 'skuId' && typeof value === 'string') return [key, names.product(value, at)]
    if (key === 'unmet') return [key, (value as readonly (readonly string[])[]).map((plans, n) => each(plans, [...at, n], names.plan))]
    if (key === 'holdings') return [key, (value as readonly Fields[]).map((one, n) => holding(one, [...at, n], names))]
    return [key, value]
  }))
}

function holding(data: Fields, where: Where, names: ExpectNames): Fields {
  return item(data, where, {
    planId: (value, at) => ({ planId: value === null ? null : names.plan(String(value), at) }),
    skuId: (value, at) => ({ skuId: names.product(String(value), at) }),
    assignedByGroup: (value, at) => ({ assignedByGroup: source(value, at, names) }),
  })
}

function source(value: unknown, where: Where, names: ExpectNames): Guid | null | undefined {
  return value === null || value === 'direct' ? null : names.group(String(value), where)
}

// Ways out: the changes are written as in a plan, and compared by the keys that are given.

/** How lists are compared: exactly, or as a part of what is there. */
type Lists = (list: readonly unknown[]) => unknown

const exactly: Lists = list => list

function remediesOf(data: Fields, where: Where, names: ExpectNames): ExpectedRemedies {
  const remedies = (data['remedies'] as readonly Fields[]).map((one, n) => remedy(one, [...where, 'remedies', n], names, exactly))
  const complete = data['complete'] as boolean | undefined
  return { finding: finding(data['finding'], [...where, 'finding'], names), remedies, ...(complete !== undefined && { complete }) }
}

function remedy(data: Fields, where: Where, names: ExpectNames, lists: Lists): Item {
  return item(data, where, {
    losesPlans: (value, at) => ({ losesPlans: lists(each(value, at, names.plan).map(names.planName)) }),
    changes: (value, at) => ({ changes: lists((value as readonly Fields[]).map((edit, n) => edited(edit, [...at, n], names, lists))) }),
    causes: (value, at) => ({ causes: lists((value as readonly Fields[]).map((one, n) => finding(one, [...at, n], names))) }),
  })
}

function edited(edit: Fields, where: Where, names: ExpectNames, lists: Lists): Fields {
  return item(edit, where, { change: (value, at) => ({ change: value === null ? null : change(value as Fields, at, names, lists) }) })
}

function change(data: Fields, where: Where, names: ExpectNames, lists: Lists): Fields {
  const product = (value: unknown, at: Where): Fields => ({ skuId: names.product(String(value), at) })
  const licenses = (key: string) => (value: unknown, at: Where): Fields => ({ [key]: lists((value as readonly Fields[]).map((one, n) => licence(one, [...at, n], names, lists))) })
  return item(data, where, {
    to: (value, at) => ({ to: change(value as Fields, at, names, lists) }),
    group: (value, at) => ({ group: typeof value === 'string' ? names.group(value, at) : change(value as Fields, at, names, lists) }),
    user: (value, at) => ({ user: typeof value === 'string' ? names.user(value, at) : value }),
    users: (value, at) => ({ users: lists(each(value, at, names.user)) }),
    addLicenses: licenses('addLicenses'),
    assignedLicenses: licenses('assignedLicenses'),
    removeLicenses: (value, at) => ({ removeLicenses: lists(each(value, at, names.product)) }),
    sku: product,
    skuId: product,
  })
}

/** `enabledPlans` says the same as all others in `disabledPlans`. */
function licence(data: Fields, where: Where, names: ExpectNames, lists: Lists): Fields {
  const product = (value: unknown, at: Where): Fields => ({ skuId: names.product(String(value), at) })
  const plans = (value: unknown, at: Where): readonly string[] => each(value, at, names.plan)
  const others = (on: readonly string[]): readonly string[] => {
    const skuId = names.product(String(data['sku'] ?? data['skuId']), where)
    return skuId === undefined ? [] : names.plansOf(skuId).filter(plan => !on.includes(plan))
  }
  return item(data, where, {
    sku: product,
    skuId: product,
    disabledPlans: (value, at) => ({ disabledPlans: lists(plans(value, at)) }),
    enabledPlans: (value, at) => ({ disabledPlans: lists(others(plans(value, at))) }),
  })
}

// Rows and seats

function statesOf(states: Fields, names: ExpectNames, where: Where): Readonly<Record<string, readonly Item[]>> {
  return Object.fromEntries(Object.entries(states).flatMap(([handle, rows]) => {
    const name = names.userPrincipalName(handle, [...where, handle])
    return name === undefined ? [] : [[name, (rows as readonly Fields[]).map((row, at) => rowOf(row, [...where, handle, at], names))]]
  }))
}

function rowOf(row: Fields, where: Where, names: ExpectNames): Item {
  const product = (value: unknown, at: Where): Fields => ({ sku: names.product(String(value), at) })
  return item(row, where, {
    sku: product,
    skuId: product,
    by: (value, at) => ({ by: source(value, at, names) }),
    disabledPlans: (value, at) => ({ disabledPlans: each(value, at, names.plan) }),
  })
}

function seatsOf(seats: Fields, names: ExpectNames, where: Where): Readonly<Record<Guid, Item>> {
  return Object.fromEntries(Object.entries(seats).flatMap(([handle, line]) => {
    const product = names.product(handle, [...where, handle])
    return product === undefined ? [] : [[product, seatLine(line as Fields)]]
  }))
}

/** A bare number is the number after the plan; of a shortage it is both the least and the most. */
function seatLine(line: Fields): Item {
  const after = (key: string) => (value: unknown): Fields => ({ [key]: typeof value === 'number' ? { after: value } : value })
  return item(line, [], {
    consumed: after('consumed'),
    free: after('free'),
    short: value => ({ short: typeof value === 'number' ? { min: value, max: value } : value }),
  })
}

function step(data: unknown): Item {
  return typeof data === 'string' ? { outcome: data } : (data as Fields)
}

function notice(data: unknown): Item {
  return typeof data === 'string' ? { id: data } : (data as Fields)
}

function impact(data: unknown, where: Where, names: ExpectNames): Item {
  const plans = (value: unknown, at: Where) => each(value, at, names.plan).map(names.planName)
  return item(data as Fields, where, {
    users: (value, at) => ({ users: each(value, at, names.userPrincipalName) }),
    gains: (value, at) => ({ gains: plans(value, at) }),
    loses: (value, at) => ({ loses: plans(value, at) }),
    gainsInclude: (value, at) => ({ gainsInclude: atLeast(plans(value, at)) }),
    losesInclude: (value, at) => ({ losesInclude: atLeast(plans(value, at)) }),
  })
}
