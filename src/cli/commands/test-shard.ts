import { contentOf, inputsDigest, rulesDigest, shardOf } from '../../batch/shards.js'
import type { Ground } from '../../batch/tasks.js'
import type { Files } from '../../load/files.js'
import { shownFrom } from '../../load/paths.js'
import { openWorkspace } from '../../load/project/workspace.js'
import type { Loaded } from '../../model/problem.js'
import type { TestPart } from '../../model/tests.js'
import type { Shard } from '../many/options.js'
import type { Tests } from '../find-tests.js'

export interface Share {
  readonly tests: Tests
  readonly part: TestPart
}

/** What of the tests belongs to a shard, and what its answer says of the whole. */
export async function shareOf(tests: Tests, shard: Shard, files: Files, ground: Ground): Promise<Loaded<Share>> {
  const { value: workspace, problems } = await openWorkspace(files, ground.request)
  if (workspace === undefined) return { problems }
  const all = [...tests.scenarios, ...tests.ruleTests].sort()
  const pieces = await Promise.all(all.map(async path => ({ name: shownFrom(ground.request.root, path), content: await contentOf(files, path) })))
  const own = new Set(shardOf(pieces, shard).map(index => all[index]))
  const isOwn = (path: string): boolean => own.has(path)
  const part = { inputs: inputsDigest(ground, pieces), rules: rulesDigest(workspace), set: pieces.map(({ name }) => name) }
  return { value: { tests: { scenarios: tests.scenarios.filter(isOwn), ruleTests: tests.ruleTests.filter(isOwn) }, part }, problems: [] }
}
