/** A place where what came out is not what was expected. `null` where one side has nothing. */
export interface Difference {
  /** `findings[1].users`, `states.ada@contoso.com`. */
  readonly path: string
  readonly expected: unknown
  readonly actual: unknown
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Compares plain data. Lists are sets, and exact unless they say `{ atLeast: [...] }`; of an object only the keys that are
 * expected count.
 */
export function differences(expected: unknown, actual: unknown, path: string): readonly Difference[] {
  if (isAtLeast(expected)) return missing(expected.atLeast, Array.isArray(actual) ? actual : [], path)
  if (Array.isArray(expected)) return Array.isArray(actual) ? ofSets(expected, actual, path) : [{ path, expected, actual: actual ?? null }]
  if (!isFields(expected)) return Object.is(expected, actual ?? null) ? [] : [{ path, expected, actual: actual ?? null }]
  if (!isFields(actual)) return [{ path, expected, actual: actual ?? null }]
  return Object.entries(expected).flatMap(([key, value]) => differences(value, actual[key], path === '' ? key : `${path}.${key}`))
}

/** What comes out may hold more. */
function missing(expected: readonly unknown[], actual: readonly unknown[], path: string): readonly Difference[] {
  const partner = pair(expected, actual)
  return expected.flatMap((item, at) => (partner.has(at) ? [] : lacking(item, unpaired(actual, partner), `${path}[${at}]`)))
}

function ofSets(expected: readonly unknown[], actual: readonly unknown[], path: string): readonly Difference[] {
  if (!expected.some(isFields) && !actual.some(isFields)) return ofWords(expected, actual, path)
  const partner = pair(expected, actual)
  const left = unpaired(actual, partner)
  const said = expected.flatMap((item, at) => (partner.has(at) ? [] : lacking(item, left, `${path}[${at}]`)))
  const explained = new Set(expected.flatMap((item, at) => (partner.has(at) ? [] : [closest(item, left)])))
  const surplus = left.filter(item => !explained.has(item)).map(item => ({ path, expected: null, actual: item }))
  return [...said, ...surplus]
}

/** Lists of words are shown whole: nobody thinks of a list of users by its places. */
function ofWords(expected: readonly unknown[], actual: readonly unknown[], path: string): readonly Difference[] {
  const same = pair(expected, actual).size === Math.max(expected.length, actual.length)
  return same ? [] : [{ path, expected, actual }]
}

/** What an expected item lacks: the keys in which the closest one differs, or all of it. */
function lacking(item: unknown, left: readonly unknown[], path: string): readonly Difference[] {
  const near = closest(item, left)
  return near === undefined ? [{ path, expected: item, actual: null }] : differences(item, near, path)
}

/** The item that shares the most keys with the expected one, if it shares any that tell it from others. */
function closest(item: unknown, left: readonly unknown[]): unknown {
  const shared = left.map(one => (isFields(item) && isFields(one) ? telling(item, one) : 0))
  const most = Math.max(0, ...shared)
  return most === 0 ? undefined : left[shared.indexOf(most)]
}

const keysThatTell = ['rule', 'error', 'reason', 'plans', 'skus', 'sku', 'group', 'by', 'users', 'id', 'op', 'changes', 'title']

function telling(expected: Fields, actual: Fields): number {
  return keysThatTell.filter(key => key in expected && expected[key] !== null && fits(expected[key], actual[key])).length
}

/** Whether there is no difference: asked of each expected item and each that came out, so nothing is made on the way. */
export function fits(expected: unknown, actual: unknown): boolean {
  if (isAtLeast(expected)) return pair(expected.atLeast, Array.isArray(actual) ? actual : []).size === expected.atLeast.length
  if (Array.isArray(expected)) return Array.isArray(actual) && expected.length === actual.length && pair(expected, actual).size === expected.length
  if (!isFields(expected)) return Object.is(expected, actual ?? null)
  if (!isFields(actual)) return false
  for (const key in expected) if (!fits(expected[key], actual[key])) return false
  return true
}

function unpaired(actual: readonly unknown[], partner: ReadonlyMap<number, number>): readonly unknown[] {
  const taken = new Set(partner.values())
  return actual.filter((_, at) => !taken.has(at))
}

/**
 * Pairs as many expected items with actual ones as can be (augmenting paths): an item that says little may fit several.
 * Gives expected index -> actual index.
 */
function pair(expected: readonly unknown[], actual: readonly unknown[]): ReadonlyMap<number, number> {
  const fitting = expected.map(item => actual.flatMap((one, at) => (fits(item, one) ? [at] : [])))
  const owner = new Map<number, number>()
  expected.forEach((_, at) => void seat(at, fitting, owner, new Set()))
  return new Map([...owner].map(([theirs, ours]) => [ours, theirs]))
}

function seat(at: number, fitting: readonly (readonly number[])[], owner: Map<number, number>, tried: Set<number>): boolean {
  for (const place of fitting[at] ?? []) {
    if (tried.has(place)) continue
    tried.add(place)
    const other = owner.get(place)
    if (other !== undefined && !seat(other, fitting, owner, tried)) continue
    owner.set(place, at)
    return true
  }
  return false
}

function isAtLeast(value: unknown): value is { readonly atLeast: readonly unknown[] } {
  return isFields(value) && Array.isArray(value['atLeast'])
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
