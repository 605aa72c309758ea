import type { Coverage } from '../../analyse/rule-tests/coverage.js'
import type { RuleTestResult } from '../../batch/rule-tests.js'
import type { Ground, Task } from '../../batch/tasks.js'
import type { ScenarioResult } from '../../batch/scenarios.js'
import type { Played } from '../../batch/test-report.js'
import type { Config } from '../../load/project/config.js'
import type { Files } from '../../load/files.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { TestPart, TestReport } from '../../model/tests.js'
import { needsNames } from '../anonymous.js'
import { batchOptions, readBatchOptions } from '../many/options.js'
import { groundOf, interrupted } from '../many/ground.js'
import type { Ran } from '../many/run.js'
import { isGiven, valueOf, type Command, type Given, type Invocation } from '../command.js'
import type { Tests } from '../find-tests.js'
import { optionProblem, outputOptions, projectOptions, quietOptions, usesColor } from '../options.js'
import { ontoInputs, pairOutputs, remembering, wrongOutputs, type Output } from '../outputs.js'
import { watchOption } from '../watch/watch-option.js'

/** A project's own proof. */
export const test: Command = {
  name: 'test',
  summary: 'play scenarios and rule tests and compare what comes out with what they expect',
  about: 'Plays SCENARIOs: small tenants, each with a plan and what must come out; and rule tests, which are called *.test.yaml and stand beside rules: tables of users, of what is given to them, and of what the rule must say. A word is a file, a folder or a pattern in quotes; without one those that the project names, else the folder `scenarios`, and what stands beside the project\'s own rules. Exit code 1: one failed; 2: one could not be read, or there is none.',
  arguments: [{ name: '[scenario...]', about: 'files, folders, patterns' }],
  options: [
    ...projectOptions.filter(option => !option.flags.startsWith('--tenant')),
    { flags: '--coverage', about: 'say of each rule whether it fired, kept silent on a near miss, and was met by each of its alternatives; --format lcov writes it for other tools' },
    { flags: '--min-coverage <percent>', about: 'less than this makes the exit code 1', whole: true, most: 100 },
    { flags: '--mutate <rules>', about: 'instead: change the rules of these packs or folders one at a time, and list the changes that no test notices; docs/rule-tests.md says how they are changed' },
    { flags: '--min-score <percent>', about: 'with --mutate: a smaller share of noticed changes makes the exit code 1', whole: true, most: 100 },
    ...batchOptions,
    { flags: '--anonymise', about: 'ordinals instead of names: of files, titles, users, groups, house rules, and of everything else that is no word of seatplan\'s or Microsoft\'s' },
    watchOption,
    ...outputOptions,
    ...quietOptions,
  ],
  examples: [
    ['seatplan test', 'all scenarios of the project'],
    ['seatplan test rules', 'the tables beside the rules'],
    ['seatplan test --coverage --min-coverage 90', 'and what they show of the rules'],
    ['seatplan test --mutate ./rules', 'what in the rules nobody would miss'],
    ['seatplan test scenarios/e3-for-sales.yaml', 'one of them'],
    ['seatplan test --shard 3/16 --format json --output part-3.json', 'a sixteenth of them; merge-reports puts the parts together'],
    ['seatplan test "scenarios/**/*leaver*.yaml" --format json', 'some of them, for a machine'],
  ],
  run: runTest,
}

async function runTest(invocation: Invocation): Promise<number> {
  const { given, io } = invocation
  if (isGiven(given, 'watch')) return (await import('../watch/watch-test.js')).watchTest(invocation)
  const [{ refuse }, { requestOf }, { loadShipped }, { loadConfig }, { findTests }, { testReporters }] = await Promise.all([
    import('../say.js'), import('../project.js'), import('../shipped.js'), import('../../load/project/config.js'), import('../find-tests.js'), import('../../report/tests/index.js'),
  ])
  const outputs = pairOutputs(given)
  const { shard, problems: wrongOptions } = readBatchOptions(given)
  const wrong = [...wrongOutputs(outputs, isGiven(given, 'mutate') ? ['text', 'json'] : testReporters.map(({ name }) => name), io), ...wrongOptions, ...wrongWithShards(given), ...needsNames(given, ['mutate'])]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const request = requestOf(invocation, await loadShipped())
  if (isGiven(given, 'mutate')) return (await import('./test-mutate.js')).runMutations(invocation, request, outputs)
  const files = remembering(io.files)
  const config = await loadConfig(files, request)
  if (config.value === undefined) return refuse(config.problems, given, io)
  const found = await findTests(invocation.words, { ...io, files: io.machine?.smallFiles ?? io.files }, config.value)
  if (found.value === undefined) return refuse(found.problems, given, io)
  const ground = groundOf(request, config.value.root, io)
  const share = shard === undefined ? { value: { tests: found.value, part: undefined }, problems: [] } : await (await import('./test-shard.js')).shareOf(found.value, shard, files, ground)
  if (share.value === undefined) return refuse(share.problems, given, io)
  const { tests, part } = share.value
  const played = await playAll(tests, ground, config.value, files, invocation)
  if (played === undefined) return interrupted
  const coverage = await coverageAsked(invocation, outputs, files, ground.request, tests.scenarios, played.ruleTests)
  if (coverage !== undefined && coverage.value === undefined) return refuse(coverage.problems, given, io)
  const onto = ontoInputs(outputs, new Set([...files.inputs, ...played.inputs]), io)
  if (onto.length > 0) return refuse(onto, given, io)
  const exit = await tell(played, coverage?.value, part, outputs, invocation)
  await played.end()
  return exit === 0 && isTooLittle(coverage?.value, given) ? 1 : exit
}

