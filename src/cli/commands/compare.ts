import type { BatchReport } from '../../model/batch.js'
import type { Loaded } from '../../model/problem.js'
import type { Report } from '../../model/report.js'
import { isGiven, type Command, type Invocation } from '../command.js'
import { optionProblem, outputIn, quietOptions } from '../options.js'
import { ontoInputs, pairOutputs, putEach, wrongOutputs } from '../outputs.js'

/** Two JSON reports side by side. */
export const compare: Command = {
  name: 'compare',
  summary: 'what two JSON reports have in common and what not',
  about: 'Compares two reports of `seatplan check --format json` by the causes of their findings: which are new, gone, concern more users or fewer. The answers to many checks are compared check by check. Both files are checked against the published schema first. Exit code 0: no difference, 1: they differ, 2: one cannot be read.',
  arguments: [{ name: '<before>', about: 'the older JSON report' }, { name: '<after>', about: 'the newer one' }],
  options: [...outputIn('text (default) or json'), ...quietOptions],
  examples: [['seatplan compare yesterday.json today.json', 'what a day made of the tenant']],
  run: runCompare,
}

/** What a file is the answer of: of one check, or of many. */
type Side = { readonly kind: 'one'; readonly report: Report } | { readonly kind: 'many'; readonly report: BatchReport }

interface Compared {
  readonly isSame: boolean
  readonly data: object
  text(color: boolean): string
  /** Why they may differ although nothing got better or worse. */
  readonly ground: readonly string[]
}

async function runCompare(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ refuse }, { harmlessJson }, { absolute }] = await Promise.all([import('../say.js'), import('../../report/visible.js'), import('../paths.js')])
  const outputs = pairOutputs(given)
  const wrong = [...wrongOutputs(outputs, ['text', 'json'], io), ...ontoInputs(outputs, new Set(words.map(word => absolute(word, io))), io)]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const [before, after] = await Promise.all([opened(words[0]!, invocation), opened(words[1]!, invocation)])
  if (before.value === undefined || after.value === undefined) return refuse([...before.problems, ...after.problems], given, io)
  const compared = await compareSides(before.value, after.value)
  if (compared === undefined) return refuse([optionProblem('unlike', `one of \`${words[0]!}\` and \`${words[1]!}\` is of one check, the other of many`, 'compare two reports, or two answers to many checks')], given, io)
  const { isSame, data, text, ground } = compared
  if (ground.length > 0 && !isGiven(given, 'quiet')) io.err(`not only the findings may differ: ${ground.join('; ')}\n`)
  await putEach(outputs, { given, io }, {
    text: ({ color }) => text(color),
    json: () => `${harmlessJson(JSON.stringify({ schemaVersion: 1, ...data }, undefined, 2))}\n`,
  })
  return isSame ? 0 : 1
}

async function opened(word: string, { io }: Invocation): Promise<Loaded<Side>> {
  const [{ openReport }, { openMany }, { absolute }] = await Promise.all([import('../../load/project/report-file.js'), import('../../load/project/batch-file.js'), import('../paths.js')])
  const one = await openReport(io.files, absolute(word, io), word)
  if (one.value !== undefined) return { value: { kind: 'one', report: one.value }, problems: [] }
  const many = await openMany(io.files, absolute(word, io), word)
  if (many.value === undefined) return { problems: one.problems }
  if (many.value.kind === 'tests') return { problems: [{ file: word, severity: 'error', code: 'unlike', message: 'the file is the answer to tests', hint: 'what became of checks can be compared; of tests, look at those that fail' }] }
  return { value: { kind: 'many', report: many.value.report }, problems: [] }
}

/** Undefined: they are not alike. */
async function compareSides(before: Side, after: Side): Promise<Compared | undefined> {
  if (before.kind === 'one' && after.kind === 'one') return compareOne(before.report, after.report)
  return before.kind === 'many' && after.kind === 'many' ? compareMany(before.report, after.report) : undefined
}

async function compareOne(before: Report, after: Report): Promise<Compared> {
  const [{ compareReports, comparisonText, differentGround, isSame }, { colored, uncolored }] = await Promise.all([import('../../report/compare.js'), import('../../report/paint.js')])
  const comparison = compareReports(before, after)
  return { isSame: isSame(comparison), data: { before: headOf(before), after: headOf(after), ...comparison }, text: color => comparisonText(comparison, color ? colored : uncolored), ground: differentGround(before, after) }
}

async function compareMany(before: BatchReport, after: BatchReport): Promise<Compared> {
  const { changedBatchText, compareBatches, differentGrounds, isSameCheck } = await import('../../report/batch/compare.js')
  const results = compareBatches(before, after)
  const sides = { before: { now: before.now, summary: before.summary }, after: { now: after.now, summary: after.summary } }
  return { isSame: results.every(isSameCheck), data: { ...sides, results }, text: color => changedBatchText(before, after, { color }), ground: differentGrounds(before, after) }
}

function headOf({ now, plan, summary }: Report): object {
  return { now, plan: plan === null ? null : { file: plan.file, title: plan.title }, summary }
}
