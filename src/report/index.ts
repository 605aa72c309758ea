import { renderAzure } from './azure.js'
import { renderCsv } from './csv.js'
import { renderGithub } from './github.js'
import { renderHtml } from './html.js'
import { renderJson } from './json.js'
import { renderJunit } from './junit.js'
import { renderMarkdown } from './markdown.js'
import { renderNdjson } from './ndjson.js'
import type { Reporter } from './reporter.js'
import { renderSarif } from './sarif.js'
import { renderText } from './text.js'

export type { Reporter, RenderOptions } from './reporter.js'

/** All reporters; the first one is for people. `--format NAME` picks one. */
export const reporters: readonly Reporter[] = [
  { name: 'text', render: renderText },
  { name: 'json', render: renderJson },
  { name: 'ndjson', render: renderNdjson },
  { name: 'sarif', render: renderSarif, readIn: 'repository' },
  { name: 'junit', render: renderJunit },
  { name: 'markdown', render: renderMarkdown },
  { name: 'github', render: renderGithub, readIn: 'repository' },
  { name: 'azure', render: renderAzure, readIn: 'repository' },
  { name: 'csv', render: renderCsv, wants: 'everyone' },
  { name: 'html', render: renderHtml },
]
