import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolloutSchema } from '../src/report/rollout-schema.js'
import { withExamples } from './with-examples.js'

/** Writes the published schema of `seatplan rollout --format json` below the repository's root. */
export function writeRolloutSchema(root: string): void {
  writeFileSync(join(root, 'schemas/rollout.schema.json'), `${JSON.stringify(withExamples(rolloutSchema, 'rollout'), null, 2)}\n`)
}
