import { baselineOf, baselineText, readBaseline } from '../load/project/baseline.js'
import { readDocument } from '../load/text/document.js'
import type { LoadedProject } from '../load/project/project.js'
import type { Report } from '../model/report.js'
import { counted } from '../report/count.js'
import { isGiven, type Given } from './command.js'
import type { Io } from './io.js'

/** Writes the baseline anew from a report, says what came and went, and gives the project with the new one. */
export async function updateBaseline(project: LoadedProject, report: Report, given: readonly Given[], io: Io): Promise<LoadedProject> {
  const { path, shown } = project.config.baseline!
  const entries = baselineOf(report.findings)
  const text = baselineText(entries)
  await io.write(path, [text])
  const waivers = (project.waivers ?? []).filter(({ expires }) => expires !== null)
  const old = new Set((project.waivers ?? []).filter(({ expires }) => expires === null).map(({ id }) => id))
  const fresh = entries.filter(({ fingerprint }) => !old.has(fingerprint)).length
  if (!isGiven(given, 'quiet')) io.err(`wrote ${shown}: ${counted(entries.length, 'finding')}, ${fresh} new, ${old.size + fresh - entries.length} gone\n`)
  return { ...project, waivers: [...waivers, ...(readBaseline(readDocument(shown, text).value!).value ?? [])] }
}
