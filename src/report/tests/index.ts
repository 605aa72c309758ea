import { renderTestAzure, renderTestGithub } from './builds.js'
import { renderLcov } from './coverage.js'
import { renderTestJson, renderTestNdjson } from './json.js'
import { renderTestJunit } from './junit.js'
import { renderTestMarkdown } from './markdown.js'
import type { TestReporter } from './reporter.js'
import { renderTestText } from './text.js'

/** The formats of `seatplan test`. */
export const testReporters: readonly TestReporter[] = [
  { name: 'text', render: renderTestText },
  { name: 'json', render: renderTestJson },
  { name: 'ndjson', render: renderTestNdjson },
  { name: 'junit', render: renderTestJunit },
  { name: 'markdown', render: renderTestMarkdown },
  { name: 'github', render: renderTestGithub, readIn: 'repository' },
  { name: 'azure', render: renderTestAzure, readIn: 'repository' },
  { name: 'lcov', needs: 'coverage', render: renderLcov, readIn: 'repository' },
]
