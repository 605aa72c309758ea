#!/usr/bin/env node
// The program's door. `--version` is answered before anything is loaded: start-up is counted in tens of milliseconds, and
// the rest (program.ts) comes as one file with its compiled code beside it (scripts/build.ts).
import { writeSync } from 'node:fs'
import { version } from '../model/version.js'

const argv = process.argv.slice(2)

if (argv.length === 1 && argv[0] === '--version') {
  sayVersion()
} else {
  void import('./program.js').then(async ({ run }) => {
    process.exitCode = await run(argv)
  })
}

/** Past the streams, which cost more than the answer. Whoever has stopped reading gets none. */
function sayVersion(): void {
  try {
    writeSync(1, `${version}\n`)
  } catch {
    process.exitCode = 0
  }
}
