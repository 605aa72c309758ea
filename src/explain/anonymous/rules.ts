import { publishedFacts } from '../../kinds/vocabulary.js'
import { digestOf } from '../../load/project/rules.js'
import type { ConditionRule, ConditionTree, Rule, RuleSet } from '../../model/rule.js'
import type { Renaming } from './renaming.js'
import { eachText, withLeaves } from './texts.js'

/** Rules of the house under other names and without their words; shipped ones as they are. */
export function renamedRules(set: RuleSet, renaming: Renaming, isShipped: (rule: Rule) => boolean): RuleSet {
  const renamed = (rules: readonly Rule[]): readonly Rule[] => rules.map(rule => (isShipped(rule) ? rule : renamedRule(rule, renaming))).sort(byId)
  const rules = renamed(set.rules)
  return {
    packs: set.packs.map(renaming.path),
    rules,
    notInForce: set.notInForce.map(renaming.ruleId).sort(),
    ...(set.idle && { idle: renamed(set.idle) }),
    digest: set.rules.every(isShipped) ? set.digest : digestOf(rules),
  }
}

const byId = (a: Rule, b: Rule): number => (a.id < b.id ? -1 : 1)

function renamedRule(rule: Rule, renaming: Renaming): Rule {
  const { source, certainty: _, ...rest } = rule
  const head = {
    ...rest,
    id: renaming.ruleId(rule.id),
    reason: renaming.text('reason', rule.reason),
    pack: renaming.path(rule.pack),
    place: { ...rule.place, file: renaming.path(rule.place.file) },
    ...(source !== undefined && { source: renaming.text('source', source) }),
  }
  return head.kind === 'condition' ? { ...head, when: renamedTree(head, renaming) } : head
}

/** Facts whose words are the tenant's own: groups, and free text. */
function renamedTree({ subject, when }: ConditionRule, renaming: Renaming): ConditionTree {
  return withLeaves(when, leaf => {
    const is = publishedFacts[subject][leaf.fact]?.is
    if (is === undefined || !('words' in is)) return leaf
    if (is.words === 'group') return { ...leaf, value: eachText(leaf.value, renaming.groupId) }
    if (is.words !== 'text') return leaf
    const names = leaf.fact === 'displayName' ? renaming.groupNames : renaming.attributes
    return { ...leaf, value: eachText(leaf.value, leaf.operator === 'startsWith' ? names.beginning : names.text) }
  })
}
