import type { Document } from '../../load/text/document.js'
import type { Catalog } from '../../model/catalog.js'
import { fold } from '../../load/text/tidy.js'
import { walk, type Visit } from '../document-walk.js'
import { factAt } from '../fact-at.js'
import { reworded } from '../reword.js'
import type { Lint, Remark } from './lint.js'
import { onceFor } from '../../once.js'

const planKeys = new Set(['plan', 'plans', 'each', 'against', 'whenAnyPlan', 'disabledPlans', 'enabledPlans', 'servicePlans', 'addServicePlans', 'removeServicePlans'])
const productKeys = new Set(['product', 'products', 'sku', 'skuId', 'removeLicenses'])

/** A name in another case than Microsoft writes it in. */
export const casing: Lint = {
  id: 'casing',
  about: 'A plan or product is named in another case than its own. seatplan finds it all the same; other tools and readers may not.',
  file: ({ document, catalog, type }) => {
    if (type === 'config' || type === 'pack' || type === 'waivers') return []
    const names = namesIn(catalog)
    return [...walk(document)].flatMap((visit) => remarksOn(visit, document, names))
  },
}

interface Spellings {
  readonly plan: ReadonlyMap<string, readonly string[]>
  readonly product: ReadonlyMap<string, readonly string[]>
}

/** Made once for a catalog: every file is asked about the same names. */
const namesIn = onceFor(({ plans, products }: Catalog): Spellings => ({
  plan: byFolded([...plans.values()].map((plan) => plan.servicePlanName)),
  product: byFolded([...products.values()].map((product) => product.skuPartNumber)),
}))

function byFolded(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  for (const name of new Set(names)) found.set(fold(name), [...(found.get(fold(name)) ?? []), name])
  return found
}

function remarksOn({ value, spot, path }: Visit, document: Document, names: Spellings): readonly Remark[] {
  if (typeof value !== 'string') return []
  const type = typeNamed(document, path)
  if (type === undefined) return []
  const [name, ...others] = names[type].get(fold(value)) ?? []
  if (name === undefined || others.length > 0 || name === value) return []
  return [{
    place: document.place(path),
    message: `the ${type === 'plan' ? 'service plan' : 'product'} \`${value}\` is written \`${name}\``,
    fix: { title: `write \`${name}\``, edits: [reworded(document.source.text, spot.at, spot.end, name)] },
  }]
}

/** What a text names, as its key says. */
function typeNamed(document: Document, path: Visit['path']): 'plan' | 'product' | undefined {
  const key = path.findLast((step) => typeof step === 'string') ?? ''
  if (planKeys.has(key)) return 'plan'
  if (productKeys.has(key)) return 'product'
  if (isRequired(key)) return typeOfRule(document, path)
  const is = key === 'value' ? factAt(document, path)?.is : undefined
  return is !== undefined && 'words' in is && (is.words === 'plan' || is.words === 'product') ? is.words : undefined
}

function isRequired(key: string): boolean {
  return key === 'requiresAnyOf' || key === 'requiresAllOf'
}

/** What a rule requires is of the type of its dependent. */
function typeOfRule({ data }: Document, [, index]: Visit['path']): 'plan' | 'product' {
  const rule = (data as { readonly rules: readonly object[] }).rules[Number(index)]
  return rule !== undefined && 'product' in rule ? 'product' : 'plan'
}
