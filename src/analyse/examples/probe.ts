import { readDocument } from '../../load/text/document.js'
import { derivedId } from '../../load/text/derived-id.js'
import { hasErrors } from '../../load/text/problems.js'
import { readRuleTest } from '../../load/project/rule-test/read.js'
import type { Catalog } from '../../model/catalog.js'
import type { Names } from '../../model/names.js'
import type { ConditionTree, Rule, RuleSet } from '../../model/rule.js'
import type { Loudness } from '../../model/rule-test.js'
import { assumptionIds, tiers, type Settings } from '../../model/settings.js'
import { playCase, type Spoken } from '../rule-tests/play.js'

type Fields = Readonly<Record<string, unknown>>

/** The people and things of a small case, as a rule test names them. */
export interface Sketch {
  readonly usageLocation?: string
  readonly products?: Readonly<Record<string, string | Fields>>
  readonly groups?: Readonly<Record<string, Fields>>
  readonly users?: Readonly<Record<string, Fields>>
  readonly plans?: Readonly<Record<string, Fields>>
}

/** A case that may tell what a rule says: a rule test of one cell without its verdict. */
export interface Probe {
  readonly sketch: Sketch
  readonly row: string
  readonly column: string
}

/** Cases in which a rule should speak, each with some that lie just beside it, in which it should not. Smallest first. */
export interface Bracket {
  readonly inside: Probe
  readonly beside: readonly Probe[]
}

/** The rules under which probes are played, on a day. */
export interface Court {
  readonly catalog: Catalog
  readonly rules: RuleSet
  readonly now: string
  readonly settings: Settings
}

export const usualSettings: Settings = {
  channel: 'graph',
  seats: 'include-warning',
  assumptions: Object.fromEntries(assumptionIds.map((id) => [id, true])) as unknown as Settings['assumptions'],
  assumeReprocess: false,
  assumeMembersInferred: false,
  ranking: tiers,
}

/** What comes of a probe; undefined where the catalog does not have what it speaks of. */
export async function playProbe({ sketch, row, column }: Probe, court: Court): Promise<Spoken | undefined> {
  const document = readDocument('probe.json', JSON.stringify({ ...sketch, cases: [{ verdicts: { [row]: { [column]: 'ok' } } }] })).value!
  const { catalog, settings, now } = court
  const { value, problems } = await readRuleTest(document, { catalog, settings, now, rulesOn: () => ({ value: court.rules, problems: [] }) })
  const [only] = value?.cases ?? []
  return only === undefined || hasErrors(problems) ? undefined : playCase(only)
}

/** How loudly a rule speaks of a probe. */
export async function verdictOn(probe: Probe, ruleId: string, court: Court): Promise<Loudness | 'ok' | undefined> {
  const spoken = await playProbe(probe, court)
  return spoken === undefined ? undefined : (spoken[ruleId] ?? 'ok')
}

/** A rule as probes speak of it: its groups are those that a sketch names. */
export function withSketchedGroups(rule: Rule, names: Names): Rule {
  return rule.kind !== 'condition' || rule.subject !== 'user' ? rule : { ...rule, when: sketched(rule.when, names) }
}

function sketched(tree: ConditionTree, names: Names): ConditionTree {
  if ('all' in tree) return { all: tree.all.map((one) => sketched(one, names)) }
  if ('any' in tree) return { any: tree.any.map((one) => sketched(one, names)) }
  if ('not' in tree) return { not: sketched(tree.not, names) }
  if (tree.fact !== 'groups' || typeof tree.value === 'boolean') return tree
  const id = (value: unknown): string => derivedId('group', names.group(String(value)))
  return { ...tree, value: Array.isArray(tree.value) ? tree.value.map(id) : id(tree.value) }
}
