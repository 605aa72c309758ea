import type { Loaded, Problem } from '../../model/problem.js'
import type { Renaming } from '../../explain/anonymous/renaming.js'
import type { Project } from '../../model/project.js'
import type { LoadedProject } from '../../load/project/project.js'
import type { RecordedRows } from '../../load/tenant/recorded-rows.js'
import type { Verification } from '../../model/verification.js'
import { isGiven, valueOf, type Command, type Invocation } from '../command.js'
import { shareable, withoutNames } from '../anonymous.js'
import { anonymiseOption, optionProblem, outputIn, projectOptions, quietOptions } from '../options.js'
import { ontoInputs, pairOutputs, putEach, remembering, wrongOutputs } from '../outputs.js'
import { progress, refuse, warn } from '../say.js'

/** A prediction against reality. */
export const verify: Command = {
  name: 'verify',
  summary: 'whether a prediction came true, or what a tenant says of the rules',
  about: 'Plays PLAN against the snapshot that was made before, and compares the rows that it predicts with an export that was made afterwards. What differs is told with the rule or assumption that the prediction rests on, each tried by playing the plan without it, and with the smallest rule that would explain it. Without PLAN: which loaded rules the later export contradicts, and which of its errors no rule explains. Exit code 1: they differ.',
  arguments: [{ name: '[plan]', about: 'YAML or JSON file with the changes that were made' }],
  options: [
    { flags: '--before <path>', about: 'the snapshot made before the changes (default: the project\'s tenant)' },
    { flags: '--after <path>', about: 'the export made afterwards' },
    ...projectOptions.filter(option => !option.flags.startsWith('--tenant')),
    anonymiseOption,
    ...outputIn('text (default), json or markdown'),
    ...quietOptions,
  ],
  examples: [
    ['seatplan verify plan.yaml --before monday --after tuesday', 'what was predicted and what came of it'],
    ['seatplan verify --after export', 'what a tenant says of the loaded rules'],
  ],
  run: runVerify,
}

async function runVerify(invocation: Invocation): Promise<number> {
  const { words, given } = invocation
  const outputs = pairOutputs(given)
  const wrong = wrongOutputs(outputs, ['text', 'json', 'markdown'], invocation.io)
  if (wrong.length > 0) return refuse(wrong, given, invocation.io)
  const files = remembering(invocation.io.files)
  const io = { ...invocation.io, files }
  const [before, after] = [valueOf(given, 'before'), valueOf(given, 'after')]
  if (after === undefined) return refuse([optionProblem('no-after', 'no later export is named', 'name one: `--after DIR`')], given, io)
  if (before !== undefined && words[0] === undefined) return refuse([optionProblem('no-plan', '`--before` needs a plan', 'name the plan that was carried out between the two: `seatplan verify plan.yaml --before DIR --after DIR`')], given, io)
  const bar = progress(given, io)
  bar.say('comparing')
  const { value, problems } = words[0] === undefined ? await alone({ ...invocation, io }) : await compared(words[0], { ...invocation, io })
  bar.done()
  const onto = ontoInputs(outputs, files.inputs, io)
  if (value === undefined || onto.length > 0) return refuse([...problems, ...onto], given, io)
  warn(problems, given, io)
  const [{ verifyJson, verifyText }, { verifyMarkdown }] = await Promise.all([import('../../report/verify-text.js'), import('../../report/verify-markdown.js')])
  await putEach(outputs, { given, io }, {
    text: options => verifyText(value, options),
    json: () => verifyJson(value),
    markdown: () => [...verifyMarkdown(value)].join(''),
  })
  return value.summary.exitCode
}

async function alone(invocation: Invocation): Promise<Loaded<Verification>> {
  const [{ verifyAlone }, { value, problems }] = await Promise.all([import('../../analyse/verify/verify.js'), opened(undefined, 'after', invocation)])
  return value === undefined ? { problems } : { value: await verifyAlone(await shareable<Project>(value, invocation.given)), problems }
}

async function compared(plan: string, invocation: Invocation): Promise<Loaded<Verification>> {
  const { verifyPlan } = await import('../../analyse/verify/verify.js')
  const [earlier, later] = [await opened(plan, 'before', invocation), await opened(undefined, 'after', invocation)]
  const problems = [...earlier.problems, ...later.problems.filter(({ file }) => !earlier.problems.some(one => one.file === file))]
  if (earlier.value === undefined || later.value === undefined) return { problems }
  const [was, is] = [await rowsOf(earlier.value, invocation), await rowsOf(later.value, invocation)]
  if (is.value === undefined || was.problems.some(({ code }) => code !== 'no-rows')) return { problems: [...problems, ...was.problems, ...is.problems] }
  const [rows, laterRows] = [was.value ?? (() => undefined), is.value]
  if (!isGiven(invocation.given, 'anonymise')) return { value: await verifyPlan(earlier.value, rows, later.value, laterRows), problems }
  const { project, later: tenant, renaming } = await withoutNames(earlier.value, invocation.given, later.value.tenant)
  const { rules } = project
  return { value: await verifyPlan(project, renamedRows(rows, renaming), { ...later.value, rules, tenant: tenant! }, renamedRows(laterRows, renaming)), problems }
}

/** The project with one of its two exports as its tenant. */
async function opened(plan: string | undefined, which: 'before' | 'after', { given, io }: Invocation): Promise<Loaded<LoadedProject>> {
  const { openProject } = await import('../project.js')
  const tenant = valueOf(given, which)
  if (tenant === undefined) return openProject({ given, io }, io.files, plan)
  const loaded = await openProject({ given: [...given, { name: 'tenant', value: tenant }], io }, io.files, plan)
  return { ...loaded, problems: loaded.problems.map(problem => underOption(problem, which)) }
}

/** What is wrong with an export is wrong with the option that names it. */
function underOption(problem: Problem, which: string): Problem {
  return problem.file === '--tenant' ? { ...problem, file: `--${which}` } : problem
}

/** Without rows the earlier export still says what its groups and users have. */
async function rowsOf({ config }: LoadedProject, { io }: Invocation): Promise<Loaded<RecordedRows>> {
  const { openRecordedRows } = await import('../../load/tenant/recorded-rows.js')
  return openRecordedRows(io.files, config.tenant!.path, config.tenant!.shown)
}

/** Rows name groups. */
function renamedRows(rows: RecordedRows, { groupId }: Renaming): RecordedRows {
  return ordinal => rows(ordinal)?.map(row => (row.source === null ? row : { ...row, source: groupId(row.source) }))
}
