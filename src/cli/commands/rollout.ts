import type { RolloutAnswer } from '../../analyse/rollout/rollout.js'
import type { Project } from '../../model/project.js'
import { isGiven, valueOf, type Command, type Invocation } from '../command.js'
import { needsNames, shareable } from '../anonymous.js'
import { anonymiseOption, optionProblem, outputIn, projectOptions, quietOptions, reportOptions } from '../options.js'
import { ontoInputs, pairOutputs, put, putEach, remembering, twoForms, wrongOutputs, type Output } from '../outputs.js'
import { progress, refuse, warn } from '../say.js'

/** In which order, and with what to wait for. */
export const rollout: Command = {
  name: 'rollout',
  summary: 'whether the order of a plan is safe, and the orders that are',
  about: 'Plays PLAN step by step and says whether it passes through an error or a moment in which somebody is without service, and whether direct licences can be taken away. If it does, other orders, single calls, batches and the two-group procedure are played, and those that do not are listed, with what to wait for and to verify after each step. Exit code 1: the order as given is not safe.',
  arguments: [{ name: '<plan>', about: 'YAML or JSON file with the changes, in order' }],
  options: [
    { flags: '--apply <sequence>', about: 'print this sequence as a plan: s1' },
    { flags: '--emit <how>', about: 'the form of --apply: yaml (default), powershell, graph or markdown', values: ['yaml', 'powershell', 'graph', 'markdown'] },
    ...projectOptions,
    { flags: '--fail-on <severity>', about: 'never: exit code 0 whatever the order is (default: error)', values: ['error', 'warning', 'never'] },
    ...reportOptions.filter(option => /fail-on-transient|expand/.test(option.flags)),
    anonymiseOption,
    ...outputIn('text (default) or json'),
    ...quietOptions,
  ],
  examples: [
    ['seatplan rollout plan.yaml', 'is this order safe, and which one is'],
    ['seatplan rollout plan.yaml --apply s1 --emit powershell > change.ps1', 'the first safe sequence as a script'],
  ],
  run: runRollout,
}

async function runRollout(invocation: Invocation): Promise<number> {
  const { words, given } = invocation
  const files = remembering(invocation.io.files)
  const io = { ...invocation.io, files }
  const outputs = pairOutputs(given)
  const [{ openProject }, { rolloutOf }, { judgeOf }] = await Promise.all([import('../project.js'), import('../../analyse/rollout/rollout.js'), import('../written.js')])
  const wrong = [...needsNames(given, ['apply', 'emit']), ...twoForms(given), ...wrongOutputs(outputs, ['text', 'json'], io)]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const bar = progress(given, io)
  bar.say('playing the plan')
  const { value: loaded, problems } = await openProject({ ...invocation, io }, files, words[0])
  bar.done()
  const onto = ontoInputs(outputs, files.inputs, io)
  if (loaded?.plan === undefined || onto.length > 0) return refuse([...problems, ...onto], given, io)
  warn(problems, given, io)
  const project = await shareable<Project>(loaded, given)
  const answer = await rolloutOf(project, project.plan!, judgeOf(project), ({ verdict }) => fails(verdict, invocation))
  bar.done()
  if (isGiven(given, 'apply') || isGiven(given, 'emit')) return apply(project, answer, outputs[0]!, { given, io })
  await write(answer, outputs, { given, io })
  return answer.rollout.summary.exitCode
}

function fails(verdict: 'safe' | 'verify' | 'unsafe', { given }: Invocation): boolean {
  if (valueOf(given, 'fail-on') === 'never') return false
  return verdict === 'unsafe' || (verdict === 'verify' && isGiven(given, 'fail-on-transient'))
}

async function write({ rollout: report }: RolloutAnswer, outputs: readonly Output[], { given, io }: Pick<Invocation, 'given' | 'io'>): Promise<void> {
  const [{ rolloutJson }, { rolloutText }] = await Promise.all([import('../../report/rollout-json.js'), import('../../report/rollout-text.js')])
  await putEach(outputs, { given, io }, {
    text: options => rolloutText(report, { ...options, expand: isGiven(given, 'expand') }),
    json: () => rolloutJson(report),
  })
}

/** Prints a sequence as a plan of its own: it was played, so its exit code is 0. */
async function apply(project: Project, { rollout: { sequences }, plans }: RolloutAnswer, output: Output, { given, io }: Pick<Invocation, 'given' | 'io'>): Promise<number> {
  const id = valueOf(given, 'apply') ?? sequences[0]?.id
  const sequence = sequences.find(one => one.id === id)
  const known = sequences.map(one => one.id).join(', ')
  if (sequence === undefined) return refuse([optionProblem('unknown-sequence', id === undefined ? 'there is no safe sequence' : `there is no sequence \`${id}\``, known === '' ? '`seatplan remedies` lists changes to the plan itself' : `there are ${known}`, 'apply')], given, io)
  const [{ written }, { readBack }] = await Promise.all([import('../written.js'), import('../../remedy/handover/edited-plan.js')])
  const changes = sequence.steps.map(step => step.change)
  const title = `${plans.get(sequence.id)!.title}: ${sequence.title.toLowerCase()}`
  await put(output, await written((valueOf(given, 'emit') ?? 'yaml') as Parameters<typeof written>[0], project, { plan: await readBack(project, title, changes), changes }, []), io)
  return 0
}
