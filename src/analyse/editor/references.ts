import { findPlans, findProducts } from '../../load/catalog/lookup.js'
import type { Document } from '../../load/text/document.js'
import { fileTypeOf } from '../../load/text/file-type.js'
import type { Files } from '../../load/files.js'
import { openText, readText } from '../../load/text/open.js'
import type { FileType } from '../../load/text/schema.js'
import type { TextEdit } from '../../model/problem.js'
import { groupsNamed } from '../about/about.js'
import { reworded } from '../reword.js'
import { isIdOfRule } from './explain-word.js'
import { isShipped, ruleKnown, rulesKnown, type Knowledge } from './knowledge.js'
import { partsOf, wantedAt } from './wanted.js'
import { wordsOf, type Word } from './word.js'

/** A word of some file that names what was asked about. */
export interface Reference {
  readonly path: string
  readonly text: string
  readonly word: Word
  /** Here the thing gets its name. */
  readonly isDeclaration: boolean
}

/** Larger files are exports: they name everything by its id, and nobody edits them. */
const largest = 1_000_000

/** Everywhere in these files that something is named, by whatever name, that the word names. */
export async function referencesOf(document: Document, type: FileType, word: Word, knowledge: Knowledge, files: Files, paths: readonly string[]): Promise<readonly Reference[]> {
  const wanted = thingsNamed(document, type, word, knowledge)
  if (wanted.length === 0) return []
  const found = await Promise.all(paths.map((path) => referencesIn(path, wanted, knowledge, files)))
  return found.flat()
}

async function referencesIn(path: string, wanted: readonly string[], knowledge: Knowledge, files: Files): Promise<readonly Reference[]> {
  const there = await files.stat(path)
  if (there?.kind !== 'file' || there.size > largest || !/\.(ya?ml|json)$/i.test(path)) return []
  const text = (await openText(files, path, path)).value
  const document = text === undefined ? undefined : (await readText(path, text)).value
  const type = document && fileTypeOf(document)
  if (text === undefined || document === undefined || type === undefined) return []
  const named = [...wordsOf(document)].filter((word) => thingsNamed(document, type, word, knowledge).some((thing) => wanted.includes(thing)))
  return named.map((word) => ({ path, text, word, isDeclaration: isIdOfRule(type, word) }))
}

/** What a word names; of a name that several things share, each. */
function thingsNamed(document: Document, type: FileType, word: Word, { project }: Knowledge): readonly string[] {
  if (isIdOfRule(type, word)) return [`rule ${word.text}`]
  const plan = (name: string): readonly string[] => findPlans(project.catalog, name).map(({ servicePlanId }) => `plan ${servicePlanId}`)
  const product = (name: string): readonly string[] => findProducts(project.catalog, name).map(({ skuId }) => `product ${skuId}`)
  switch (wantedAt(document, type, word).format) {
    case 'rule':
      return [`rule ${word.text}`]
    case 'service-plan':
      return partsOf(document, type, word).flatMap((part) => (part.type === 'plan' ? plan(part.name) : product(part.name)))
    case 'product':
      return product(word.text)
    case 'group':
      return type === 'scenario' || project.tenant === undefined ? [] : groupsNamed(word.text, project).map(({ id }) => `group ${id}`)
    default:
      return []
  }
}

/** The id of the rule that a word names, where it is the project's own: the name of anything else is not the project's to change. */
export function renamable(document: Document, type: FileType, word: Word, knowledge: Knowledge): string | undefined {
  const isRule = isIdOfRule(type, word) || wantedAt(document, type, word).format === 'rule'
  const rule = isRule ? ruleKnown(word.text, knowledge) : undefined
  return rule === undefined || isShipped(rule, knowledge) ? undefined : rule.id
}

/** What hinders a rule from being called so. */
export function wrongId(id: string, knowledge: Knowledge): string | undefined {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return `\`${id}\` is no id of a rule: it has small letters, digits and single hyphens, such as one-exchange-plan`
  return rulesKnown(knowledge).some((rule) => rule.id === id) ? `there is a rule \`${id}\` already` : undefined
}

/** The reference, by another name. */
export function renamed({ text, word: { start, end } }: Reference, name: string): TextEdit {
  return reworded(text, start, end, name)
}
