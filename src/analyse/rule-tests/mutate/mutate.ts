import { createJudge } from '../../../engine/judge.js'
import { itemsOf } from '../../../explain/rule-words.js'
import { after, on } from '../../../kinds/holdings.js'
import type { Catalog } from '../../../model/catalog.js'
import type { Judge } from '../../../model/judge.js'
import { namesFrom } from '../../../model/names.js'
import type { Place } from '../../../model/problem.js'
import type { Project } from '../../../model/project.js'
import type { Rule } from '../../../model/rule.js'
import type { PlansOf, Subject } from '../../../model/subject.js'
import type { Violation } from '../../../model/violation.js'
import { plansOfCatalog } from '../../../simulate/world.js'
import { recording, ruleKey, type Exercise, type Judged } from '../exercise.js'
import { judgeOf } from '../play.js'
import type { Mutant } from './mutant.js'
import { mutantsOf } from './mutants.js'

/** What became of a changed rule. */
export interface MutantResult extends Omit<Mutant, 'rule'> {
  readonly ruleId: string
  readonly pack: string
  readonly place: Place
  /** The file of the first test that noticed; null: none did. */
  readonly noticedBy: string | null
}

export interface MutationScore {
  readonly mutants: readonly MutantResult[]
  readonly noticed: number
  /** Of 100, rounded down: only all is 100. */
  readonly percent: number
  /** Tests that do not pass as it is: they notice nothing. */
  readonly failing: readonly string[]
}

/** Changes rules one at a time and tells which changes no test notices. */
export async function mutate(rules: readonly Rule[], exercises: readonly Exercise[], catalog: Catalog, say: (done: number, all: number) => void = () => {}): Promise<MutationScore> {
  const keys = new Set(rules.map(ruleKey))
  const played = await Promise.all(exercises.filter(({ project }) => loadedIn(project).some((rule) => keys.has(ruleKey(rule)))).map(playOnce))
  const names = namesFrom(catalog, new Map())
  const all = rules.flatMap((rule) => mutantsOf(rule, names).map((mutant) => ({ rule, mutant })))
  const results: MutantResult[] = []
  for (const [index, { rule, mutant }] of all.entries()) {
    say(index, all.length)
    const { rule: _, ...said } = mutant
    results.push({ ...said, ruleId: rule.id, pack: rule.pack, place: rule.place, noticedBy: await noticedBy(rule, mutant, played.filter(({ passes }) => passes)) })
  }
  const noticed = results.filter((one) => one.noticedBy !== null).length
  return { mutants: results, noticed, percent: results.length === 0 ? 100 : Math.floor((100 * noticed) / results.length), failing: [...new Set(played.filter(({ passes }) => !passes).map(({ exercise }) => exercise.file))].sort() }
}

interface Played {
  readonly exercise: Exercise
  readonly passes: boolean
  readonly judged: readonly Judged[]
}

async function playOnce(exercise: Exercise): Promise<Played> {
  const { judge, judged } = recording(judgeOf(exercise.project))
  return { exercise, passes: await exercise.passes(exercise.project, judge), judged }
}

function loadedIn({ rules: { rules, idle = [] } }: Project): readonly Rule[] {
  return [...rules, ...idle]
}

async function noticedBy(original: Rule, mutant: Mutant, played: readonly Played[]): Promise<string | null> {
  const judgeFor = judgesOfChanged()
  for (const { exercise, judged } of played) {
    const own = loadedIn(exercise.project).find((rule) => ruleKey(rule) === ruleKey(original))
    if (own === undefined) continue
    const changed = changedIn(exercise.project, own, mutant.rule && { ...mutant.rule, severity: mutant.operator === 'change-severity' ? mutant.rule.severity : own.severity })
    const plansOf = plansOfCatalog(exercise.project.catalog)
    const judge = judgeFor(changed.judged, exercise.project.catalog)
    if (mutant.operator !== 'change-severity' && !(await answersOtherwise(judge, own, judged, plansOf))) continue
    if (!(await exercise.passes(changed.project, instead(judgeOf(exercise.project), own.id, judge)))) return exercise.file
  }
  return null
}

/** One judge for each catalog and severity in which a project has the changed rule, and one for where it is not in force. */
function judgesOfChanged(): (judged: readonly Rule[], catalog: Catalog) => Judge {
  const known = new Map<Catalog, Map<string, Judge>>()
  return (judged, catalog) => {
    const ofCatalog = known.get(catalog) ?? new Map<string, Judge>()
    const key = judged.map(({ severity }) => severity).join()
    const judge = ofCatalog.get(key) ?? createJudge(judged, plansOfCatalog(catalog))
    known.set(catalog, ofCatalog.set(key, judge))
    return judge
  }
}

/** The project with the changed rule in the place of its own, if it is in force; and what of it is judged. */
function changedIn(project: Project, own: Rule, changed: Rule | undefined): { readonly project: Project; readonly judged: readonly Rule[] } {
  const isInForce = changed !== undefined && changed.severity !== 'off' && (changed.validFrom === undefined || changed.validFrom <= project.now) && (changed.validTo === undefined || project.now <= changed.validTo)
  const judged = isInForce ? [changed] : []
  const rules = [...project.rules.rules.filter(({ id }) => id !== own.id), ...judged].sort((a, b) => (a.id < b.id ? -1 : 1))
  return { project: { ...project, rules: { ...project.rules, rules } }, judged }
}

/** Where every subject gets the same answer, all else comes out the same: simulation sees nothing of rules but that. */
async function answersOtherwise(judge: Judge, own: Rule, judged: readonly Judged[], plansOf: PlansOf): Promise<boolean> {
  const concerned = judged.filter(({ subject }) => isConcerned(own, subject, plansOf))
  const answers = await judge.judge(concerned.map(({ subject }) => subject))
  return concerned.some(({ violations }, index) => JSON.stringify(answers[index]) !== JSON.stringify(violations.filter(({ ruleId }) => ruleId === own.id)))
}

/** A change takes names away, and adds none: who holds nothing that the rule names is not concerned. */
function isConcerned(rule: Rule, subject: Subject, plansOf: PlansOf): boolean {
  const items = itemsOf(rule)
  if (rule.kind === 'condition' || rule.kind === 'seats' || items.length === 0) return true
  return subject.type !== 'seats' && subject.type !== 'product' && on(items, after(subject), plansOf).length > 0
}

/** Says what the one judge says, but of one rule what the other says. */
function instead(base: Judge, ruleId: string, other: Judge): Judge {
  return {
    async judge(subjects) {
      const [answers, ofRule] = [await base.judge(subjects), await other.judge(subjects)]
      return answers.map((violations, index) => merged(violations.filter((one) => one.ruleId !== ruleId), ofRule[index]!))
    },
  }
}

function merged(some: readonly Violation[], more: readonly Violation[]): readonly Violation[] {
  return more.length === 0 ? some : [...some, ...more].sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1))
}
