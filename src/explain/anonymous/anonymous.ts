import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import type { Tenant } from '../../model/tenant.js'
import { renamedPlan } from './plan.js'
import { onlyPeople, renamingOf, type Extent, type Renaming } from './renaming.js'
import { renamedRules } from './rules.js'
import { renamedTenant, unnamed } from './tenant.js'
import { renamedWaivers } from './waivers.js'

export interface Anonymous {
  readonly project: Project
  /** The tenant as it was exported later, where one was given: who is in both has one name. */
  readonly later: Tenant | undefined
  readonly renaming: Renaming
}

export interface Wanted {
  readonly extent?: Extent
  readonly later?: Tenant
  /** What the plan's file is called; left out: a path like others. */
  readonly planFile?: string
}

/**
 * The project under other names: users, groups, the tenant, addresses, paths, titles and the words of house rules and waivers
 * are ordinals, in the order of GUIDs where there are any. What is made of it names nobody, because nothing that it is made of
 * does; and it says the same, because names decide nothing. Products, service plans and shipped rules keep their names.
 */
export async function anonymous(project: Project, isShipped: (rule: Rule) => boolean, { extent, later, planFile }: Wanted = {}): Promise<Anonymous> {
  const all = renamingOf(project, later, isShipped, planFile)
  const [renaming, keeps] = extent === 'people' ? [onlyPeople(all), () => true] : [all, isShipped]
  const { plan, waivers, prices } = project
  const renamed: Project = {
    now: project.now,
    settings: project.settings,
    catalog: project.catalog,
    rules: renamedRules(project.rules, renaming, keeps),
    tenant: renamedTenant(project.tenant, renaming),
    plan: plan && renamedPlan(plan, renaming),
    ...(prices && { prices: { ...prices, per: renaming.text('period', prices.per) } }),
    ...(waivers && { waivers: await renamedWaivers(project, renaming) }),
    notices: project.notices.map(unnamed),
  }
  return { project: renamed, later: later && renamedTenant(later, renaming), renaming }
}
