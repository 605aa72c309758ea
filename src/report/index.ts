import { renderJson } from './json.js'
import type { Reporter } from './reporter.js'
import { renderText } from './text.js'

export type { Reporter, RenderOptions } from './reporter.js'

/** All reporters; the first one is for people. `--format NAME` picks one. */
export const reporters: readonly Reporter[] = [
  { name: 'text', render: renderText },
  { name: 'json', render: renderJson },
]
