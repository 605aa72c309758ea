import { operatorUses, publishedFacts } from '../../kinds/vocabulary.js'
import { countryCodes } from '../../load/catalog/countries.js'
import type { Pack } from '../../load/project/rules.js'
import { compareText, fold } from '../../load/text/tidy.js'
import type { Catalog, Guid } from '../../model/catalog.js'

/** Something that may be written at a place. */
export interface Offer {
  /** As it is written into the file. */
  readonly text: string
  /** What it is called there. */
  readonly name: string
  /** What it is, in a few words. */
  readonly about: string
  readonly id?: Guid
}

export function planOffers({ plans }: Catalog): readonly Offer[] {
  return offersOf([...plans.values()].map(({ servicePlanId: id, servicePlanName: name, displayName: about }) => ({ id, name, about })))
}

export function productOffers({ products }: Catalog): readonly Offer[] {
  return offersOf([...products.values()].map(({ skuId: id, skuPartNumber: name, displayName: about }) => ({ id, name, about })))
}

interface Named {
  readonly id: Guid
  readonly name: string
  readonly about: string
}

/** A name that several things share says nothing: those are written by their GUIDs. */
export function offersOf(all: readonly Named[]): readonly Offer[] {
  const count = new Map<string, number>()
  for (const { name } of all) count.set(fold(name), (count.get(fold(name)) ?? 0) + 1)
  return all
    .map(({ id, name, about }) => ({ id, text: count.get(fold(name)) === 1 ? name : id, name, about: about.trim() }))
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.text, b.text))
}

/** Packs that a config may name; `service` is always there. */
export function packOffers(packs: readonly Pack[]): readonly Offer[] {
  return packs.filter(({ name }) => name !== 'service').map(({ name, purpose }) => ({ text: name, name, about: purpose ?? '' }))
}

/** Facts of all subjects, or of one; a fact that means something else elsewhere says both. */
export function factOffers(subjects: readonly (keyof typeof publishedFacts)[] = ['user', 'group', 'product']): readonly Offer[] {
  const about = new Map<string, Set<string>>()
  for (const subject of subjects) for (const [name, { title }] of Object.entries(publishedFacts[subject])) about.set(name, new Set([...(about.get(name) ?? []), title]))
  return [...about].map(([name, titles]) => ({ text: name, name, about: [...titles].join('; ') })).sort((a, b) => compareText(a.name, b.name))
}

/** Operators, or those that fit a type of fact. */
export function operatorOffers(type?: 'boolean' | 'number' | 'text' | 'list'): readonly Offer[] {
  return Object.entries(operatorUses)
    .filter(([, { fits }]) => type === undefined || fits.includes(type))
    .map(([name, { fits, takes }]) => ({ text: name, name, about: `compares a ${fits.map((one) => words[one]).join(' or ')} with ${taken[takes]}` }))
    .sort((a, b) => compareText(a.name, b.name))
}

const words = { boolean: 'truth value', number: 'number', text: 'text', list: 'list' } as const
const taken = { one: 'one value', many: 'a list of values', truth: '`true` or `false`' } as const

/** Quoted: a bare `NO` is no country to most readers of YAML. */
export const countryOffers: readonly Offer[] = countryCodes.map((code) => ({ text: `'${code}'`, name: code, about: 'a country of ISO 3166-1' }))
