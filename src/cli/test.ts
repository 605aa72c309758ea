import type { ScenarioResult } from '../batch/scenarios.js'
import type { Config } from '../load/config.js'
import type { Loaded, Problem } from '../model/problem.js'
import { isGiven, type Command, type Invocation } from './command.js'
import { outputOptions, projectOptions, quietOptions, usesColor } from './options.js'
import { ontoInputs, pairOutputs, put, remembering, wrongOutputs, type Output } from './outputs.js'

/** A project's own proof. */
export const test: Command = {
  name: 'test',
  summary: 'play scenarios and compare what comes out with what they expect',
  about: 'Plays SCENARIOs: small tenants, each with a plan and what must come out. A word is a file, a folder or a pattern in quotes; without one those that the project names, else the folder `scenarios`. Exit code 1: a scenario failed; 2: one could not be read, or there is none.',
  arguments: [{ name: '[scenario...]', about: 'files, folders, patterns' }],
  options: [...projectOptions.filter(option => !option.flags.startsWith('--tenant')), ...outputOptions, ...quietOptions],
  examples: [
    ['seatplan test', 'all scenarios of the project'],
    ['seatplan test scenarios/e3-for-sales.yaml', 'one of them'],
    ['seatplan test "scenarios/**/*leaver*.yaml" --format json', 'some of them, for a machine'],
  ],
  run: runTest,
}

async function runTest(invocation: Invocation): Promise<number> {
  const { given, io } = invocation
  const [{ refuse, progress }, { runScenarios }, { requestOf }, { loadShipped }, { loadConfig }] = await Promise.all([
    import('./say.js'), import('../batch/scenarios.js'), import('./project.js'), import('./shipped.js'), import('../load/config.js'),
  ])
  const outputs = pairOutputs(given)
  const wrong = wrongOutputs(outputs, ['text', 'json'], io)
  if (wrong.length > 0) return refuse(wrong, given, io)
  const files = remembering(io.files)
  const request = requestOf(invocation, await loadShipped())
  const config = await loadConfig(files, request)
  if (config.value === undefined) return refuse(config.problems, given, io)
  const found = await findScenarios(invocation, config.value)
  if (found.value === undefined) return refuse(found.problems, given, io)
  const bar = progress(given, io)
  const results: ScenarioResult[] = []
  for await (const result of runScenarios(files, { ...request, root: config.value.root }, found.value)) {
    results.push(result)
    bar.say(`${results.length} of ${found.value.length} scenarios`)
  }
  bar.done()
  const onto = ontoInputs(outputs, files.inputs, io)
  if (onto.length > 0) return refuse(onto, given, io)
  await tell(results, outputs, invocation)
  return exitOf(results)
}

/** Absolute paths, sorted, each once. Every word must mean something. */
async function findScenarios({ words, io }: Invocation, config: Config): Promise<Loaded<readonly string[]>> {
  const [{ filesOf }, { scenariosAmong }, { absolute }, { optionProblem }] = await Promise.all([
    import('./find-files.js'), import('../batch/find-scenarios.js'), import('./paths.js'), import('./options.js'),
  ])
  const named = words.map(word => ({ path: absolute(word, io), shown: word }))
  const places = named.length > 0 ? named : config.scenarios.length > 0 ? config.scenarios : [{ path: `${config.root}/scenarios`, shown: 'scenarios' }]
  const problems: Problem[] = []
  const paths: string[] = []
  for (const { path, shown } of places) {
    const isFile = (await io.files.stat(path))?.kind === 'file'
    const all = await filesOf(io.files, path)
    const scenarios = isFile ? all : await scenariosAmong(io.files, all)
    if (scenarios.length === 0) problems.push(optionProblem('no-scenario', `no scenario found at \`${shown}\``, 'a scenario is a YAML or JSON file with `tenant` and `expect`; `seatplan init` writes one'))
    paths.push(...scenarios)
  }
  return problems.length > 0 ? { problems } : { value: [...new Set(paths)].sort(), problems }
}

async function tell(results: readonly ScenarioResult[], outputs: readonly Output[], { given, io }: Invocation): Promise<void> {
  const { testJson, testLines } = await import('./test-text.js')
  const { renderProblems } = await import('../report/problems.js')
  const problems = results.flatMap(result => result.problems).filter(problem => problem.severity === 'error' || !isGiven(given, 'quiet'))
  io.err(renderProblems(problems, { color: usesColor(given, io, 'err') }))
  for (const output of outputs) {
    const color = output.file === undefined && usesColor(given, io, 'out')
    await put(output, output.format === 'json' ? testJson(results) : testLines(results, { color, quiet: isGiven(given, 'quiet') }), io)
  }
}

function exitOf(results: readonly ScenarioResult[]): number {
  if (results.some(result => result.outcome === 'unread')) return 2
  return results.some(result => result.outcome === 'failed') ? 1 : 0
}
