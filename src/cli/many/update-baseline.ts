import type { Checked } from '../../batch/checked.js'
import { baselineOf, baselineText, loadBaseline } from '../../load/project/baseline.js'
import type { Config } from '../../load/project/config.js'
import type { Problem } from '../../model/problem.js'
import { counted } from '../../report/count.js'
import { isGiven, type Given } from '../command.js'
import type { Io } from '../io.js'
import { optionProblem } from '../options.js'

/** Writes the baseline anew from many checks, and says what came and went. What cannot be read may hold more: then nothing is written. */
export async function updateBatchBaseline(checked: readonly Checked[], baseline: NonNullable<Config['baseline']>, given: readonly Given[], io: Io): Promise<readonly Problem[]> {
  const unread = checked.filter(({ outcome }) => outcome === 'unread')
  if (unread.length > 0) return [...unread.flatMap(({ problems }) => problems), optionProblem('baseline-of-part', `the baseline is not written: ${unread.length} of ${counted(checked.length, 'check')} could not be read`, 'what these would find is not known: repair them or leave them out')]
  const old = new Set((await loadBaseline(io.files, baseline, true)).value?.map(({ id }) => id))
  const entries = baselineOf(checked.flatMap(({ report }) => report!.findings))
  await io.write(baseline.path, [baselineText(entries)])
  const fresh = entries.filter(({ fingerprint }) => !old.has(fingerprint)).length
  if (!isGiven(given, 'quiet')) io.err(`wrote ${baseline.shown}: ${counted(entries.length, 'finding')}, ${fresh} new, ${old.size + fresh - entries.length} gone\n`)
  return []
}
