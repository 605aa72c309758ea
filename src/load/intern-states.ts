import type { License, Path, UserState } from '../model/tenant.js'

/** Equal licences and equal paths are one object, however many states have them. */
export function internStates(): (state: UserState) => UserState {
  const license = interned<License>(({ skuId, disabledPlans }) => `${skuId} ${disabledPlans.join(' ')}`)
  const list = interned<readonly License[]>((licenses) => licenses.map(license.numberOf).join(' '))
  const errors = interned<Path['errors']>((of) => JSON.stringify(of))
  const groups = interned<UserState['memberOf']>((of) => of.join(' '))
  const attributes = interned<UserState['attributes']>((of) => JSON.stringify(of))
  const path = interned<Path>((of) => `${of.source ?? ''} ${list.numberOf(of.effective)} ${list.numberOf(of.intended)} ${errors.numberOf(of.errors)} ${list.numberOf(of.disabled)}`)
  const licenses = (of: readonly License[]) => list.one(of.map(license.one))
  const onePath = (of: Path): Path => path.one({ ...of, effective: licenses(of.effective), intended: licenses(of.intended), errors: errors.one(of.errors), disabled: licenses(of.disabled) })
  return (state) => ({ ...state, memberOf: groups.one(state.memberOf), paths: state.paths.map(onePath), attributes: attributes.one(state.attributes) })
}

interface Interned<T> {
  /** The first of those that are equal. */
  one(value: T): T
  /** Equal values have the same. */
  numberOf(value: T): number
}

/** Values are equal when their texts are; one that was seen before need not be written again. */
function interned<T extends object>(textOf: (value: T) => string): Interned<T> {
  const numbers = new Map<string, number>()
  const firsts: T[] = []
  const seen = new WeakMap<T, number>()
  function numberOf(value: T): number {
    const known = seen.get(value)
    if (known !== undefined) return known
    const text = textOf(value)
    const number = numbers.get(text) ?? firsts.push(value) - 1
    numbers.set(text, number)
    seen.set(firsts[number]!, number)
    return number
  }
  return { one: (value) => firsts[numberOf(value)]!, numberOf }
}
