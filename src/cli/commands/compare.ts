import type { Loaded } from '../../model/problem.js'
import type { Report } from '../../model/report.js'
import { valueOf, isGiven, type Command, type Invocation } from '../command.js'
import { quietOptions, usesColor } from '../options.js'

/** Two JSON reports side by side. */
export const compare: Command = {
  name: 'compare',
  summary: 'what two JSON reports have in common and what not',
  about: 'Compares two reports of `seatplan check --format json` by the causes of their findings: which are new, gone, concern more users or fewer. Both files are checked against the published schema first. Exit code 0: no difference, 1: they differ, 2: one cannot be read.',
  arguments: [{ name: '<before>', about: 'the older JSON report' }, { name: '<after>', about: 'the newer one' }],
  options: [{ flags: '--format <name>', about: 'text (default) or json', values: ['text', 'json'] }, ...quietOptions],
  examples: [['seatplan compare yesterday.json today.json', 'what a day made of the tenant']],
  run: runCompare,
}

async function runCompare(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ refuse }, { compareReports, comparisonText, differentGround, isSame }, { colored, uncolored }, { harmlessJson }] = await Promise.all([
    import('../say.js'), import('../../report/compare.js'), import('../../report/paint.js'), import('../../report/visible.js'),
  ])
  const [before, after] = await Promise.all([opened(words[0]!, invocation), opened(words[1]!, invocation)])
  if (before.value === undefined || after.value === undefined) return refuse([...before.problems, ...after.problems], given, io)
  const ground = differentGround(before.value, after.value)
  if (ground.length > 0 && !isGiven(given, 'quiet')) io.err(`not only the findings may differ: ${ground.join('; ')}\n`)
  const comparison = compareReports(before.value, after.value)
  const sides = { before: headOf(before.value), after: headOf(after.value) }
  io.out(valueOf(given, 'format') === 'json' ? `${harmlessJson(JSON.stringify({ schemaVersion: 1, ...sides, ...comparison }, undefined, 2))}\n` : comparisonText(comparison, usesColor(given, io, 'out') ? colored : uncolored))
  return isSame(comparison) ? 0 : 1
}

async function opened(word: string, { io }: Invocation): Promise<Loaded<Report>> {
  const [{ openReport }, { absolute }] = await Promise.all([import('../../load/project/report-file.js'), import('../paths.js')])
  return openReport(io.files, absolute(word, io), word)
}

function headOf({ now, plan, summary }: Report): object {
  return { now, plan: plan === null ? null : { file: plan.file, title: plan.title }, summary }
}
