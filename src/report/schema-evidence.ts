import type { Guid } from '../model/catalog.js'
import type { Holding } from '../model/subject.js'
import { count, day, flag, guid, key, list, named, object, orNull, text, type Schema } from './schema-words.js'

const holding = object<Holding>('A service plan that is on through one path', {
  planId: key('The service plan; null: the product as such.', orNull(guid)),
  skuId: key('The product that ships it.', guid),
  assignedByGroup: key('The group that gives it; null: directly.', orNull(guid)),
})
const holdings = list(named('holding'))

interface MutuallyExclusive { holdings: readonly Holding[] }
interface Prerequisite { direction: string; dependent: Guid; unmet: readonly (readonly Guid[])[]; holdings: readonly Holding[] }
interface UsageLocation { usageLocation: string | null; inherited: boolean; planId: Guid | null }
interface Seats { skuId: Guid; enabled: number; warning: number; consumed: number; wanted: number; short: number }
interface UniqueProxy { address: string; otherHolder: string | null }
interface Condition { facts: object }
interface Waiver { by: string; text: string; expires: string; covers: readonly string[] }

const evidence: Readonly<Record<string, Schema>> = {
  'mutually-exclusive': object<MutuallyExclusive>('Evidence of a conflict', {
    holdings: key('The plans that are held together, by path.', holdings),
  }),
  'prerequisite': object<Prerequisite>('Evidence of a missing prerequisite', {
    direction: key('`add`: something was missing; `remove`: something would be stranded.', { enum: ['add', 'remove'] }),
    dependent: key('The service plan or product that depends.', guid),
    unmet: key('Requirements that nothing meets; each is a list of alternatives.', list(list(guid))),
    holdings: key('The dependent\'s holdings; on removal also what met the requirement.', holdings),
  }),
  'usage-location': object<UsageLocation>('Evidence about a usage location', {
    usageLocation: key('The location that was judged; null: missing.', orNull(text)),
    inherited: key('It is the tenant\'s, not the user\'s own.', flag),
    planId: key('The service plan or product that the rule is about; null: any.', orNull(guid)),
  }),
  'seats': object<Seats>('Evidence about seats', {
    skuId: key('The product.', guid),
    enabled: key('Units enabled at that step.', count),
    warning: key('Units in the grace period at that step.', count),
    consumed: key('Units consumed before the wants are met.', count),
    wanted: key('Users who want one.', count),
    short: key('Users who go without.', count),
  }),
  'unique-proxy': object<UniqueProxy>('Evidence about a proxy address', {
    address: key('The address that two objects have.', text),
    otherHolder: key('The other object: a userPrincipalName or a group\'s displayName.', orNull(text)),
  }),
  'condition': object<Condition>('Evidence of a condition', {
    facts: key('The facts that the condition asked about, with their values.', { type: 'object' }),
  }),
  'waiver': object<Waiver>('Evidence of a waiver that has run out', {
    by: key('What the waiver is about.', { enum: ['fingerprint', 'rule', 'group', 'user'] }),
    text: key('Which one, as it is written.', text),
    expires: key('The last day on which it held.', day),
    covers: key('Fingerprints of the findings that it covered, and that count again; of a user none are told.', list(text)),
  }),
}

/** `mutually-exclusive` -> `mutuallyExclusiveEvidence` */
const nameOf = (kind: string): string => `${kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Evidence`

/** Definitions for `$defs`, one for each kind, and what they share. */
export const evidenceSchemas: Readonly<Record<string, Schema>> = {
  holding,
  ...Object.fromEntries(Object.entries(evidence).map(([kind, schema]) => [nameOf(kind), schema])),
}

/** Says of a finding which evidence its kind has. */
export const evidenceByKind: readonly Schema[] = Object.keys(evidence).map(kind => ({
  if: { properties: { kind: { const: kind } } },
  // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema
  then: { properties: { evidence: named(nameOf(kind)) } },
}))

/** The schema of a finding's evidence; undefined for kinds that are free to say anything. */
export function evidenceSchema(kind: string): Schema | undefined {
  return evidence[kind]
}
