import type { Catalog, Guid } from '../../model/catalog.js'
import type { Plan } from '../../model/change.js'
import type { Problem } from '../../model/problem.js'
import type { RuleSet } from '../../model/rule.js'
import type { Tenant } from '../../model/tenant.js'
import type { Document } from '../text/document.js'
import type { ExpectNames } from './expect.js'
import { lookupIn, type Found } from '../catalog/names.js'
import { problemAt } from '../text/problems.js'
import { didYouMean } from '../text/schema-words.js'

interface Known {
  readonly document: Document
  readonly catalog: Catalog
  readonly tenant: Tenant
  readonly plan: Plan | undefined
  readonly rules: RuleSet
}

type Where = readonly (string | number)[]

/** Looks up what `expect` names: in the tenant, among what the plan creates, among the rules. What is unknown is added to `problems`. */
export function expectNames({ document, catalog, tenant, plan, rules }: Known, problems: Problem[]): ExpectNames {
  const lookup = lookupIn(catalog, { groups: tenant.groups, users: tenant })
  const made = createdBy(plan)
  const take = (found: Found, where: Where): Guid | undefined => {
    if ('id' in found) return found.id
    problems.push(problemAt(placeOf(document, where), found.problem.code, found.problem.message, found.problem.hint))
    return undefined
  }
  const user = (handle: string, where: Where): Guid | undefined => made.users.get(handle.toLowerCase())?.id ?? take(lookup.user(handle), where)
  return {
    plan: (handle, where) => take(lookup.plan(handle), where),
    planName: id => catalog.plans.get(id)?.servicePlanName ?? id,
    plansOf: product => (catalog.products.get(product)?.servicePlans ?? []).filter(plan => plan.appliesTo === 'User').map(plan => plan.servicePlanId),
    product: (handle, where) => take(lookup.product(handle), where),
    group: (handle, where) => made.groups.get(handle.toLowerCase()) ?? take(lookup.group(handle), where),
    user,
    userPrincipalName: (handle, where) => {
      const id = user(handle, where)
      return id === undefined ? undefined : nameOf(id, handle, tenant)
    },
    rule: (id, where) => void problems.push(...unknownRule(id, rules).map(hint => problemAt(placeOf(document, where), 'unknown-rule', `no rule \`${id}\` is loaded`, hint))),
  }
}

function nameOf(id: Guid, handle: string, tenant: Tenant): string {
  const ordinal = tenant.find(id)
  return (ordinal === undefined ? handle : tenant.nameOf(ordinal).userPrincipalName).toLowerCase()
}

/** Of a key in a mapping (a user, a product) the key itself is wrong. */
function placeOf(document: Document, where: Where) {
  const isKeyOfNames = where.length === 3 && (where[1] === 'states' || where[1] === 'seats')
  return document.place(where, isKeyOfNames ? 'key' : 'value')
}

function createdBy(plan: Plan | undefined): { readonly users: ReadonlyMap<string, { readonly id: Guid }>; readonly groups: ReadonlyMap<string, Guid> } {
  const changes = (plan?.steps ?? []).map(step => step.change)
  return {
    users: new Map(changes.flatMap(change => (change.op === 'createUser' ? [[change.user.userPrincipalName.toLowerCase(), change.user] as const] : []))),
    groups: new Map(changes.flatMap(change => (change.op === 'createGroup' ? [[change.group.displayName.toLowerCase(), change.group.id] as const] : []))),
  }
}

/** The service's own refusals are no rules of any pack. Gives the hint of what is wrong, or nothing. */
function unknownRule(id: string, rules: RuleSet): readonly string[] {
  const known = [...rules.rules.map(rule => rule.id), ...rules.notInForce]
  if (id.startsWith('service/') || known.includes(id)) return []
  return [didYouMean(id, known) ?? `check the packs under \`rules\`: ${rules.packs.join(', ')} are loaded`]
}
