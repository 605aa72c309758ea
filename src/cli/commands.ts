import { catalog } from './catalog.js'
import { check } from './check.js'
import type { Command } from './command.js'
import { compare } from './compare.js'
import { explain } from './explain.js'
import { fmt } from './fmt.js'
import { init } from './init.js'
import { lint } from './lint.js'
import { list } from './list.js'
import { lsp } from './lsp.js'
import { minimise } from './minimise.js'
import { remedies } from './remedies.js'
import { rollout } from './rollout.js'
import { mergeReports } from './merge-reports.js'
import { repl } from './repl.js'
import { report } from './report.js'
import { rules } from './rules.js'
import { test } from './test.js'
import { verify } from './verify.js'
import { waive } from './waive.js'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  check,
  remedies,
  waive,
  rollout,
  verify,
  explain,
  list,
  repl,
  report,
  mergeReports,
  compare,
  minimise,
  test,
  lint,
  fmt,
  rules,
  lsp,
  catalog,
  init,
]
