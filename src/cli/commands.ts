import { catalog } from './commands/catalog.js'
import { check } from './commands/check.js'
import type { Command } from './command.js'
import { compare } from './commands/compare.js'
import { explain } from './commands/explain.js'
import { fmt } from './commands/fmt.js'
import { init } from './commands/init.js'
import { lint } from './commands/lint.js'
import { list } from './commands/list.js'
import { lsp } from './commands/lsp.js'
import { minimise } from './commands/minimise.js'
import { remedies } from './commands/remedies.js'
import { rollout } from './commands/rollout.js'
import { mergeReports } from './commands/merge-reports.js'
import { repl } from './commands/repl.js'
import { report } from './commands/report.js'
import { rules } from './commands/rules.js'
import { test } from './commands/test.js'
import { verify } from './commands/verify.js'
import { waive } from './commands/waive.js'

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
