import type { Rule } from '../model/rule.js'
import { condition } from './condition.js'
import type { Kind } from './kind.js'
import { mutuallyExclusive } from './mutually-exclusive.js'
import { prerequisite } from './prerequisite.js'
import { seats } from './seats.js'
import { uniqueProxy } from './unique-proxy.js'
import { usageLocation } from './usage-location.js'

/** What a rule can mean. A new kind is a file and a line here. */
export const kinds = [mutuallyExclusive, prerequisite, usageLocation, seats, uniqueProxy, condition] as const

const byName: ReadonlyMap<string, Kind<never>> = new Map(kinds.map((kind) => [kind.kind, kind as Kind<never>]))

/** The kind of this name. */
export function kindNamed(name: string): Kind | undefined {
  return byName.get(name) as Kind | undefined
}

/** The kind of a rule that was read. */
export function kindOf(rule: Rule): Kind {
  return byName.get(rule.kind) as unknown as Kind
}

export { attributesNamed, groupsNamed, readsAnyGroup } from './condition.js'
