import { alwaysTrue } from './always-true.js'
import { casing } from './casing.js'
import { conflictingNeed } from './conflicting-need.js'
import { countryGap } from './country-gap.js'
import { cycle } from './cycle.js'
import { duplicateRule } from './duplicate-rule.js'
import { expiredRule } from './expired-rule.js'
import { expiredWaiver } from './expired-waiver.js'
import { idleOverride } from './idle-override.js'
import { idleWaiver } from './idle-waiver.js'
import { impliedRule } from './implied-rule.js'
import type { Lint } from './lint.js'
import { neverFires } from './never-fires.js'
import { neverTrue } from './never-true.js'
import { order } from './order.js'
import { repeatedItem } from './repeated-item.js'
import { ruleContradicted } from './rule-contradicted.js'
import { selfConflict } from './self-conflict.js'
import { takenName } from './taken-name.js'
import { uncertain } from './uncertain.js'
import { unmetNeed } from './unmet-need.js'
import { unsoldPlan } from './unsold-plan.js'
import { unsourced } from './unsourced.js'

/** Everything that is looked for. A new lint is a file, a page in docs/lints/, a severity in model/lint.ts, and a line here. */
export const lints: readonly Lint[] = [
  alwaysTrue,
  casing,
  conflictingNeed,
  countryGap,
  cycle,
  duplicateRule,
  expiredRule,
  expiredWaiver,
  idleOverride,
  idleWaiver,
  impliedRule,
  neverFires,
  neverTrue,
  order,
  repeatedItem,
  ruleContradicted,
  selfConflict,
  takenName,
  uncertain,
  unmetNeed,
  unsoldPlan,
  unsourced,
]
