import { asideOf, type Aside } from '../kinds/vocabulary.js'
import { isPlaced, type Placed } from '../kinds/witnesses.js'
import { lists, unlimited } from '../load/tenant/scan/runs.js'
import type { Guid } from '../model/catalog.js'
import type { Subject } from '../model/subject.js'
import type { Violation } from '../model/violation.js'
import { sightsOf, type Sight } from './sight.js'
import type { Leaf } from './ask.js'
import type { Triggers } from './trigger.js'

/** Users whose licences look alike to all rules. */
export interface Case {
  /** Positions of the rules that could fire. */
  readonly candidates: readonly number[]
  /** What those look at beside licences. */
  readonly asides: readonly Aside[]
  /** What was found, by that. */
  readonly answers: Map<string, readonly Violation[]>
}

/** Finds the case of a user or an attempt; others are too few to have any. */
export interface Cases {
  of(subject: Subject): Case | undefined
}

/** So many cases are remembered; a check that is made again and again starts anew then. */
const mostCases = 200_000

/** `leaves`: the comparisons of each rule, in the order of the triggers. */
export function casesOf(leaves: readonly (readonly Leaf[])[]): (triggers: Triggers) => Cases {
  const asides = leaves.map((some) => distinctAsides(some.map(({ fact }) => fact)))
  const sights = sightsOf(leaves.flat())
  return triggers => createCases(asides, sights, triggers)
}

function createCases(asides: readonly (readonly Aside[])[], sights: () => Sight, triggers: Triggers): Cases {
  let memory = empty()

  function empty() {
    return { sight: sights(), sources: new Map<Guid | null, number>(), known: lists(unlimited), cases: [] as Case[] }
  }

  function caseOf(subject: Placed): Case {
    const candidates = triggers.couldFire(subject)
    return { candidates, asides: [...new Set(candidates.flatMap((i) => asides[i]!))], answers: new Map() }
  }

  const key = new Int32Array(3)

  return {
    of(subject) {
      if (!isPlaced(subject)) return undefined
      if (memory.cases.length >= mostCases) memory = empty()
      const { sight, sources, known, cases } = memory
      key[0] = sight(subject.after)
      key[1] = subject.before === subject.after ? key[0]! : sight(subject.before)
      key[2] = subject.type === 'attempt' ? numberIn(sources, subject.source) : -1
      const number = known.of(key, 3)
      return (cases[number] ??= caseOf(subject))
    },
  }
}

function numberIn(numbers: Map<Guid | null, number>, id: Guid | null): number {
  const number = numbers.get(id)
  if (number === undefined) numbers.set(id, numbers.size)
  return number ?? numbers.size - 1
}

const found = new Map<string, Aside | undefined>()

/** One function for each fact, so that two rules that look at the same do so once. */
function distinctAsides(facts: readonly string[]): readonly Aside[] {
  return [...new Set(facts)].flatMap((fact) => {
    if (!found.has(fact)) found.set(fact, asideOf(fact))
    return found.get(fact) ?? []
  })
}

/** What the candidates look at beside licences, in one text. */
export function asideText({ asides }: Case, subject: Placed): string {
  if (asides.length === 0) return ''
  return asides.length === 1 ? asides[0]!(subject) : asides.map((aside) => aside(subject)).join('\n')
}