interface PlayedAll extends Played, Pick<Ran, 'end'> {
  /** Files that scenarios were made of. */
  readonly inputs: readonly string[]
}

/** Scenarios in threads, rule tests here. Undefined: stopped. */
async function playAll({ scenarios: paths, ruleTests: tables }: Tests, ground: Ground, { file, root }: Config, files: Files, invocation: Invocation): Promise<PlayedAll | undefined> {
  const [{ runWanted }, { runRuleTest }, { progress }] = await Promise.all([import('../many/run.js'), import('../../batch/rule-tests.js'), import('../say.js')])
  const tasks = paths.map((path): Task => ({ kind: 'scenario', path }))
  const ran = await runWanted({ tasks, ground, project: file === undefined ? undefined : root, noun: 'scenario', perThread: 32 }, invocation)
  if (ran === undefined) return undefined
  const { done, end } = ran
  const bar = progress(invocation.given, invocation.io)
  const ruleTests: RuleTestResult[] = []
  for (const path of tables) {
    ruleTests.push(await runRuleTest(files, { ...ground.request, path }))
    bar.say(`${ruleTests.length} of ${tables.length} rule tests`)
  }
  bar.done()
  return { scenarios: done.map(({ result }) => result as ScenarioResult), ruleTests, inputs: done.flatMap(({ inputs }) => inputs.map(([path]) => path)), end }
}

function wrongWithShards(given: readonly Given[]): readonly Problem[] {
  const other = ['coverage', 'min-coverage', 'mutate'].find(name => isGiven(given, name))
  if (!isGiven(given, 'shard') || other === undefined) return []
  return [optionProblem('shard-of-whole', `\`--shard\` and \`--${other}\` do not go together`, `\`--${other}\` looks at all tests at once: leave one of them out`)]
}

/** Nothing where nobody asks. */
async function coverageAsked({ given }: Invocation, outputs: readonly Output[], files: Files, request: Ground['request'], scenarios: readonly string[], ruleTests: readonly RuleTestResult[]): Promise<Loaded<Coverage> | undefined> {
  const isAsked = isGiven(given, 'coverage') || isGiven(given, 'min-coverage') || outputs.some(({ format }) => format === 'lcov')
  if (!isAsked) return undefined
  const { coverageOfTests } = await import('./test-coverage.js')
  return coverageOfTests(files, request, scenarios, ruleTests)
}

function isTooLittle(coverage: Coverage | undefined, given: readonly Given[]): boolean {
  const least = valueOf(given, 'min-coverage')
  return coverage !== undefined && least !== undefined && coverage.percent < Number(least)
}

/** Says what is wrong with files, writes the answer, and gives the exit code of the tests alone. */
async function tell(played: Played, coverage: Coverage | undefined, part: TestPart | undefined, outputs: readonly Output[], { given, io }: Invocation): Promise<number> {
  const [{ renderProblems }, { exitOf, testReport }, { writeTests }] = await Promise.all([import('../../report/problems.js'), import('../../batch/test-report.js'), import('../write-tests.js')])
  const problems = [...played.scenarios, ...played.ruleTests].flatMap(result => result.problems).filter(problem => problem.severity === 'error' || !isGiven(given, 'quiet'))
  io.err(renderProblems(problems, { color: usesColor(given, io, 'err') }))
  const report = await shareable(testReport(played, { ...(coverage && { coverage }), ...(part && { part }) }), given)
  await writeTests(report, outputs, { given, io })
  return exitOf(report)
}

async function shareable(report: TestReport, given: readonly Given[]): Promise<TestReport> {
  if (!isGiven(given, 'anonymise')) return report
  const [{ anonymousTests }, { ownWords }, { loadShipped }] = await Promise.all([import('../../report/tests/anonymous.js'), import('../own-words.js'), import('../shipped.js')])
  return anonymousTests(report, ownWords(await loadShipped()))
}
