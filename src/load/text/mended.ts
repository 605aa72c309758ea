import type { Document } from './document.js'
import { fitsAt, type FileType, type Misfit } from './schema.js'

type Body = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

/**
 * An item of a list that does not fit its schema, as far as it can be read all the same, so that its other mistakes show at once:
 * unknown keys are left out, wrong or missing values of some keys replaced. Undefined where it does not fit even so.
 */
export function mended(document: Document, type: FileType, path: Path, wrong: readonly Misfit[], standIns: Body = {}): Body | undefined {
  const data = structuredClone(document.data)
  for (const misfit of wrong.filter((one) => isWithin(one.path, path))) mend(data, misfit, path, standIns)
  const body = at(data, path) as Body
  return fitsAt(data, type, path) ? body : undefined
}

const isWithin = (path: Path, above: Path): boolean => above.every((step, index) => path[index] === step)

function mend(data: unknown, { path, key, problem: { code } }: Misfit, item: Path, standIns: Body): void {
  const holder = at(data, path) as Record<string, unknown>
  if (code === 'unknown-key') delete holder[key!]
  else if (code === 'missing-key' && path.length === item.length) Object.assign(holder, missingIn(holder, standIns))
  else if (path.length === item.length + 1 && Object.hasOwn(standIns, path.at(-1)!)) (at(data, item) as Record<string, unknown>)[path.at(-1)!] = standIns[path.at(-1)!]
}

const missingIn = (holder: Body, standIns: Body): Body => Object.fromEntries(Object.entries(standIns).filter(([key]) => !Object.hasOwn(holder, key)))

const at = (data: unknown, path: Path): unknown => path.reduce<unknown>((here, step) => (here as Record<string | number, unknown> | undefined)?.[step], data)
