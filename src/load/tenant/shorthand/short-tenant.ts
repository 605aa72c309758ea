import type { Catalog } from '../../../model/catalog.js'
import type { Loaded, Problem } from '../../../model/problem.js'
import { derivedId } from '../../text/derived-id.js'
import type { Document } from '../../text/document.js'
import { lookupIn, type Found } from '../../catalog/names.js'
import { problemAt, hasErrors } from '../../text/problems.js'
import { didYouMean } from '../../text/schema-words.js'
import { asGraph } from './as-graph.js'
import { openTenantDocument, type OpenTenant } from '../tenant.js'

type Fields = Readonly<Record<string, unknown>>
type Where = readonly (string | number)[]

/** Opens the small tenant that a scenario writes out. */
export async function openShortTenant(tenant: Fields, document: Document, catalog: Catalog): Promise<Loaded<OpenTenant>> {
  const problems: Problem[] = misspelt(tenant, document)
  const problem = (code: string, message: string, where: Where, hint?: string): void => void problems.push(problemAt(document.place(['tenant', ...where]), code, message, hint))
  const take = (found: Found, where: Where): string | undefined => {
    if ('id' in found) return found.id
    problem(found.problem.code, found.problem.message, where, found.problem.hint)
    return undefined
  }
  const names = lookupIn(catalog, undefined)
  const own = ownProducts(tenant)
  const plans = ownPlans(tenant)
  const resolve = {
    plan: (handle: string, where: Where) => plans.get(handle.toLowerCase()) ?? take(names.plan(handle), where),
    product: (handle: string, where: Where) => own.get(handle.toLowerCase()) ?? take(names.product(handle), where),
    problem,
  }
  const graph = asGraph(tenant, { resolve, catalog, derivedId })
  if (hasErrors(problems)) return { problems }
  const opened = await openTenantDocument(graph, document.file, path => document.place(['tenant', ...path]))
  return { ...opened, problems: [...problems, ...opened.problems] }
}

/** Products that the tenant itself describes, by GUID and by the name it gives them. */
function ownProducts(tenant: Fields): ReadonlyMap<string, string> {
  const described = ((tenant['subscribedSkus'] ?? []) as readonly Fields[]).filter(sku => sku['servicePlans'] !== undefined && typeof sku['skuId'] === 'string')
  return new Map(described.flatMap(({ skuId, skuPartNumber }) => [skuId, skuPartNumber].filter(name => typeof name === 'string').map(name => [name.toLowerCase(), String(skuId).toLowerCase()] as const)))
}

/** Service plans that the tenant itself describes, by GUID and by the name it gives them. */
function ownPlans(tenant: Fields): ReadonlyMap<string, string> {
  const described = ((tenant['subscribedSkus'] ?? []) as readonly Fields[]).flatMap(sku => (sku['servicePlans'] ?? []) as readonly Fields[])
  return new Map(described.flatMap(({ servicePlanId, servicePlanName }) => [servicePlanId, servicePlanName].filter(name => typeof name === 'string').map(name => [name.toLowerCase(), String(servicePlanId).toLowerCase()] as const)))
}

/** Words of the shorthand, beside which Graph's many fields are welcome: only what looks like a slip of the pen is wrong. */
const words: Readonly<Record<string, readonly string[]>> = {
  users: ['upn', 'id', 'usageLocation', 'accountEnabled', 'userType', 'onPremisesSyncEnabled', 'proxyAddresses', 'licenses', 'memberOf', 'states', 'licenseAssignmentStates', 'displayName', 'userPrincipalName'],
  groups: ['displayName', 'id', 'licenses', 'assignedLicenses', 'securityEnabled', 'mailEnabled', 'groupTypes', 'dynamic', 'onPremisesSyncEnabled', 'isAssignableToRole', 'proxyAddresses', 'members', 'memberOf', 'otherMembers'],
  subscribedSkus: ['sku', 'skuId', 'skuPartNumber', 'units', 'warning', 'suspended', 'lockedOut', 'consumed', 'plans', 'prepaidUnits', 'consumedUnits', 'servicePlans', 'capabilityStatus', 'appliesTo'],
}

/** Graph's own words that lie close to ours. */
const graphWords = new Set(['state', 'mail', 'city', 'country', 'department', 'jobTitle', 'assignedPlans', 'visibility', 'description'])

const tenantWords = ['usageLocation', 'organization', 'subscribedSkus', 'groups', 'users', 'members', 'groupMembers', 'subscriptions']

function misspelt(tenant: Fields, document: Document): Problem[] {
  const whole = Object.keys(tenant).filter(key => !tenantWords.includes(key))
  const wrong = (where: Where, key: string, hint: string | undefined): Problem => problemAt(document.place(['tenant', ...where, key], 'key'), 'unknown-key', `unknown key \`${key}\``, hint)
  return [
    ...whole.map(key => wrong([], key, didYouMean(key, tenantWords) ?? `known here: ${tenantWords.join(', ')}`)),
    ...Object.entries(words).flatMap(([list, known]) => ((tenant[list] ?? []) as readonly Fields[]).flatMap((item, at) => slips(item, known).map(([key, hint]) => wrong([list, at], key, hint)))),
  ]
}

function slips(item: Fields, known: readonly string[]): readonly (readonly [key: string, hint: string])[] {
  return Object.keys(item).filter(key => !known.includes(key) && !graphWords.has(key)).flatMap(key => {
    const hint = didYouMean(key, known)
    return hint === undefined ? [] : [[key, hint] as const]
  })
}
