import type { Severity } from './rule.js'

/** Every lint with the severity that it has unless a config says otherwise. What each finds stands in docs/lints/. */
export const lintSeverities = {
  'always-true': 'warning',
  'casing': 'info',
  'conflicting-need': 'error',
  'country-gap': 'warning',
  'cycle': 'error',
  'duplicate-rule': 'warning',
  'expired-rule': 'warning',
  'expired-waiver': 'warning',
  'idle-override': 'warning',
  'idle-waiver': 'warning',
  'implied-rule': 'warning',
  'never-fires': 'warning',
  'never-true': 'error',
  'order': 'info',
  'repeated-item': 'warning',
  'rule-contradicted': 'warning',
  'self-conflict': 'error',
  'taken-name': 'warning',
  'uncertain': 'warning',
  'unmet-need': 'error',
  'unsold-plan': 'warning',
  'unsourced': 'warning',
} as const satisfies Readonly<Record<string, Severity>>

export type LintId = keyof typeof lintSeverities

/** Severities that a config gives to lints. */
export type LintOverrides = Readonly<Partial<Record<LintId, Severity>>>

export const lintIds = Object.keys(lintSeverities) as readonly LintId[]
