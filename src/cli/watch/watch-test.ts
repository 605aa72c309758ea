import { runRuleTest } from '../../batch/rule-tests.js'
import { runScenario } from '../../batch/scenarios.js'
import { loadConfig, projectRoot } from '../../load/config.js'
import { remembered } from '../../load/files.js'
import { keptFiles } from '../../load/kept.js'
import { shownFrom } from '../../load/paths.js'
import { sortedProblems } from '../../load/problems.js'
import type { WorkspaceRequest } from '../../load/workspace.js'
import type { Loaded } from '../../model/problem.js'
import { isGiven, type Invocation } from '../command.js'
import { findTests } from '../find-tests.js'
import type { Io } from '../io.js'
import { usesColor } from '../options.js'
import { ontoInputs, pairOutputs, put, remembering, wrongOutputs, type Output } from '../outputs.js'
import { requestOf } from '../project.js'
import { refuse, warn } from '../say.js'
import { loadShipped } from '../shipped.js'
import { changedLines, exitOf, testJson, testLines, type Played } from '../test-text.js'
import { lastGood } from './last-good.js'
import { stay, type Look } from './stay.js'
import { sayChanged, sayHeld, sayWatching, signalsOf, unwatchable } from './watch-option.js'

const instead = {
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
  const wrong = [...wrongOutputs(outputs, ['text', 'json'], io), ...unwatchable(invocation, instead)]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const inputs = remembering(io.files)
  const files = keptFiles(inputs)
  const request = requestOf(invocation, await loadShipped())
  const attempt = lastGood(files, () => projectRoot(files, request), () => played(words, { ...io, files }, request))
  let last: Played | undefined

  async function look(changed: readonly string[]): Promise<Look> {
    sayChanged(changed, invocation, (path) => shownFrom(io.cwd, path))
    const { value, problems, broken } = await attempt(changed)
    const onto = ontoInputs(outputs, inputs.inputs, io)
    if (value === undefined || onto.length > 0) refuse([...problems, ...onto], given, io)
    else warn(problems, given, io)
    sayHeld(last === undefined ? [] : broken, value !== undefined, invocation)
    if (value !== undefined && onto.length === 0) await tell(last, value, outputs, invocation)
    last = value ?? last
    if (changed.length === 0) sayWatching(io, given)
    return { exitCode: value === undefined || onto.length + broken.length > 0 ? 2 : exitOf([...value.scenarios, ...value.ruleTests]) }
  }

  return stay(files, signalsOf(invocation), look)
}

/** Every test, those that nothing changed for as they were. What is wrong with one is wrong with the whole. */
async function played(words: readonly string[], io: Io, request: WorkspaceRequest): Promise<Loaded<Played>> {
  const config = await loadConfig(io.files, request)
  if (config.value === undefined) return { problems: config.problems }
  const { root } = config.value
  const tests = await findTests(words, io, config.value)
  if (tests.value === undefined) return { problems: tests.problems }
  const scenarios: Played['scenarios'][number][] = []
  const ruleTests: Played['ruleTests'][number][] = []
  for (const path of tests.value.scenarios) scenarios.push(await remembered(io.files, `scenario ${path} ${root}`, (files) => runScenario(files, { ...request, root, path })))
  for (const path of tests.value.ruleTests) ruleTests.push(await remembered(io.files, `rule test ${path} ${root}`, (files) => runRuleTest(files, { ...request, root, path })))
  return { value: { scenarios, ruleTests }, problems: sortedProblems([...scenarios, ...ruleTests].flatMap(({ problems }) => problems)) }
}

async function tell(last: Played | undefined, now: Played, outputs: readonly Output[], { given, io }: Invocation): Promise<void> {
  for (const output of outputs) {
    const options = { color: output.file === undefined && usesColor(given, io, 'out'), quiet: isGiven(given, 'quiet') }
    const isNews = output.file === undefined && last !== undefined
    await put(output, output.format === 'json' ? testJson(now) : isNews ? changedLines(last, now, options) : testLines(now, options), io)
  }
}
