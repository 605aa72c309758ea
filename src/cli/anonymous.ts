import type { Anonymous } from '../explain/anonymous/anonymous.js'
import type { Problem } from '../model/problem.js'
import type { Project } from '../model/project.js'
import type { Rule } from '../model/rule.js'
import type { Tenant } from '../model/tenant.js'
import { isGiven, valueOf, type Given } from './command.js'
import { optionProblem } from './options.js'

/** The project as `--anonymise` wants it: under other names where it is given. */
export async function shareable<T extends Project>(project: T, given: readonly Given[]): Promise<T> {
  return isGiven(given, 'anonymise') ? { ...project, ...(await withoutNames(project, given)).project } : project
}

/** The project, and the tenant as it was exported later, under other names. */
export async function withoutNames(project: Project, given: readonly Given[], later?: Tenant): Promise<Anonymous> {
  const [{ anonymous }, { loadShipped }] = await Promise.all([import('../explain/anonymous/anonymous.js'), import('./shipped.js')])
  const key = ({ id, reason, place }: Rule): string => `${id} ${place.file} ${reason}`
  const shipped = new Set((await loadShipped()).packs.flatMap(({ rules }) => rules).map(key))
  const extent = valueOf(given, 'anonymise') === 'people' ? 'people' : 'all'
  return anonymous(project, rule => shipped.has(key(rule)), { extent, ...(later && { later }) })
}

/** What is carried out, or written for the project itself, needs its names. */
export function needsNames(given: readonly Given[], others: readonly string[]): readonly Problem[] {
  const other = others.find(name => isGiven(given, name))
  if (!isGiven(given, 'anonymise') || other === undefined) return []
  return [optionProblem('needs-names', `\`--anonymise\` and \`--${other}\` do not go together`, `what \`--${other}\` writes needs the names: leave one of them out`)]
}
