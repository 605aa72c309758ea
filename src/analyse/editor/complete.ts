import type { Document } from '../../load/text/document.js'
import { findProducts } from '../../load/catalog/lookup.js'
import type { Format } from '../../load/schemas/formats.js'
import type { FileType } from '../../load/text/schema.js'
import { compareText } from '../../load/text/tidy.js'
import type { Catalog } from '../../model/catalog.js'
import type { Tenant } from '../../model/tenant.js'
import { scalar } from '../reword.js'
import { rulesKnown, type Knowledge } from './knowledge.js'
import { countryOffers, factOffers, offersOf, operatorOffers, packOffers, planOffers, productOffers, type Offer } from './offers.js'
import { bodyAt, factAt, subjectAt } from '../fact-at.js'
import { wantedAt } from './wanted.js'
import type { Word } from './word.js'

/** What may stand at the place of a word, best first; empty where seatplan has nothing to offer. */
export function completionsAt(document: Document, type: FileType, word: Word, knowledge: Knowledge): readonly Offer[] {
  const wanted = wantedAt(document, type, word)
  const words = (wanted.words ?? []).map((text) => ({ text: scalar(text), name: text, about: '' }))
  return [...words, ...namesFor(wanted.format, document, type, word, knowledge)]
}

function namesFor(format: Format | undefined, document: Document, type: FileType, word: Word, knowledge: Knowledge): readonly Offer[] {
  const { catalog, tenant } = knowledge.project
  switch (format) {
    case undefined:
      return []
    case 'service-plan':
      return scalars(plansFor(document, word, catalog))
    case 'product':
      return scalars(ownedFirst(productOffers(catalog), knowledge))
    case 'group':
      return scalars(groupsFor(document, type, tenant))
    case 'user':
      return scalars(usersFor(document, type, word, tenant))
    case 'rule':
      return rulesKnown(knowledge).map(({ id, reason }) => ({ text: id, name: id, about: reason })).sort(byName)
    case 'pack':
      return packOffers(knowledge.shipped.packs)
    case 'country':
      return countryOffers
    case 'fact':
      return factOffers(listOf(subjectAt(document, word.path)))
    case 'operator':
      return operatorOffers(factAt(document, word.path)?.is.type)
    default:
      return format satisfies never
  }
}

/** Only plans of a product can be on or off in it. */
function plansFor(document: Document, { path }: Word, catalog: Catalog): readonly Offer[] {
  const license = /^(dis|en)abledPlans$/.test(String(path.at(-2))) ? bodyAt(document, path.slice(0, -2)) : undefined
  const [product, another] = findProducts(catalog, String(license?.['sku'] ?? license?.['skuId'] ?? ''))
  if (product === undefined || another !== undefined) return planOffers(catalog)
  const carried = new Set(product.servicePlans.filter(({ appliesTo }) => appliesTo === 'User').map(({ servicePlanId }) => servicePlanId))
  return planOffers(catalog).filter(({ id }) => carried.has(id!))
}

function ownedFirst(offers: readonly Offer[], { project: { tenant } }: Knowledge): readonly Offer[] {
  if (tenant === undefined) return offers
  const [own, others] = [true, false].map((isOwned) => offers.filter(({ id }) => tenant.subscribedSkus.has(id!) === isOwned))
  return [...own!.map((offer) => ({ ...offer, about: `${offer.about}; the tenant owns it` })), ...others!]
}

type Body = Readonly<Record<string, unknown>>

/** A scenario has a tenant of its own; a plan may create groups. */
function groupsFor(document: Document, type: FileType, tenant: Tenant | undefined): readonly Offer[] {
  const made = changesIn(document).flatMap(({ op, group }) => (op === 'createGroup' ? [(group as Body | undefined)?.['displayName']] : []))
  const own = type === 'scenario' ? listAt(document, ['tenant'], 'groups').map(({ displayName }) => displayName) : []
  const listed = type === 'scenario' ? [] : [...(tenant?.groups.values() ?? [])].map(({ id, displayName }) => ({ id, name: displayName, about: `group ${id}` }))
  return [...namesOnly([...own, ...made], 'group of this file'), ...offersOf(listed)]
}

/** More than this nobody reads; whoever types on finds the others. */
const mostUsers = 200

function usersFor(document: Document, type: FileType, { text }: Word, tenant: Tenant | undefined): readonly Offer[] {
  const made = changesIn(document).flatMap(({ op, user }) => (op === 'createUser' ? [(user as Body | undefined)?.['userPrincipalName']] : []))
  const own = type === 'scenario' ? listAt(document, ['tenant'], 'users').map(({ upn, userPrincipalName }) => upn ?? userPrincipalName) : []
  const listed = type === 'scenario' || tenant === undefined ? [] : usersStarting(text, tenant)
  return [...namesOnly([...own, ...made], 'user of this file'), ...listed]
}

function usersStarting(text: string, tenant: Tenant): readonly Offer[] {
  const start = text.trim().toLowerCase()
  const found: Offer[] = []
  for (let ordinal = 0; ordinal < tenant.users && found.length < mostUsers; ordinal++) {
    const { id, userPrincipalName } = tenant.nameOf(ordinal)
    if (userPrincipalName.toLowerCase().startsWith(start)) found.push({ text: userPrincipalName, name: userPrincipalName, about: `user ${id}` })
  }
  return found.sort(byName)
}

function changesIn(document: Document): readonly Body[] {
  return listAt(document, [], 'changes')
}

function listAt(document: Document, path: Word['path'], key: string): readonly Body[] {
  const list = bodyAt(document, path)?.[key]
  return Array.isArray(list) ? list.filter((one): one is Body => typeof one === 'object' && one !== null) : []
}

function namesOnly(names: readonly unknown[], about: string): readonly Offer[] {
  return [...new Set(names)].filter((name) => typeof name === 'string').map((name) => ({ text: name, name, about })).sort(byName)
}

function listOf<T>(one: T | undefined): readonly T[] | undefined {
  return one === undefined ? undefined : [one]
}

function byName(a: Offer, b: Offer): number {
  return compareText(a.name, b.name)
}

function scalars(offers: readonly Offer[]): readonly Offer[] {
  return offers.map((offer) => ({ ...offer, text: scalar(offer.text) }))
}
