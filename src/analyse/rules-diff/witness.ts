import { namesFrom } from '../../model/names.js'
import type { Rule } from '../../model/rule.js'
import type { Loudness } from '../../model/rule-test.js'
import { playProbe, usualSettings, withSketchedGroups, type Court, type Probe } from '../examples/probe.js'
import { bracketsOf } from '../examples/probes.js'
import { probeWords, ruleTestLines } from '../examples/sketch-text.js'
import { vocabularyOf } from '../examples/words.js'
import { inForce, ruleOf, type Side } from './side.js'

/** What a rule says of a case; `unknown`: the catalog does not have what the case speaks of. */
export type Said = Loudness | 'ok' | 'unknown'

/** A small case of which a rule says one thing in the one set, and another in the other. Both were played. */
export interface Witness {
  readonly words: string
  readonly day: string
  readonly old: Said
  readonly new: Said
  /** The other rules of the sets stand in the way of this case: it was played under this rule alone. */
  readonly alone: boolean
  /** The lines of a rule test that the new set passes. */
  readonly test: readonly string[]
}

/** More cases than these are not tried. */
const mostTried = 400

/** The smallest case that was found; undefined where every one that was tried comes out alike. */
export async function witnessOf(ruleId: string, old: Side, now: Side, today: string, more: readonly Probe[] = []): Promise<Witness | undefined> {
  const rules = [ruleOf(old, ruleId), ruleOf(now, ruleId)].filter((rule) => rule !== undefined)
  const probes = smallestFirst([...more, ...rules.flatMap((rule) => probesOf(rule, now))])
  for (const alone of [false, true]) {
    for (const day of daysOf(rules, today)) {
      const courts = [courtOf(old, ruleId, day, alone), courtOf(now, ruleId, day, alone)] as const
      for (const probe of probes) {
        const [before, after] = [await saidOf(probe, ruleId, courts[0]), await saidOf(probe, ruleId, courts[1])]
        if (differ(before, after)) return witness(probe, { ruleId, day, today, old: before, new: after, alone })
      }
    }
  }
  return undefined
}

function probesOf(rule: Rule, { catalog }: Side): readonly Probe[] {
  return bracketsOf(rule, vocabularyOf(catalog)).flatMap(({ inside, beside }) => [inside, ...beside])
}

function smallestFirst(probes: readonly Probe[]): readonly Probe[] {
  const texts = new Map(probes.map((probe) => [JSON.stringify(probe), probe]))
  return [...texts].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)).map(([, probe]) => probe).slice(0, mostTried)
}

/** Today, and the days on which one of the rules comes into force or goes out of it. */
function daysOf(rules: readonly Rule[], today: string): readonly string[] {
  const bounds = rules.flatMap(({ validFrom, validTo }) => [validFrom, validTo === undefined ? undefined : dayAfter(validTo, 0), validTo === undefined ? undefined : dayAfter(validTo, 1), validFrom === undefined ? undefined : dayAfter(validFrom, -1)])
  return [...new Set([today, ...bounds.filter((day) => day !== undefined).sort()])]
}

function dayAfter(day: string, by: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)
}

function courtOf(side: Side, ruleId: string, day: string, alone: boolean): Court {
  const names = namesFrom(side.catalog, new Map())
  const set = inForce(side, day)
  const rules = set.rules.filter(({ id }) => !alone || id === ruleId).map((rule) => withSketchedGroups(rule, names))
  return { catalog: side.catalog, rules: { ...set, rules }, now: day, settings: usualSettings }
}

async function saidOf(probe: Probe, ruleId: string, court: Court): Promise<Said> {
  const spoken = await playProbe(probe, court)
  return spoken === undefined ? 'unknown' : (spoken[ruleId] ?? 'ok')
}

/** What only one catalog knows makes a difference where the rule speaks of it. */
function differ(before: Said, after: Said): boolean {
  if (before === after) return false
  return before === 'unknown' || after === 'unknown' ? before !== 'ok' && after !== 'ok' : true
}

function witness(probe: Probe, { ruleId, day, today, ...said }: { readonly ruleId: string; readonly day: string; readonly today: string } & Pick<Witness, 'old' | 'new' | 'alone'>): Witness {
  const verdict = said.new === 'unknown' ? 'ok' : said.new
  return { ...said, day, words: probeWords(probe), test: ruleTestLines({ id: ruleId, ...(day !== today && { validFrom: day }) }, probe.sketch, [{ ...probe, verdict }]) }
}
