import type { Guid } from '../../model/catalog.js'
import type { License, Path, UserState } from '../../model/tenant.js'
import { lists, unlimited } from './scan/runs.js'

/** Equal states are one object, and so are equal parts of them, however many states have them. Parts are asked for by number. */
export interface StateInterner {
  path(of: Path): number
  /** Of paths that have numbers. */
  numbered(paths: readonly number[]): number
  groups(of: readonly Guid[]): number
  state(of: Plain, addressClash: boolean, memberOf: number, paths: number): UserState
}

/** What a user's export says without looking at others. */
type Plain = Omit<UserState, 'addressClash' | 'memberOf' | 'paths'>

/** What a list of numbers stands for: equal numbers of two sorts are two things. */
const sorts = { license: 0, licenses: 1, errors: 2, path: 3, paths: 4, groups: 5, state: 6 } as const
type Sort = (typeof sorts)[keyof typeof sorts]

/** Everything becomes a list of numbers, in which texts and parts are numbers themselves: no text is made of it to compare it. */
export function internStates(): StateInterner {
  const words = new Map<string, number>()
  const known = lists(unlimited)
  const firsts: object[] = []
  let list = new Int32Array(64)

  function wordOf(text: string): number {
    const number = words.get(text)
    if (number !== undefined) return number
    words.set(text, words.size + 1)
    return words.size
  }

  /** Makes room for a list of `length` numbers, of which the first says what they stand for. */
  function begin(sort: Sort, length: number): void {
    if (length + 1 > list.length) list = new Int32Array((length + 1) * 2)
    list[0] = sort
  }

  const at = <T extends object>(number: number): T => firsts[number] as T

  /** The number of what was written; it is made once. */
  function end<T extends object>(length: number, make: () => T): number {
    const number = known.of(list, length + 1)
    if (number === firsts.length) firsts.push(make())
    return number
  }

  function texts<T extends readonly string[]>(sort: Sort, of: T): number {
    begin(sort, of.length)
    for (let i = 0; i < of.length; i++) list[i + 1] = wordOf(of[i]!)
    return end(of.length, () => of)
  }

  function license(of: License): number {
    begin(sorts.license, of.disabledPlans.length + 1)
    list[1] = wordOf(of.skuId)
    for (let i = 0; i < of.disabledPlans.length; i++) list[i + 2] = wordOf(of.disabledPlans[i]!)
    return end(of.disabledPlans.length + 1, () => of)
  }

  function parts(sort: Sort, numbers: readonly number[]): number {
    begin(sort, numbers.length)
    for (let i = 0; i < numbers.length; i++) list[i + 1] = numbers[i]!
    return end(numbers.length, () => numbers.map(at))
  }

  const licenses = (of: readonly License[]): number => parts(sorts.licenses, of.map(license))

  function path({ source, effective, intended, errors, disabled }: Path): number {
    const [on, asked, failed, off] = [licenses(effective), licenses(intended), texts(sorts.errors, Object.entries(errors).flat()), licenses(disabled)]
    begin(sorts.path, 5)
    list[1] = source === null ? 0 : wordOf(source)
    list[2] = on
    list[3] = asked
    list[4] = failed
    list[5] = off
    return end(5, (): Path => ({ source, effective: at(on), intended: at(asked), errors, disabled: at(off) }))
  }

  const numbered = (paths: readonly number[]): number => parts(sorts.paths, paths)
  const groups = (of: readonly Guid[]): number => texts(sorts.groups, of)

  function state(of: Plain, addressClash: boolean, memberOf: number, on: number): UserState {
    const { usageLocation, accountEnabled, userType, onPremisesSyncEnabled, attributes } = of
    begin(sorts.state, 6)
    list[1] = usageLocation === null ? 0 : wordOf(usageLocation)
    list[2] = (accountEnabled ? 1 : 0) + (onPremisesSyncEnabled ? 2 : 0) + (addressClash ? 4 : 0)
    list[3] = userType === null ? 0 : wordOf(userType)
    list[4] = memberOf
    list[5] = on
    list[6] = wordOf(JSON.stringify(attributes))
    const make = (): UserState => ({ usageLocation, accountEnabled, userType, onPremisesSyncEnabled, addressClash, memberOf: at(memberOf), paths: at(on), attributes })
    return at(end(6, make))
  }

  return { path, numbered, groups, state }
}
