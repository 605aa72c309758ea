import type { BatchReport } from '../../model/batch.js'
import type { RenderOptions } from '../reporter.js'
import { renderBatchAzure, renderBatchGithub } from './builds.js'
import { renderBatchCsv } from './csv.js'
import { renderBatchHtml } from './html.js'
import { renderBatchJson } from './json.js'
import { renderBatchJunit } from './junit.js'
import { renderBatchMarkdown } from './markdown.js'
import { renderBatchNdjson } from './ndjson.js'
import { renderBatchSarif } from './sarif.js'
import { renderBatchText } from './text.js'

/** One way to show many reports at once. */
export interface BatchReporter {
  readonly name: string
  /** It is read in a repository, which opens the files that it names. */
  readonly readIn?: 'repository'
  render(batch: BatchReport, options: RenderOptions): Iterable<string>
}

/** The same formats as for one report, in the same order. */
export const batchReporters: readonly BatchReporter[] = [
  { name: 'text', render: renderBatchText },
  { name: 'json', render: renderBatchJson },
  { name: 'ndjson', render: renderBatchNdjson },
  { name: 'sarif', render: renderBatchSarif, readIn: 'repository' },
  { name: 'junit', render: renderBatchJunit },
  { name: 'markdown', render: renderBatchMarkdown },
  { name: 'github', render: renderBatchGithub, readIn: 'repository' },
  { name: 'azure', render: renderBatchAzure, readIn: 'repository' },
  { name: 'csv', render: renderBatchCsv },
  { name: 'html', render: renderBatchHtml },
]
