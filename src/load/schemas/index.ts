import { overlaySchema } from './overlay.js'
import { baselineSchema } from './baseline.js'
import { configSchema } from './config.js'
import { planSchema } from './plan.js'
import { pricesSchema } from './prices.js'
import { packSchema, rulesSchema } from './rules.js'
import { ruletestSchema } from './ruletest.js'
import { scenarioSchema } from './scenario.js'
import { waiversSchema } from './waivers.js'
import type { Schema } from './words.js'

/** Every type of file that people write, with its schema. Read while building only: the program itself carries compiled validators. */
export const schemas: Readonly<Record<string, Schema>> = {
  plan: planSchema,
  rules: rulesSchema,
  pack: packSchema,
  scenario: scenarioSchema,
  ruletest: ruletestSchema,
  config: configSchema,
  overlay: overlaySchema,
  waivers: waiversSchema,
  baseline: baselineSchema,
  prices: pricesSchema,
}
