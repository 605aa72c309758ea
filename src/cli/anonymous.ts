import type { Anonymous } from '../explain/anonymous/anonymous.js'
import type { Extent } from '../explain/anonymous/renaming.js'
import type { Problem } from '../model/problem.js'
import type { Project } from '../model/project.js'
import type { Tenant } from '../model/tenant.js'
import { isGiven, valueOf, type Given } from './command.js'
import { optionProblem } from './options.js'

/** The project as `--anonymise` wants it: under other names where it is given. */
export async function shareable<T extends Project>(project: T, given: readonly Given[]): Promise<T> {
  return isGiven(given, 'anonymise') ? { ...project, ...(await withoutNames(project, given)).project } : project
}

/** The project, and the tenant as it was exported later, under other names. */
export async function withoutNames(project: Project, given: readonly Given[], later?: Tenant): Promise<Anonymous> {
  const [{ anonymous }, { shippedAmong }, { loadShipped }] = await Promise.all([import('../explain/anonymous/anonymous.js'), import('../explain/anonymous/shipped.js'), import('./shipped.js')])
  return anonymous(project, shippedAmong((await loadShipped()).packs), { extent: extentOf(given) ?? 'all', ...(later && { later }) })
}

/** Undefined: everything has its name. */
export function extentOf(given: readonly Given[]): Extent | undefined {
  if (!isGiven(given, 'anonymise')) return undefined
  return valueOf(given, 'anonymise') === 'people' ? 'people' : 'all'
}

/** What is carried out, or written for the project itself, needs its names. */
export function needsNames(given: readonly Given[], others: readonly string[]): readonly Problem[] {
  const other = others.find(name => isGiven(given, name))
  if (!isGiven(given, 'anonymise') || other === undefined) return []
  return [optionProblem('needs-names', `\`--anonymise\` and \`--${other}\` do not go together`, `what \`--${other}\` writes needs the names: leave one of them out`)]
}
