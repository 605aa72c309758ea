import { fold } from '../../load/text/tidy.js'
import type { Lint, LintedFile, Remark } from './lint.js'

/** Two plans, or two products, of one name. */
export const takenName: Lint = {
  id: 'taken-name',
  about: 'An overlay gives a plan or product a name that another one has, so the name no longer says which of the two is meant.',
  file: (file) => (file.type === 'overlay' ? [...takenBy(file, 'plans', 'servicePlanId', 'servicePlanName'), ...takenBy(file, 'products', 'skuId', 'skuPartNumber')] : []),
}

function takenBy({ document, catalog }: LintedFile, list: 'plans' | 'products', idKey: string, nameKey: string): readonly Remark[] {
  const entries = (document.data as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>>)[list] ?? []
  const named = list === 'plans' ? [...catalog.plans.values()].map((one) => [one.servicePlanId, one.servicePlanName] as const) : [...catalog.products.values()].map((one) => [one.skuId, one.skuPartNumber] as const)
  return entries.flatMap((entry, index): readonly Remark[] => {
    const [id, name] = [String(entry[idKey]).trim().toLowerCase(), entry[nameKey]]
    const other = typeof name !== 'string' ? undefined : named.find(([otherId, otherName]) => otherId !== id && fold(otherName) === fold(name))
    if (other === undefined) return []
    return [{ place: document.place([list, index, nameKey]), message: `\`${String(name)}\` is the name of another ${list === 'plans' ? 'service plan' : 'product'}: \`${other[0]}\``, hint: `check \`${idKey}\`; people who write the name will be asked which of the two they mean` }]
  })
}
