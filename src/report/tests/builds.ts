import type { TestReport } from '../../model/tests.js'
import { azureError } from '../azure.js'
import { githubError, githubNotice, mostOfALevel } from '../github.js'
import { uncolored } from '../paint.js'
import { allVisible } from '../visible.js'
import { failuresOf } from './failures.js'
import { totalLines } from './words.js'

/** Annotations for GitHub Actions, at the files that fail; in the end the totals. GitHub shows a few. */
export function* renderTestGithub(hostile: TestReport): Iterable<string> {
  const report = allVisible(hostile)
  for (const [at, failure] of failuresOf(report).entries()) {
    const { file, title, lines } = failure
    yield at < mostOfALevel ? githubError(title, lines.join('\n'), failure) : `error ${file}: ${title}\n`
  }
  yield githubNotice(totalLines(report, uncolored).join('\n'))
}

/** Issues for Azure Pipelines, at the files that fail; in the end the totals. */
export function* renderTestAzure(hostile: TestReport): Iterable<string> {
  const report = allVisible(hostile)
  for (const failure of failuresOf(report)) yield azureError([failure.title, ...failure.lines].join('\n'), failure)
  yield* totalLines(report, uncolored).map(line => `${line}\n`)
}
