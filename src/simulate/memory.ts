import type { Guid } from '../model/catalog.js'
import type { License, Path, Source, UserState } from '../model/tenant.js'
import type { Violation } from '../model/violation.js'
import type { Blame } from './causes.js'
import { entriesOf } from './entries.js'
import { withPath } from './paths.js'

/**
 * What was worked out before, by the identity of states that never change in place. Plans that share their first steps share it,
 * so that a trial costs what it changes, not what there is.
 */
export interface Memory {
  /** What a state becomes when one of its paths does. */
  readonly next: WeakMap<UserState, Map<string, UserState>>
  /** What blocks an attempt of a source; empty: nothing does. */
  readonly attempts: WeakMap<UserState, Map<Source, readonly Blame[]>>
  /** What stands on a state, by what it was in the snapshot. */
  readonly standing: WeakMap<UserState, Map<UserState | undefined, readonly Violation[]>>
  /** The same, where rules that block are asked, too: what is on may contradict them. */
  readonly initial: Memory['standing']
}

export const emptyMemory = (): Memory => ({ next: new WeakMap(), attempts: new WeakMap(), standing: new WeakMap(), initial: new WeakMap() })

/** The state with one path replaced: the same object for the same replacement. */
export function nextState(memory: Memory, state: UserState, path: Path): UserState {
  const key = keyOf(path)
  const known = entriesOf(memory.next, state)
  const next = known.get(key) ?? withPath(state, path)
  known.set(key, next)
  return next
}

const keyOf = ({ source, effective, intended, errors, disabled }: Path): string =>
  `${source}|${licensesKey(effective)}|${licensesKey(intended)}|${licensesKey(disabled)}|${errorsKey(errors)}`

const licenseKeys = new WeakMap<readonly License[], string>()

function licensesKey(licenses: readonly License[]): string {
  if (licenses.length === 0) return ''
  const known = licenseKeys.get(licenses)
  if (known !== undefined) return known
  const key = licenses.map((license) => `${license.skuId}-${license.disabledPlans.join()}`).join(';')
  licenseKeys.set(licenses, key)
  return key
}

const errorsKey = (errors: Readonly<Record<Guid, string>>): string => {
  const codes = Object.entries(errors)
  return codes.length === 0 ? '' : codes.sort(([a], [b]) => (a < b ? -1 : 1)).join()
}
