import type { Library } from '../../load/project/known.js'
import { namesFrom } from '../../model/names.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import type { Loudness } from '../../model/rule-test.js'
import { usualSettings, verdictOn, withSketchedGroups, type Court, type Probe } from './probe.js'
import { bracketsOf } from './probes.js'
import { vocabularyOf } from './words.js'

/** A smallest case in which a rule speaks, and one just beside it in which it does not. Both were played. */
export interface Example {
  readonly fires: Probe
  readonly loudness: Loudness
  /** null: nothing that lies beside it keeps the rule silent. */
  readonly silent: Probe | null
  /** Other rules stand in the way of every case: these were played under this rule alone. */
  readonly alone: boolean
}

/** All rules that are given are judged, so it does not matter which day it is. */
const usualDay = '2026-01-01'

/** More cases than these are not tried. */
const mostTried = 40

/** Finds an example of a rule, under all rules of a project, else under it alone; undefined where no case makes it speak. */
export async function exampleOf(rule: Rule, project: Project | Library): Promise<Example | undefined> {
  const others = project.rules.rules.filter(({ id }) => id !== rule.id)
  const among = await exampleUnder(courtFor(rule, others, project), rule, project)
  if (among !== undefined) return { ...among, alone: false }
  const alone = await exampleUnder(courtFor(rule, [], project), rule, project)
  return alone && { ...alone, alone: true }
}

async function exampleUnder(court: Court, rule: Rule, project: Project | Library): Promise<Omit<Example, 'alone'> | undefined> {
  const { catalog } = project
  const names = namesFrom(catalog, project.tenant?.groups ?? new Map())
  for (const { inside, beside } of bracketsOf(rule, { ...vocabularyOf(catalog), names }).slice(0, mostTried)) {
    const loudness = await verdictOn(inside, rule.id, court)
    if (loudness === undefined || loudness === 'ok') continue
    return { fires: inside, loudness, silent: (await firstSilent(beside.slice(0, mostTried), rule, court)) ?? null }
  }
  return undefined
}

async function firstSilent(probes: readonly Probe[], rule: Rule, court: Court): Promise<Probe | undefined> {
  for (const probe of probes) if ((await verdictOn(probe, rule.id, court)) === 'ok') return probe
  return undefined
}

/** The rule and others, whatever the day; a rule that is off speaks as if it were an error. */
function courtFor(rule: Rule, others: readonly Rule[], { catalog, rules: set, tenant }: Project | Library): Court {
  const own = withSketchedGroups({ ...rule, severity: rule.severity === 'off' ? 'error' : rule.severity }, namesFrom(catalog, tenant?.groups ?? new Map()))
  const rules = [...others, own].sort((a, b) => (a.id < b.id ? -1 : 1))
  return { catalog, rules: { ...set, rules }, now: usualDay, settings: usualSettings }
}
