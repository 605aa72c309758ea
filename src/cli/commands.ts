import { catalog } from './catalog.js'
import { check } from './check.js'
import type { Command } from './command.js'
import { explain } from './explain.js'
import { fmt } from './fmt.js'
import { init } from './init.js'
import { lint } from './lint.js'
import { list } from './list.js'
import { remedies } from './remedies.js'
import { rollout } from './rollout.js'
import { test } from './test.js'

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  check,
  remedies,
  rollout,
  explain,
  list,
  test,
  lint,
  fmt,
  catalog,
  init,
]
