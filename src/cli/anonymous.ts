import type { Project } from '../model/project.js'
import type { Report } from '../model/report.js'
import { isGiven, type Given } from './command.js'

/** The report as it is, or without names where `--anonymise` asks for it. */
export async function withoutNames(report: Report, project: Project, given: readonly Given[]): Promise<Report> {
  if (!isGiven(given, 'anonymise')) return report
  const [{ anonymise }, { loadShipped }] = await Promise.all([import('../explain/anonymise.js'), import('./shipped.js')])
  const { packs } = await loadShipped()
  const shipped = new Set(packs.flatMap(({ rules }) => rules).map(({ id, reason, place }) => `${id} ${place.file} ${reason}`))
  return anonymise(report, project, ({ id, reason, place }) => shipped.has(`${id} ${place.file} ${reason}`))
}
