import type { Conditions, Witness } from '../kinds/kind.js'
import type { Params } from '../kinds/witnesses.js'
import { once } from '../once.js'
import type { Answer, Run } from './rules-engine.js'

/** One comparison of a rule: which fact, with which parameters. */
export interface Question {
  readonly fact: string
  readonly params: Params | undefined
}

/** Puts one rule to the engine. */
export interface Asker {
  readonly questions: readonly Question[]
  /** Questions that stand directly under a root of `all`: where one does not hold, the rule cannot fire. */
  readonly decisive: ReadonlySet<number>
  /** Asks about one subject; wait for the answer before asking again. */
  ask(factOf: (question: Question) => unknown): Promise<Answer>
}

/** To ask for a module that is there costs a turn, and more where modules are compiled as they come. */
const engine = once(() => import('./rules-engine.js'))

/** Prepares a rule. The engine is loaded and built when it is first asked: most checks ask few rules. */
export function createAsker(name: string, conditions: Conditions): Asker {
  const questions = leavesOf(conditions).map(({ fact, params }) => ({ fact, params }))
  let run: Run | undefined
  return {
    questions,
    decisive: decisiveOf(conditions),
    async ask(factOf) {
      run ??= (await engine()).createRun(name, conditions)
      return run(questions.map((question) => () => factOf(question)))
    },
  }
}

/** Pairs a rule's questions with what their facts returned. */
export function witnessesOf(questions: readonly Question[], results: readonly unknown[]): readonly Witness[] {
  return questions.map(({ fact, params }, i) => ({ fact, params, result: results[i] }))
}

/** One comparison, as a kind wrote it. */
export type Leaf = Extract<Conditions, { readonly fact: string }>

/** The comparisons of a tree, from left to right. */
export function leavesOf(tree: Conditions): readonly Leaf[] {
  if ('all' in tree) return tree.all.flatMap(leavesOf)
  if ('any' in tree) return tree.any.flatMap(leavesOf)
  return 'not' in tree ? leavesOf(tree.not) : [tree]
}

function decisiveOf(tree: Conditions): ReadonlySet<number> {
  if (!('all' in tree)) return new Set()
  const found = new Set<number>()
  let at = 0
  for (const child of tree.all) {
    if ('fact' in child) found.add(at)
    at += leavesOf(child).length
  }
  return found
}
