import { knownFindings } from '../known-findings.js'
import type { Project } from '../../model/project.js'
import type { Finding } from '../../model/report.js'
import { digits } from '../../report/count.js'
import { withoutNames } from '../anonymous.js'
import { isGiven, valueOf, type Command, type Invocation } from '../command.js'
import { optionProblem, projectOptions, quietOptions, waiverOptions } from '../options.js'
import { ontoInputs, put, remembering } from '../outputs.js'
import { progress, refuse, warn } from '../say.js'

/** A bug report that somebody can play. */
export const minimise: Command = {
  name: 'minimise',
  summary: 'the smallest scenario that still shows a finding, ready to share',
  about: 'Leaves out of the tenant and of PLAN whatever a finding does not need - steps, users, groups, licences, service plans, units - and prints what is left as a scenario, which `seatplan test` passes. Nothing that could be left out is in it. Users, groups and house rules are called by ordinals unless --keep-names is given. Nothing is sent anywhere.',
  arguments: [{ name: '[plan]', about: 'the plan; without it the tenant as it is' }],
  options: [
    { flags: '--finding <finding>', about: 'the finding: its id (f1) or its fingerprint, as `check` tells it' },
    { flags: '--keep-names', about: 'call users, groups and rules what they are called' },
    ...projectOptions,
    ...waiverOptions,
    { flags: '--output <file>', about: 'write the scenario to a file instead of standard output' },
    ...quietOptions,
  ],
  examples: [
    ['seatplan minimise plan.yaml --finding f1', 'print it'],
    ['seatplan minimise plan.yaml --finding f1 --keep-names --output scenarios/f1.yaml', 'keep it as a test of one\'s own'],
  ],
  run: runMinimise,
}

async function runMinimise(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const output = { format: 'yaml', file: valueOf(given, 'output') }
  const files = remembering(io.files)
  const [{ openProject }, { check }, { minimise: smallest, sizeOf }, { loadShipped }] = await Promise.all([import('../project.js'), import('../../check.js'), import('../../batch/minimise/minimise.js'), import('../shipped.js')])
  const bar = progress(given, io)
  bar.say('reading the tenant')
  const { value: project, problems } = await openProject(invocation, files, words[0], bar.reading)
  bar.say('playing the plan')
  const wrong = [...problems, ...ontoInputs([output], files.inputs, io)]
  if (project === undefined || wrong.some(({ severity }) => severity === 'error')) return refuse(wrong, given, io)
  warn(problems, given, io)
  const { findings } = await check(project, { failOn: 'never', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: false })
  const finding = chosen(findings, invocation)
  if (typeof finding === 'number') return finding
  const { meant, named } = await underNames(project, finding, invocation)
  const concerned = finding.users.sample.flatMap(name => project.tenant.findByName(name))
  const found = await smallest(named, meant, await loadShipped(), { concerned, tell: (tried, users) => bar.say(`leaving out what the finding does not need: ${digits(tried)} scenarios tried, ${digits(users)} users left`) })
  bar.done()
  if (found === undefined) return refuse([cannotShow(finding)], given, io)
  const { scenarioYaml } = await import('../../report/scenario-yaml.js')
  await put(output, scenarioYaml(found.scenario), io)
  if (!isGiven(given, 'quiet')) io.err(`${sizeWords(sizeOf(found.scenario))}; tried ${found.tried} scenarios\n`)
  return 0
}

function chosen(findings: readonly Finding[], { given, io }: Invocation): Finding | number {
  const wanted = valueOf(given, 'finding')
  const there = `${knownFindings(findings)}${findings.length === 0 ? '' : ': `seatplan check` tells them'}`
  if (wanted === undefined) return refuse([optionProblem('no-finding', 'no finding is named', `name one: \`--finding f1\`; ${there}`)], given, io)
  return findings.find(({ id, fingerprint }) => id === wanted || fingerprint === wanted) ?? refuse([optionProblem('unknown-finding', `there is no finding \`${wanted}\``, there, 'finding')], given, io)
}

async function underNames(project: Project, finding: Finding, { given }: Invocation) {
  const { meantBy } = await import('../../batch/minimise/finding.js')
  const meant = meantBy(finding)
  if (isGiven(given, 'keep-names')) return { named: project, meant }
  const { project: named, renaming: { ruleId, groupName } } = await withoutNames(project, [])
  return { named, meant: { ...meant, rule: meant.rule === null ? null : ruleId(meant.rule), group: meant.group === null ? null : groupName(meant.group) } }
}

function cannotShow({ id, kind }: Finding) {
  if (kind === 'waiver') return optionProblem('no-scenario', `${id} is about a waiver, not about the tenant`, 'choose another finding')
  return optionProblem('no-scenario', `${id} does not show in a scenario of this tenant`, 'it rests on something that a scenario cannot say, such as members who are inferred or a product that the tenant does not own and the shipped catalog does not know')
}

function sizeWords({ users, groups, products, steps }: { readonly users: number; readonly groups: number; readonly products: number; readonly steps: number }): string {
  const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
  return `left: ${counted(steps, 'step')}, ${counted(users, 'user')}, ${counted(groups, 'group')}, ${counted(products, 'product')}`
}
