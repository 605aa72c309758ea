import { findPlans, findProducts } from '../../load/catalog/lookup.js'
import type { Library } from '../../load/project/known.js'
import type { Pack } from '../../load/project/rules.js'
import { nearest } from '../../load/text/nearest.js'
import { compareText, fold, tidyGuid } from '../../load/text/tidy.js'
import type { Project } from '../../model/project.js'
import { assumptionIds } from '../../model/settings.js'
import type { Group } from '../../model/tenant.js'
import { lints } from '../lints/index.js'
import { aboutPlan, aboutProduct, type AboutPlan, type AboutProduct } from './product.js'
import { refusalIds, refusalNamed, type AboutRefusal } from './refusal.js'
import { explainRule, type ExplainedRule } from './rule-examples.js'
import { aboutGroup, aboutUser, type AboutGroup, type AboutUser } from './tenant.js'

/** What a rule, product, service plan, group or user means in a project. Plain data, ready for JSON. */
export type About = ExplainedRule | AboutRefusal | AboutProduct | AboutPlan | AboutGroup | AboutUser

/** What answers to a handle; what is wrong with it where nothing or several things do. */
export type Explained = { readonly about: About } | { readonly wrong: Wrong }

export interface Wrong {
  readonly code: 'unknown-name' | 'ambiguous-name'
  readonly message: string
  readonly hint?: string
}

/** Something that a handle could mean. */
interface Candidate {
  readonly noun: string
  readonly id: string
  readonly name: string
  tell(): About | undefined | Promise<About>
}

/** Looks a handle up among rules, refusals, products, service plans and, where there is a tenant, groups and users. `packs` are those that could be loaded. */
export async function explainId(handle: string, project: Project | Library, packs: readonly Pack[] = []): Promise<Explained> {
  const candidates = candidatesFor(handle, project)
  const [only] = candidates
  if (only === undefined) return { wrong: unknown(handle, project, packs) }
  if (candidates.length > 1) return { wrong: ambiguous(handle, candidates) }
  const about = await only.tell()
  return about === undefined ? { wrong: unknown(handle, project, packs) } : { about }
}

function candidatesFor(handle: string, project: Project | Library): readonly Candidate[] {
  if (handle.trim() === '') return []
  const rules = [...project.rules.rules, ...(project.rules.idle ?? [])].filter(({ id }) => id === handle.trim())
  const refusal = refusalNamed(handle.trim())
  return [
    ...rules.map(rule => ({ noun: 'rule', id: rule.id, name: rule.id, tell: () => explainRule(rule, project) })),
    ...(refusal === undefined ? [] : [{ noun: 'refusal', id: refusal.ruleId, name: refusal.reason, tell: () => refusal }]),
    ...findProducts(project.catalog, handle).map(one => ({ noun: 'product', id: one.skuId, name: one.displayName, tell: () => aboutProduct(one, project) })),
    ...findPlans(project.catalog, handle).map(one => ({ noun: 'service plan', id: one.servicePlanId, name: one.displayName, tell: () => aboutPlan(one, project) })),
    ...(project.tenant === undefined ? [] : [...groupCandidates(handle, project), ...usersNamed(handle, project)]),
  ]
}

function groupCandidates(handle: string, project: Project): readonly Candidate[] {
  return groupsNamed(handle, project).map(one => ({ noun: 'group', id: one.id, name: one.displayName, tell: () => aboutGroup(one, project) }))
}

/** Groups of this id, else of this name. */
export function groupsNamed(handle: string, { tenant }: Pick<Project, 'tenant'>): readonly Group[] {
  const group = tenant.groups.get(tidyGuid(handle))
  if (group !== undefined) return [group]
  return [...tenant.groups.values()].filter(({ displayName }) => fold(displayName) === fold(handle)).sort((one, other) => compareText(one.id, other.id))
}

function usersNamed(handle: string, project: Project): readonly Candidate[] {
  const { tenant } = project
  const byId = tenant.find(tidyGuid(handle))
  const ordinals = byId === undefined ? tenant.findByName(handle.trim()) : [byId]
  return ordinals.map(ordinal => {
    const { id, userPrincipalName } = tenant.nameOf(ordinal)
    return { noun: 'user', id, name: userPrincipalName, tell: () => aboutUser(ordinal, project) }
  })
}

function unknown(handle: string, project: Project | Library, packs: readonly Pack[]): Wrong {
  const hint = elsewhere(handle.trim(), packs) ?? meantBy(handle, project) ?? whatItIsNot(project)
  return { code: 'unknown-name', message: `nothing is called \`${handle}\``, hint }
}

/** Where that is told which has no meaning of its own in this project. */
function elsewhere(handle: string, packs: readonly Pack[]): string | undefined {
  const pack = packs.find(({ rules }) => rules.some(({ id }) => id === handle))
  if (pack !== undefined) return `it is a rule of the pack \`${pack.name}\`, which is not loaded here: say \`--rules ${pack.name}\``
  const lint = lints.find(({ id }) => id === handle)
  if (lint !== undefined) return `it is a lint: ${lint.about} See docs/lints/${handle}.md`
  return (assumptionIds as readonly string[]).includes(handle) ? 'it is an assumption: see docs/assumptions.md' : undefined
}

function meantBy(handle: string, project: Project | Library): string | undefined {
  const meant = nearest(handle, namesOf(project)) ?? nearest(handle, userNames(handle, project))
  return meant === undefined ? undefined : `did you mean \`${meant}\`?`
}

function whatItIsNot({ tenant }: Project | Library): string {
  if (tenant === undefined) return 'it is no rule, product or service plan; groups and users are looked up in a snapshot: name one with `--tenant`'
  return 'it is no rule, product, service plan, group or user of this project'
}

function* namesOf({ rules, catalog, tenant }: Project | Library): Iterable<string> {
  for (const { id } of [...rules.rules, ...(rules.idle ?? [])]) yield id
  yield* refusalIds
  for (const { skuPartNumber } of catalog.products.values()) yield skuPartNumber
  for (const { servicePlanName } of catalog.plans.values()) yield servicePlanName
  for (const { displayName } of tenant?.groups.values() ?? []) yield displayName
}

/** Names of users are many; they are read only for something that looks like one. */
function* userNames(handle: string, { tenant }: Project | Library): Iterable<string> {
  if (tenant === undefined || !handle.includes('@')) return
  for (let ordinal = 0; ordinal < tenant.users; ordinal++) yield tenant.nameOf(ordinal).userPrincipalName
}

function ambiguous(handle: string, candidates: readonly Candidate[]): Wrong {
  const words = candidates.map(({ noun, id, name }) => `${noun} ${id}${name === id || fold(name) === fold(handle) ? '' : ` (${name})`}`)
  return { code: 'ambiguous-name', message: `\`${handle}\` is the name of ${candidates.length} things`, hint: `write the id of one of them: ${words.join(', ')}` }
}
