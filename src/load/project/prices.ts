import type { Guid } from '../../model/catalog.js'
import type { Prices } from '../../model/project.js'
import type { Loaded, Problem } from '../../model/problem.js'
import type { Document } from '../text/document.js'
import type { Lookup } from '../catalog/names.js'
import { problemAt, sortedProblems, unlessWrong } from '../text/problems.js'
import { isUnreadable, misfits } from '../text/schema.js'

interface Written {
  readonly currency: string
  readonly per?: string
  readonly prices: Readonly<Record<string, number>>
}

/** Reads a file of prices; products are looked up by part number, name or GUID. */
export function readPrices(document: Document, lookup: Lookup): Loaded<Prices> {
  const wrong = misfits(document, 'prices')
  const problems: Problem[] = wrong.map(({ problem }) => problem)
  if (isUnreadable(wrong, ['prices'])) return { problems: sortedProblems(problems) }
  const { currency, per, prices = {} } = (document.data ?? {}) as Written
  const unit = new Map<Guid, number>()
  for (const [name, price] of Object.entries(prices)) {
    const found = lookup.product(name)
    if ('id' in found) unit.set(found.id, price)
    else problems.push(problemAt(document.place(['prices', name], 'key'), found.problem.code, found.problem.message, found.problem.hint))
  }
  return unlessWrong({ currency, per: per ?? 'unit', unit }, sortedProblems(problems))
}
