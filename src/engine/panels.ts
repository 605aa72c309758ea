import { kindOf } from '../kinds/index.js'
import type { Conditions, Kind } from '../kinds/kind.js'
import type { Rule } from '../model/rule.js'
import type { Subject } from '../model/subject.js'
import { onceFor } from '../once.js'
import { leavesOf, type Leaf } from './ask.js'
import { casesOf, type Cases } from './cases.js'
import { triggersOf, type TriggersIn, type Triggers } from './trigger.js'

/** Users as the snapshot shows them are asked about by rules that block, too: what is on may contradict them. */
export type PanelName = Subject['type'] | 'initial user'

export const panelOf = (subject: Subject): PanelName => (subject.type === 'user' && subject.initial ? 'initial user' : subject.type)

/** A rule as it is put to subjects of one type. */
export interface AskedRule {
  readonly rule: Rule
  readonly kind: Kind
  readonly conditions: Conditions
  readonly leaves: readonly Leaf[]
  /** The same for all that are asked the same. */
  readonly key: string
}

/** What is asked about subjects of one type, whatever the catalog. */
export interface PanelAsked {
  readonly asked: readonly AskedRule[]
  readonly triggersIn: TriggersIn
  readonly casesBy: (triggers: Triggers) => Cases
}

/** The panels of rules, each made when it is first wanted: once for all catalogs and tenants that are judged by these rules. */
export const panelsOf = onceFor((rules: readonly Rule[]) => {
  const sorted = rules.filter((rule) => rule.severity !== 'off').sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const panels = new Map<PanelName, PanelAsked>()
  return (name: PanelName): PanelAsked => {
    const panel = panels.get(name) ?? panelAsked(sorted, name)
    panels.set(name, panel)
    return panel
  }
})

function panelAsked(rules: readonly Rule[], name: PanelName): PanelAsked {
  const type = name === 'initial user' ? 'user' : name
  const asked = rules.filter((rule) => isAsked(rule, name)).map((rule) => askedAbout(rule)(type))
  return { asked, triggersIn: triggersOf(asked.map(({ kind, rule }) => kind.trigger(rule))), casesBy: casesOf(asked.map(({ leaves }) => leaves)) }
}

function isAsked(rule: Rule, name: PanelName): boolean {
  const types = kindOf(rule).judges(rule)
  return name === 'initial user' ? types.includes('user') || types.includes('attempt') : types.includes(name)
}

/** Conditions of requirements with many alternatives are long. */
const askedAbout = onceFor((rule: Rule) => {
  const byType = new Map<Subject['type'], AskedRule>()
  return (type: Subject['type']): AskedRule => {
    const asked = byType.get(type) ?? askedOf(rule, type)
    byType.set(type, asked)
    return asked
  }
})

function askedOf(rule: Rule, type: Subject['type']): AskedRule {
  const kind = kindOf(rule)
  const conditions = kind.conditions(rule, type)
  return { rule, kind, conditions, leaves: leavesOf(conditions), key: JSON.stringify([rule.id, type, conditions]) }
}
