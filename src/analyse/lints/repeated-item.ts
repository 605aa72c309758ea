import type { Document } from '../../load/text/document.js'
import { fold } from '../../load/text/tidy.js'
import { walk, type Visit } from '../document-walk.js'
import type { Lint, Remark } from './lint.js'

/** Lists in which a second mention of the same thing adds nothing. */
const sets = new Set(['plans', 'products', 'each', 'against', 'requiresAnyOf', 'requiresAllOf', 'whenAnyPlan', 'prohibitedIn', 'allowedIn', 'value',
  'disabledPlans', 'enabledPlans', 'servicePlans', 'addServicePlans', 'removeServicePlans', 'aliases', 'memberOf'])

/** The same thing twice in one list. */
export const repeatedItem: Lint = {
  id: 'repeated-item',
  about: 'A list names the same thing twice. Once says as much; perhaps another one was meant.',
  file: ({ document }) => [...walk(document)].flatMap((visit) => (Array.isArray(visit.value) && sets.has(String(visit.path.at(-1))) ? repeated(visit, document) : [])),
}

function repeated({ value, path }: Visit, document: Document): readonly Remark[] {
  const first = new Map<string, number>()
  return (value as readonly unknown[]).flatMap((item, index): readonly Remark[] => {
    const key = typeof item === 'string' ? fold(item) : JSON.stringify(item)
    const earlier = first.get(key)
    if (earlier === undefined) first.set(key, index)
    if (earlier === undefined) return []
    return [{
      place: document.place([...path, index]),
      message: `${typeof item === 'string' ? `\`${item}\`` : 'this item'} stands twice in \`${String(path.at(-1))}\``,
      hint: `it stands first on line ${document.place([...path, earlier]).line}; remove one of them`,
    }]
  })
}
