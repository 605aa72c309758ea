import { play } from '../../engine/play.js'
import type { Catalog } from '../../model/catalog.js'
import { namesFrom, type Names } from '../../model/names.js'
import type { Place } from '../../model/problem.js'
import type { Item, Rule } from '../../model/rule.js'
import type { PlansOf } from '../../model/subject.js'
import { plansOfCatalog } from '../../simulate/world.js'
import { recording, ruleKey, type Exercise, type Judged } from './exercise.js'
import { alternativesUsed, isAsked, isNearMiss } from './near-miss.js'
import { judgeOf } from './play.js'

/** Something of a rule that a test can show. */
export interface Point {
  /** `fired`; `near-miss`: it kept silent where it nearly fired; `alternative`: one way to meet a prerequisite, alone. */
  readonly what: 'fired' | 'near-miss' | 'alternative'
  /** The plans and products of an alternative. */
  readonly names: readonly string[]
  /** How many subjects showed it. */
  readonly hits: number
}

export interface RuleCoverage {
  readonly ruleId: string
  readonly kind: Rule['kind']
  readonly pack: string
  readonly place: Place
  readonly points: readonly Point[]
}

export interface Coverage {
  readonly rules: readonly RuleCoverage[]
  readonly covered: number
  readonly points: number
  /** Of 100, rounded down: only all is 100. */
  readonly percent: number
}

/** What some tests show of some rules. */
export async function coverageOf(rules: readonly Rule[], exercises: readonly Exercise[], catalog: Catalog): Promise<Coverage> {
  const tallies = new Map(rules.map((rule) => [ruleKey(rule), tallyOf(rule)]))
  for (const { project } of exercises) {
    const watched = project.rules.rules.flatMap((rule) => (tallies.has(ruleKey(rule)) ? [[rule, tallies.get(ruleKey(rule))!] as const] : []))
    if (watched.length === 0) continue
    const { judge, judged } = recording(judgeOf(project))
    await play(project, judge)
    for (const [rule, tally] of watched) for (const one of judged) count(rule, one, tally, plansOfCatalog(project.catalog))
  }
  return summed(rules.map((rule) => coverageFrom(rule, tallies.get(ruleKey(rule))!, namesFrom(catalog, new Map()))))
}

interface Tally {
  fired: number
  silent: number
  readonly alternatives: number[]
}

function tallyOf(rule: Rule): Tally {
  return { fired: 0, silent: 0, alternatives: rule.kind === 'prerequisite' ? rule.requiresAnyOf.map(() => 0) : [] }
}

function count(rule: Rule, { subject, violations }: Judged, tally: Tally, plansOf: PlansOf): void {
  if (!isAsked(rule, subject)) return
  if (violations.some(({ ruleId }) => ruleId === rule.id)) tally.fired++
  else if (isNearMiss(rule, subject, plansOf)) {
    tally.silent++
    if (rule.kind === 'prerequisite') for (const index of alternativesUsed(rule, subject, plansOf)) tally.alternatives[index]!++
  }
}

function coverageFrom(rule: Rule, tally: Tally, names: Names): RuleCoverage {
  const alternatives = rule.kind === 'prerequisite' ? rule.requiresAnyOf.map((all, index): Point => ({ what: 'alternative', names: all.map((item) => nameOf(item, names)), hits: tally.alternatives[index]! })) : []
  const points: readonly Point[] = [{ what: 'fired', names: [], hits: tally.fired }, { what: 'near-miss', names: [], hits: tally.silent }, ...alternatives]
  return { ruleId: rule.id, kind: rule.kind, pack: rule.pack, place: rule.place, points }
}

export function nameOf({ type, id }: Item, names: Names): string {
  return type === 'plan' ? names.plan(id) : names.product(id)
}

function summed(rules: readonly RuleCoverage[]): Coverage {
  const points = rules.flatMap((rule) => rule.points)
  const covered = points.filter(({ hits }) => hits > 0).length
  return { rules: [...rules].sort(byPlace), covered, points: points.length, percent: points.length === 0 ? 100 : Math.floor((100 * covered) / points.length) }
}

function byPlace({ place: one }: RuleCoverage, { place: other }: RuleCoverage): number {
  return one.file < other.file ? -1 : one.file > other.file ? 1 : one.line - other.line || one.column - other.column
}
