import type { Catalog, Guid, Product, ServicePlan } from '../../../model/catalog.js'
import type { Loaded } from '../../../model/problem.js'
import { sha256 } from '../../text/digest.js'
import { splitDoubleNames } from './double.js'
import { readProductRows, type ProductRow } from './rows.js'
import { groupRows, spellings } from './spelling.js'
import { summariseImport, type ImportSummary } from './summary.js'
import { fold, sortedSet } from '../../text/tidy.js'

/** Where a list of product names comes from. */
export interface ProductNamesSource {
  /** As problems name it. */
  readonly file: string
  readonly name: string
  /** Day of the list, `YYYY-MM-DD`. */
  readonly date: string
}

/**
 * Reads Microsoft's CSV of product names and service plan identifiers.
 * Identity is the GUID. Of several names the one in most rows wins, then the smallest; the others are aliases.
 * The order of the rows does not matter. The summary says what was repaired and what stays ambiguous.
 */
export function importProductNames(
  bytes: Uint8Array,
  source: ProductNamesSource,
): Loaded<{ readonly catalog: Catalog; readonly summary: ImportSummary }> {
  const { text, encoding } = decode(bytes)
  const read = readProductRows(source.file, text)
  if (read.value === undefined) return { problems: read.problems }
  const { rows, duplicates } = withoutDuplicates(read.value.rows)
  const split = splitDoubleNames(rows)
  const catalog = catalogOf(split.rows, { name: source.name, date: source.date, digest: `sha256:${sha256(bytes)}` })
  const repairs = { encoding, cells: read.value.cellRepairs, splits: split.splits, emptyRows: read.value.emptyRows, duplicates }
  return { value: { catalog, summary: summariseImport(read.value.rows.length, split.rows, catalog, repairs) }, problems: [] }
}

/** UTF-8 as Microsoft publishes it, UTF-16 and Windows-1252 as spreadsheets save it. */
function decode(bytes: Uint8Array): { text: string; encoding: string | undefined } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'UTF-16' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: undefined }
  } catch {
    return { text: fromWindows1252(bytes), encoding: 'Windows-1252' }
  }
}

/** What Windows-1252 has at 0x80 to 0x9f. Node 20 decodes it as Latin-1, which has nothing there. */
const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

function fromWindows1252(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes).replace(/[\u0080-\u009f]/g, sign => windows1252[sign.charCodeAt(0) - 0x80]!)
}

function withoutDuplicates(rows: readonly ProductRow[]): { rows: ProductRow[]; duplicates: ProductRow[] } {
  const seen = new Map<string, ProductRow>()
  const duplicates: ProductRow[] = []
  for (const row of rows) {
    const key = JSON.stringify(Object.values(row))
    if (seen.has(key)) duplicates.push(row)
    else seen.set(key, row)
  }
  return { rows: [...seen.values()], duplicates }
}

function catalogOf(rows: readonly ProductRow[], source: Catalog['source'] & object): Catalog {
  const withPlan = rows.filter(row => row.servicePlanId !== '')
  return {
    source,
    products: sortedMap(groupRows(rows, row => row.skuId), productOf),
    plans: sortedMap(groupRows(withPlan, row => row.servicePlanId), planOf),
  }
}

function sortedMap<T>(groups: ReadonlyMap<Guid, readonly ProductRow[]>, make: (id: Guid, rows: readonly ProductRow[]) => T): Map<Guid, T> {
  return new Map(sortedSet(groups.keys()).map(id => [id, make(id, groups.get(id)!)]))
}

function productOf(skuId: Guid, rows: readonly ProductRow[]): Product {
  const [skuPartNumber = '', ...otherNumbers] = spellings(rows.map(row => row.skuPartNumber))
  const [displayName = skuPartNumber, ...otherNames] = spellings(rows.map(row => row.productName))
  const planIds = sortedSet(rows.map(row => row.servicePlanId).filter(id => id !== ''))
  return {
    skuId,
    skuPartNumber,
    displayName,
    aliases: aliasesOf([skuPartNumber, displayName], [...otherNumbers, ...otherNames]),
    servicePlans: planIds.map(servicePlanId => ({ servicePlanId, appliesTo: 'User' })),
  }
}

function planOf(servicePlanId: Guid, rows: readonly ProductRow[]): ServicePlan {
  const [servicePlanName = '', ...otherNames] = spellings(rows.map(row => row.servicePlanName))
  const [displayName = servicePlanName, ...otherDisplayNames] = spellings(rows.map(row => row.planName))
  const aliases = aliasesOf([servicePlanName, displayName], [...otherNames, ...otherDisplayNames])
  return { servicePlanId, servicePlanName, displayName, aliases, retired: false }
}

/** Other names, each once, without those that are the name already. */
function aliasesOf(names: readonly string[], others: readonly string[]): string[] {
  const taken = new Set(names.map(fold))
  return sortedSet(spellings(others).filter(name => !taken.has(fold(name))))
}
