import { runRuleTest, type RuleTestResult } from '../../batch/rule-tests.js'
import { runScenario, type ScenarioResult } from '../../batch/scenarios.js'
import { exitOf, testReport } from '../../batch/test-report.js'
import { loadConfig, projectRoot } from '../../load/project/config.js'
import { remembered } from '../../load/files.js'
import { keptFiles } from '../../load/project/kept.js'
import { shownFrom } from '../../load/paths.js'
import { sortedProblems } from '../../load/text/problems.js'
import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { Loaded } from '../../model/problem.js'
import type { TestReport } from '../../model/tests.js'
import { testReporters } from '../../report/tests/index.js'
import { changedText } from '../../report/tests/text.js'
import type { Invocation } from '../command.js'
import { findTests } from '../find-tests.js'
import type { Io } from '../io.js'
import { usesColor } from '../options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs, type Output } from '../outputs.js'
import { requestOf } from '../project.js'
import { refuse, warn } from '../say.js'
import { loadShipped } from '../shipped.js'
import { writeTests } from '../write-tests.js'
import { lastGood } from './last-good.js'
import { stay, type Look } from './stay.js'
import { sayChanged, sayHeld, sayWatching, signalsOf, unwatchable } from './watch-option.js'

const instead = {
  anonymise: 'share the answer of a single run',
  coverage: 'ask a single run for the coverage',
  'min-coverage': 'ask a single run for the coverage',
  mutate: 'change rules in a single run',
  shard: 'share out a single run',
  resume: 'go on with a single run',
}

/** `test --watch`: all tests once, then those that a save concerns; what became of them is said. */
export async function watchTest(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const outputs = pairOutputs(given)
  const wrong = [...wrongOutputs(outputs, testReporters.filter(({ needs }) => needs === undefined).map(({ name }) => name), io), ...unwatchable(invocation, instead)]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const inputs = remembering(io.files)
  const files = keptFiles(inputs)
  const request = requestOf(invocation, await loadShipped())
  const attempt = lastGood(files, () => projectRoot(files, request), () => played(words, { ...io, files }, request))
  let last: TestReport | undefined

  async function look(changed: readonly string[]): Promise<Look> {
    sayChanged(changed, invocation, (path) => shownFrom(io.cwd, path))
    const { value, problems, broken, held } = await attempt(changed)
    const onto = ontoInputs(outputs, inputs.inputs, io)
    if (value === undefined || onto.length > 0) refuse([...problems, ...onto], given, io)
    else warn(problems, given, io)
    if (last !== undefined) sayHeld({ broken, held }, value !== undefined, invocation)
    if (value !== undefined && onto.length === 0) await tell(last, value, outputs, invocation)
    last = value ?? last
    if (changed.length === 0) sayWatching(io, given)
    return { exitCode: value === undefined || onto.length + broken.length > 0 ? 2 : exitOf(value) }
  }

  return stay(files, signalsOf(invocation), look)
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

async function tell(last: TestReport | undefined, now: TestReport, outputs: readonly Output[], { given, io }: Invocation): Promise<void> {
  for (const output of outputs) {
    if (last !== undefined && output.file === undefined && output.format === 'text') io.out(changedText(last, now, { color: usesColor(given, io, 'out') }))
    else await writeTests(now, [output], { given, io })
  }
}
