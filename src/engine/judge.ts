import { factValue } from '../kinds/vocabulary.js'
import type { Placed } from '../kinds/witnesses.js'
import type { Judge } from '../model/judge.js'
import type { Rule } from '../model/rule.js'
import type { PlansOf, Subject } from '../model/subject.js'
import type { Evidence, Violation } from '../model/violation.js'
import { createAsker, witnessesOf, type Asker, type Question } from './ask.js'
import { asideText, type Cases } from './cases.js'
import { createMemory, type Memory } from './memory.js'
import { panelOf, panelsOf, type AskedRule, type PanelName } from './panels.js'
import type { Triggers } from './trigger.js'

/** What is known of rules from earlier judges: verdicts of those that are asked the same. */
export interface RuleMemory {
  known: Map<string, Known>
  /** The last batch of any judge: an engine runs one at a time. */
  turn: Promise<unknown>
}

interface Known {
  readonly asker: Asker
  readonly memory: Memory
}

export const emptyRuleMemory = (): RuleMemory => ({ known: new Map(), turn: Promise.resolve() })

export interface JudgeOptions {
  readonly memory?: RuleMemory
  /** Judge everything a second time with the engine alone, no triggers and no memory, and throw where the two differ. */
  readonly verify?: boolean
}

/**
 * Answers subjects with violations: a set of bits finds the rules that could fire, a memory knows what equal facts led to,
 * json-rules-engine decides the rest. Answers are sorted by rule id. One batch at a time, whoever asks.
 */
export function createJudge(rules: readonly Rule[], plansOf: PlansOf, options: JudgeOptions = {}): Judge {
  const { memory = emptyRuleMemory() } = options
  const panels = createPanels(rules, plansOf, memory)
  const known = (subject: Subject): readonly Violation[] | undefined => recalled(panels(panelOf(subject)), subject)
  const answer = async (subject: Subject): Promise<readonly Violation[]> => {
    const panel = panels(panelOf(subject))
    const violations = recalled(panel, subject) ?? (await quickly(panel, subject, plansOf))
    if (options.verify) await verify(panel, subject, plansOf, violations)
    return violations
  }
  return {
    judge(subjects) {
      const mine = memory.turn.then(() => oneByOne(subjects, options.verify ? nothing : known, answer))
      memory.turn = mine.catch(() => undefined)
      return mine
    },
  }
}

/** What is known already is not waited for: most of thousands are. */
async function oneByOne<A, B>(all: readonly A[], known: (one: A) => B | undefined, ask: (one: A) => Promise<B>): Promise<readonly B[]> {
  const answers: B[] = []
  for (const one of all) answers.push(known(one) ?? (await ask(one)))
  return answers
}

const nothing = (): undefined => undefined

/** A rule, ready to be asked about subjects of one type. */
interface ReadyRule extends Known, Pick<AskedRule, 'rule' | 'kind'> {}

/** The rules that are asked about subjects of one type, in one catalog. */
interface Panel {
  readonly rules: readonly ReadyRule[]
  readonly triggers: Triggers
  readonly cases: Cases
}

/** So many rules are known, under all that they ever asked; then those of the last judge. */
const mostKnown = 1_000

function createPanels(rules: readonly Rule[], plansOf: PlansOf, memory: RuleMemory): (name: PanelName) => Panel {
  const panels = new Map<PanelName, Panel>()
  const earlier = memory.known
  const known = earlier.size < mostKnown ? earlier : new Map<string, Known>()
  memory.known = known
  const ready = ({ rule, kind, conditions, key }: AskedRule): ReadyRule => {
    const { asker, memory } = known.get(key) ?? remembered(key, earlier.get(key) ?? unknown(createAsker(rule.id, conditions)))
    return { rule, kind, asker, memory }
  }
  const remembered = (key: string, one: Known): Known => {
    known.set(key, one)
    return one
  }
  return (name) => {
    const made = panels.get(name)
    if (made !== undefined) return made
    const { asked, triggersIn, casesBy } = panelsOf(rules)(name)
    const triggers = triggersIn(plansOf)
    const panel = { rules: asked.map(ready), triggers, cases: casesBy(triggers) }
    panels.set(name, panel)
    return panel
  }
}

const unknown = (asker: Asker): Known => ({ asker, memory: createMemory(asker.decisive) })

/** What was found on another subject that is equal in all that these rules look at. */
function recalled({ cases }: Panel, subject: Subject): readonly Violation[] | undefined {
  const one = cases.of(subject)
  if (one === undefined) return undefined
  return one.candidates.length === 0 ? none : one.answers.get(asideText(one, subject as Placed))
}

const none: readonly Violation[] = []

/** Of every rule that could fire the verdict is remembered, by the facts that it reads; the evidence is this subject's own. */
async function quickly(panel: Panel, subject: Subject, plansOf: PlansOf): Promise<readonly Violation[]> {
  const violations: Violation[] = []
  const facts = factsOf(subject, plansOf)
  const one = panel.cases.of(subject)
  for (const i of one?.candidates ?? panel.triggers.couldFire(subject)) {
    const ready = panel.rules[i] as ReadyRule
    const { questions } = ready.asker
    const fired = ready.memory.recall(questions, facts) ?? (await learned(ready, subject, facts))
    if (fired) violations.push({ ruleId: ready.rule.id, evidence: evidence(ready, questions.map(facts), subject) })
  }
  one?.answers.set(asideText(one, subject as Placed), violations)
  return violations
}

async function learned(ready: ReadyRule, subject: Subject, facts: (question: Question) => unknown): Promise<boolean> {
  const answer = await ask(ready, subject, facts)
  ready.memory.learn(ready.asker.questions, facts, answer)
  return answer.fired
}

async function alone(ready: ReadyRule, subject: Subject, plansOf: PlansOf): Promise<Evidence | null> {
  const facts = (question: Question): unknown => factValue(question.fact, question.params ?? {}, subject, plansOf)
  const { fired, leaves } = await ask(ready, subject, facts)
  return fired ? evidence(ready, leaves.map((leaf) => leaf.result), subject) : null
}

function evidence({ rule, kind, asker }: ReadyRule, results: readonly unknown[], subject: Subject): Evidence {
  return kind.evidence(rule, witnessesOf(asker.questions, results), subject)
}

async function ask({ asker, rule }: ReadyRule, subject: Subject, facts: (question: Question) => unknown): ReturnType<Asker['ask']> {
  try {
    return await asker.ask(facts)
  } catch (cause) {
    throw new Error(`rule ${rule.id} cannot be judged on ${describe(subject)}`, { cause })
  }
}

/** Facts of one subject, each computed once for all rules; with parameters a fact is its question's own. */
function factsOf(subject: Subject, plansOf: PlansOf): (question: Question) => unknown {
  const known = new Map<Question | string, unknown>()
  return (question) => {
    const key = question.params === undefined ? question.fact : question
    if (known.has(key)) return known.get(key)
    const value = factValue(question.fact, question.params ?? {}, subject, plansOf)
    known.set(key, value)
    return value
  }
}

async function verify(panel: Panel, subject: Subject, plansOf: PlansOf, quick: readonly Violation[]): Promise<void> {
  for (const ready of panel.rules) {
    const expected = await alone(ready, subject, plansOf)
    const actual = quick.find((one) => one.ruleId === ready.rule.id)?.evidence ?? null
    if (JSON.stringify(actual) === JSON.stringify(expected)) continue
    throw new Error(`rule ${ready.rule.id} is judged wrongly on ${describe(subject)}: the engine alone says ${JSON.stringify(expected)}`)
  }
}

function describe(subject: Subject): string {
  return JSON.stringify(subject)
}
