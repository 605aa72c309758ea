import { runRuleTest, type RuleTestResult } from '../../batch/rule-tests.js'
import { runScenario, type ScenarioResult } from '../../batch/scenarios.js'
import { exitOf, testReport } from '../../batch/test-report.js'
import { loadConfig } from '../../load/project/config.js'
import { remembered } from '../../load/files.js'
import { sortedProblems } from '../../load/text/problems.js'
import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { Loaded } from '../../model/problem.js'
import type { TestReport } from '../../model/tests.js'
import { testReporters } from '../../report/tests/index.js'
import { changedText } from '../../report/tests/text.js'
import type { Invocation } from '../command.js'
import { findTests } from '../find-tests.js'
import type { Io } from '../io.js'
import { requestOf } from '../project.js'
import { loadShipped } from '../shipped.js'
import { writeTests } from '../write-tests.js'
import { watchAnswers } from './watch-answers.js'

const instead = {
  anonymise: 'share the answer of a single run',
  coverage: 'ask a single run for the coverage',
  'min-coverage': 'ask a single run for the coverage',
  mutate: 'change rules in a single run',
  shard: 'share out a single run',
  resume: 'go on with a single run',
}

/** `test --watch`: all tests once, then those that a save concerns; what became of them is said. */
export function watchTest(invocation: Invocation): Promise<number> {
  const { words, io } = invocation
  return watchAnswers<TestReport>(invocation, {
    formats: testReporters.filter(({ needs }) => needs === undefined).map(({ name }) => name),
    instead,
    request: async () => requestOf(invocation, await loadShipped()),
    make: (files, request) => played(words, { ...io, files }, request),
    changedText,
    write: (now, output) => writeTests(now, [output], invocation),
    exitOf,
  })
}

/** Every test, those that nothing changed for as they were. What is wrong with one is wrong with the whole. */
async function played(words: readonly string[], io: Io, request: WorkspaceRequest): Promise<Loaded<TestReport>> {
  const config = await loadConfig(io.files, request)
  if (config.value === undefined) return { problems: config.problems }
  const { root } = config.value
  const tests = await findTests(words, io, config.value)
  if (tests.value === undefined) return { problems: tests.problems }
  const scenarios: ScenarioResult[] = []
  const ruleTests: RuleTestResult[] = []
  for (const path of tests.value.scenarios) scenarios.push(await remembered(io.files, `scenario ${path} ${root}`, (files) => runScenario(files, { ...request, root, path })))
  for (const path of tests.value.ruleTests) ruleTests.push(await remembered(io.files, `rule test ${path} ${root}`, (files) => runRuleTest(files, { ...request, root, path })))
  return { value: testReport({ scenarios, ruleTests }), problems: sortedProblems([...scenarios, ...ruleTests].flatMap(({ problems }) => problems)) }
}
