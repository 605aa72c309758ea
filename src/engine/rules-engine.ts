import { Engine, Fact, type RuleResult, type TopLevelCondition } from 'json-rules-engine'
import type { Conditions } from '../kinds/kind.js'
import { operators } from '../kinds/vocabulary.js'

/** What the engine said of one subject. */
export interface Answer {
  readonly fired: boolean
  /** What each question's fact returned and whether its comparison held, in the order of the conditions. */
  readonly leaves: readonly { readonly holds: boolean; readonly result: unknown }[]
}

/** Asks the engine about one subject; `facts` are found by the number of the leaf that asks for them. */
export type Run = (facts: readonly (() => unknown)[]) => Promise<Answer>

/** Builds the engine of one rule. Never start a run before the last one has ended: it would skip rules silently. */
export function createRun(name: string, conditions: Conditions): Run {
  const engine = new Engine([{ name, conditions: numbered(conditions), event: { type: name } }])
  for (const [word, operator] of Object.entries(operators)) engine.addOperator(word, operator)
  return async (facts) => {
    const { results, failureResults } = await engine.run(factsFor(facts))
    return answer([...results, ...failureResults][0] as RuleResult)
  }
}

/**
 * The engine copies conditions deeply in every run, so parameters stay behind: each leaf asks for a fact of its own number.
 * A fact with `cache: true` would be hashed, which costs as much again.
 */
function numbered(conditions: Conditions): TopLevelCondition {
  let next = 0
  const visit = (tree: Conditions): unknown => {
    if ('all' in tree) return { all: tree.all.map(visit) }
    if ('any' in tree) return { any: tree.any.map(visit) }
    if ('not' in tree) return { not: visit(tree.not) }
    return { fact: numberedName(next++), operator: tree.operator, value: tree.value }
  }
  return visit(conditions) as TopLevelCondition
}

function numberedName(i: number): string {
  return `question${i}`
}

function factsFor(facts: readonly (() => unknown)[]): Record<string, Fact> {
  return Object.fromEntries(
    facts.map((find, i) => [numberedName(i), new Fact(numberedName(i), find, { cache: false })] as const),
  )
}

interface Judged {
  readonly all?: readonly Judged[]
  readonly any?: readonly Judged[]
  readonly not?: Judged
  readonly result?: boolean
  readonly factResult?: unknown
}

function answer(result: RuleResult): Answer {
  const leaves = leavesOf(result.conditions as Judged)
  return {
    fired: result.result === true,
    leaves: leaves.map((leaf) => ({ holds: leaf.result === true, result: leaf.factResult })),
  }
}

function leavesOf(tree: Judged): readonly Judged[] {
  const inner = tree.all ?? tree.any ?? (tree.not && [tree.not])
  return inner === undefined ? [tree] : inner.flatMap(leavesOf)
}
