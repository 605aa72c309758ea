import { scenariosAmong } from '../batch/find-scenarios.js'
import type { Config } from '../load/project/config.js'
import type { Files } from '../load/files.js'
import { isRuleTest } from '../load/text/file-type.js'
import type { Loaded, Problem } from '../model/problem.js'
import { filesOf } from './find-files.js'
import type { Io } from './io.js'
import { optionProblem } from './options.js'
import { absolute } from './paths.js'

/** Absolute paths, sorted, each once. */
export interface Tests {
  readonly scenarios: readonly string[]
  readonly ruleTests: readonly string[]
}

/** The tests that the words of a command line mean: every word must mean something. Without words, those of the project. */
export async function findTests(words: readonly string[], io: Io, config: Config): Promise<Loaded<Tests>> {
  const named = words.length > 0
  const places = named ? words.map(word => ({ path: absolute(word, io), shown: word })) : usualPlaces(config)
  const found = await Promise.all(places.map(async ({ path, shown }) => ({ shown, tests: await testsAt(io.files, path) })))
  const empty = named ? found.filter(({ tests }) => isNone(tests)) : found.every(({ tests }) => isNone(tests)) ? found.slice(0, 1) : []
  const problems = empty.map(({ shown }): Problem => optionProblem('no-scenario', `no scenario found at \`${shown}\``, 'a scenario is a YAML or JSON file with `tenant` and `expect`, a rule test is called `*.test.yaml`; `seatplan init` writes one'))
  return problems.length > 0 ? { problems } : { value: { scenarios: distinct(found.flatMap(({ tests }) => tests.scenarios)), ruleTests: distinct(found.flatMap(({ tests }) => tests.ruleTests)) }, problems }
}

/** Scenarios where the project keeps them, and what stands beside rules: in the folder `rules`, and in the project's packs. */
function usualPlaces({ scenarios, packs, root }: Config): readonly { readonly path: string; readonly shown: string }[] {
  const kept = scenarios.length > 0 ? scenarios : [{ path: `${root}/scenarios`, shown: 'scenarios' }]
  return [...kept, { path: `${root}/rules`, shown: 'rules' }, ...packs.flatMap(pack => ('path' in pack ? [pack] : []))]
}

async function testsAt(files: Files, path: string): Promise<Tests> {
  const isFile = (await files.stat(path))?.kind === 'file'
  const all = await filesOf(files, path)
  const ruleTests = all.filter(isRuleTest)
  return { ruleTests, scenarios: isFile ? all.filter(one => !isRuleTest(one)) : await scenariosAmong(files, all) }
}

function isNone({ scenarios, ruleTests }: Tests): boolean {
  return scenarios.length + ruleTests.length === 0
}

function distinct(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].sort()
}
