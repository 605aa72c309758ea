import type { Library } from '../../load/project/known.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import { aboutRule, type AboutRule } from './rule.js'
import { exampleOf } from '../examples/example.js'
import { probeWords, ruleTestLines } from '../examples/sketch-text.js'

/** What a rule means in this project, with examples. */
export interface ExplainedRule extends AboutRule {
  /** Smallest cases, played under all rules: one in which the rule speaks, and one just beside it in which it does not. null: none was found, under this rule alone neither. */
  readonly examples: RuleExamples | null
}

export interface RuleExamples {
  readonly fires: ExampleWords
  readonly silent: ExampleWords | null
  /** Other rules stand in the way of every case: these were played under this rule alone, and are no rule tests. */
  readonly alone: boolean
  /** The lines of a rule test of both; of one each, where the same people do not serve for both. */
  readonly tests: readonly (readonly string[])[]
}

export interface ExampleWords {
  /** Who it is, and what is done. */
  readonly words: string
  readonly verdict: string
}

export async function explainRule(rule: Rule, project: Project | Library): Promise<ExplainedRule> {
  return { ...aboutRule(rule, project), examples: await examplesOf(rule, project) }
}

async function examplesOf(rule: Rule, project: Project | Library): Promise<RuleExamples | null> {
  const example = await exampleOf(rule, project)
  if (example === undefined) return null
  const { fires, silent, loudness, alone } = example
  const said = silent === null ? [{ probe: fires, verdict: loudness }] : [{ probe: fires, verdict: loudness }, { probe: silent, verdict: 'ok' as const }]
  const isShared = silent !== null && JSON.stringify(fires.sketch) === JSON.stringify(silent.sketch)
  const cells = said.map(({ probe, verdict }) => ({ ...probe, verdict }))
  return {
    fires: { words: probeWords(fires), verdict: loudness },
    silent: silent === null ? null : { words: probeWords(silent), verdict: 'ok' },
    alone,
    tests: alone ? [] : isShared ? [ruleTestLines(rule, fires.sketch, cells)] : cells.map(cell => ruleTestLines(rule, cell.sketch, [cell])),
  }
}
