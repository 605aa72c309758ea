import type { Rollout } from '../model/rollout.js'
import { harmlessJson } from './visible.js'

/** The answer as JSON; every key is described in schemas/rollout.schema.json. */
export function rolloutJson(rollout: Rollout): string {
  return `${harmlessJson(JSON.stringify(rollout, undefined, 2))}\n`
}
