import { findPlans, findProducts } from '../../load/catalog/lookup.js'
import type { Document } from '../../load/text/document.js'
import type { FileType } from '../../load/text/schema.js'
import type { Fix, Problem } from '../../model/problem.js'
import { groupsNamed } from '../about/about.js'
import { reworded } from '../reword.js'
import { editBetween, offsetOf } from '../text-edits.js'
import type { Knowledge } from './knowledge.js'
import { wantedAt } from './wanted.js'
import { wordsOf, type Word } from './word.js'

/**
 * What would mend a problem, best first. The first is safe to do unasked where the problem says so itself; the others need somebody who
 * knows what is meant: one of several near names, one of several things of the same name.
 */
export function quickFixes(problem: Problem, text: string, document: Document | undefined, type: FileType | undefined, knowledge: Knowledge | undefined): readonly Fix[] {
  if (problem.fix !== undefined) return [problem.fix]
  const word = document && wordOf(problem, text, document)
  if (word === undefined) return near(problem, text)
  if (problem.code === 'ambiguous-name' && type !== undefined && knowledge !== undefined) return ids(document!, type, word, knowledge).map(({ id, name }) => replaced(text, word, id, `write the id of ${name}`))
  return meantBy(problem).map((name) => replaced(text, word, name, `write \`${name}\``))
}

function wordOf({ line, column }: Problem, text: string, document: Document): Word | undefined {
  if (line === undefined || column === undefined) return undefined
  const offset = offsetOf(text, { line, column })
  return [...wordsOf(document)].find(({ start }) => start === offset)
}

/** Where the file cannot be read, the word that the problem names is looked for on its line. */
function near(problem: Problem, text: string): readonly Fix[] {
  const wrong = /`([^`]+)`[^`]*$/.exec(problem.message)?.[1]
  if (wrong === undefined || problem.line === undefined || problem.column === undefined) return []
  const from = offsetOf(text, { line: problem.line, column: problem.column })
  if (!text.startsWith(wrong, from)) return []
  return meantBy(problem).map((name) => ({ title: `write \`${name}\``, edits: [editBetween(text, from, from + wrong.length, name)] }))
}

/** The names that an advice asks about: ``did you mean `a`, `b` or `c`?`` */
function meantBy({ hint }: Problem): readonly string[] {
  if (hint === undefined || !/^did you mean .*\?$/.test(hint)) return []
  return [...hint.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
}

interface Candidate {
  readonly id: string
  readonly name: string
}

/** The things that share a name, each with what tells it apart. */
function ids(document: Document, type: FileType, word: Word, { project }: Knowledge): readonly Candidate[] {
  switch (wantedAt(document, type, word).format) {
    case 'service-plan':
      return findPlans(project.catalog, word.text).map(({ servicePlanId, displayName, servicePlanName }) => ({ id: servicePlanId, name: `\`${displayName === '' ? servicePlanName : displayName}\`` }))
    case 'product':
      return findProducts(project.catalog, word.text).map(({ skuId, displayName, skuPartNumber }) => ({ id: skuId, name: `\`${displayName === '' ? skuPartNumber : displayName}\`` }))
    case 'group':
      return project.tenant === undefined ? [] : groupsNamed(word.text, project).map(({ id, displayName }) => ({ id, name: `\`${displayName}\`, ${id}` }))
    case 'user':
      return project.tenant === undefined ? [] : project.tenant.findByName(word.text.trim()).map((ordinal) => project.tenant.nameOf(ordinal)).map(({ id, userPrincipalName }) => ({ id, name: `\`${userPrincipalName}\`` }))
    default:
      return []
  }
}

function replaced(text: string, { start, end }: Word, put: string, title: string): Fix {
  return { title, edits: [reworded(text, start, end, put)] }
}
