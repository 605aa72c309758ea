import type { Holding } from '../model/subject.js'
import { holdingKey } from '../kinds/holdings.js'
import type { Question } from './ask.js'
import type { Answer } from './rules-engine.js'
import { onceFor } from '../once.js'

type FactOf = (question: Question) => unknown

/** Whether one rule fired, by exactly the facts that it reads. */
export interface Memory {
  recall(questions: readonly Question[], factOf: FactOf): boolean | undefined
  learn(questions: readonly Question[], factOf: FactOf, answer: Answer): void
}

/** So many verdicts of one rule are kept; a check that is made again and again starts anew then. */
const mostLearned = 50_000

interface Node {
  fired?: boolean
  readonly next: Map<unknown, Node>
}

/**
 * A tree with one level for each question. Where a question that decides alone was answered no, the verdict stands at its
 * level: a user whose account is enabled is done with a rule about disabled ones before anybody looks at products.
 */
export function createMemory(decisive: ReadonlySet<number>): Memory {
  const root: Node = { next: new Map() }
  let learned = 0
  return {
    recall(questions, factOf) {
      let node: Node | undefined = root
      for (const question of questions) {
        node = node.next.get(keyOf(factOf(question)))
        if (node === undefined || node.fired !== undefined) break
      }
      return node?.fired
    },
    learn(questions, factOf, { fired, leaves }) {
      if (learned++ % mostLearned === 0) root.next.clear()
      const no = leaves.findIndex((leaf, i) => !leaf.holds && decisive.has(i))
      let node = root
      for (const question of no === -1 ? questions : questions.slice(0, no + 1)) node = childOf(node, keyOf(factOf(question)))
      node.fired = fired
    },
  }
}

function childOf(node: Node, key: unknown): Node {
  let child = node.next.get(key)
  if (child === undefined) node.next.set(key, (child = { next: new Map() }))
  return child
}

/** One key for equal facts: what is not a list or a record of lists is its own key. */
function keyOf(fact: unknown): unknown {
  if (typeof fact !== 'object' || fact === null) return fact
  return Array.isArray(fact) ? listKey(fact) : Object.values(fact).map(keyOf).join(';')
}

const listKey = onceFor((list: readonly (string | Holding)[]): string => list.map((one) => (typeof one === 'string' ? one : holdingKey(one))).join())
