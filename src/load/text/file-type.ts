import type { Problem } from '../../model/problem.js'
import type { Document } from './document.js'
import { problemAt } from './problems.js'
import type { FileType } from './schema.js'
import { didYouMean } from './schema-words.js'

/** What the keys of a file say it is; the first that is there decides. */
const told: readonly (readonly [key: string, type: FileType])[] = [
  ['cases', 'ruletest'],
  ['expect', 'scenario'],
  ['tenant', 'scenario'],
  ['changes', 'plan'],
  ['rules', 'rules'],
  ['waivers', 'waivers'],
  ['baseline', 'baseline'],
  ['prices', 'prices'],
  ['products', 'overlay'],
  ['plans', 'overlay'],
]

/** The type of a file: by its name where seatplan itself gives it the name, else by its keys. Undefined: none that seatplan reads. */
export function fileTypeOf({ file, data }: Document): FileType | undefined {
  if (/(^|\/)seatplan\.ya?ml$/.test(file)) return 'config'
  if (/(^|\/)pack\.(ya?ml|json)$/.test(file)) return 'pack'
  if (isRuleTest(file)) return 'ruletest'
  const keys = keysOf(data)
  return told.find(([key]) => keys.includes(key))?.[1]
}

/** Tests of rules stand beside them, and are told by their names. */
export function isRuleTest(path: string): boolean {
  return /\.test\.(ya?ml|json)$/i.test(path)
}

function keysOf(data: unknown): readonly string[] {
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.keys(data) : []
}

export function unknownType(document: Document): Problem {
  const known = told.map(([key]) => key)
  const key = keysOf(document.data).find((one) => didYouMean(one, known) !== undefined)
  const hint = `its keys tell it: ${known.map((one) => `\`${one}\``).join(', ')}`
  if (key === undefined) return problemAt(document.place([]), 'unknown-type', 'nothing tells what this file is', hint)
  return problemAt(document.place([key], 'key'), 'unknown-type', `nothing tells what this file is: unknown key \`${key}\``, didYouMean(key, known))
}
