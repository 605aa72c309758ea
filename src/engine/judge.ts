import { kindOf } from '../kinds/index.js'
import type { Kind } from '../kinds/kind.js'
import { factValue } from '../kinds/vocabulary.js'
import type { Placed } from '../kinds/witnesses.js'
import type { Judge } from '../model/judge.js'
import type { Rule } from '../model/rule.js'
import type { PlansOf, Subject } from '../model/subject.js'
import type { Evidence, Violation } from '../model/violation.js'
import { createAsker, leavesOf, witnessesOf, type Asker, type Question } from './ask.js'
import { asideText, createCases, type Cases } from './cases.js'
import { createMemory, type Memory } from './memory.js'
import { createTriggers, type Triggers } from './trigger.js'

/** What is known of rules from earlier judges: verdicts of those that are asked the same. */
export interface RuleMemory {
  known: ReadonlyMap<string, Known>
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
interface ReadyRule extends Known {
  readonly rule: Rule
  readonly kind: Kind
}

/** The rules that are asked about subjects of one type. */
interface Panel {
  readonly rules: readonly ReadyRule[]
  readonly triggers: Triggers
  readonly cases: Cases
}

/** Users as the snapshot shows them are asked about by rules that block, too: what is on may contradict them. */
type PanelName = Subject['type'] | 'initial user'

const panelOf = (subject: Subject): PanelName => (subject.type === 'user' && subject.initial ? 'initial user' : subject.type)

function createPanels(rules: readonly Rule[], plansOf: PlansOf, memory: RuleMemory): (name: PanelName) => Panel {
  const sorted = rules.filter((rule) => rule.severity !== 'off').sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const panels = new Map<PanelName, Panel>()
  const earlier = memory.known
  const known = new Map<string, Known>()
  memory.known = known
  return (name) => {
    const made = panels.get(name)
    if (made !== undefined) return made
    const type = name === 'initial user' ? 'user' : name
    const asked = sorted.filter((rule) => isAsked(rule, name)).map((rule) => readyRule(rule, type, earlier, known))
    const triggers = createTriggers(asked.map(({ kind, rule }) => kind.trigger(rule)), plansOf)
    const cases = createCases(asked.map(({ kind, rule }) => leavesOf(kind.conditions(rule, type))), triggers)
    const panel = { rules: asked, triggers, cases }
    panels.set(name, panel)
    return panel
  }
}

function isAsked(rule: Rule, name: PanelName): boolean {
  const types = kindOf(rule).judges(rule)
  return name === 'initial user' ? types.includes('user') || types.includes('attempt') : types.includes(name)
}

function readyRule(rule: Rule, type: Subject['type'], earlier: RuleMemory['known'], known: Map<string, Known>): ReadyRule {
  const kind = kindOf(rule)
  const conditions = kind.conditions(rule, type)
  const key = JSON.stringify([rule.id, type, conditions])
  const one = known.get(key) ?? earlier.get(key) ?? unknown(createAsker(rule.id, conditions))
  known.set(key, one)
  return { rule, kind, ...one }
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
