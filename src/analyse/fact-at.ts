import { publishedFacts } from '../kinds/vocabulary.js'
import type { Document } from '../load/text/document.js'

type Body = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]
type Subject = keyof typeof publishedFacts

/** The subject of the rule in which a path lies. */
export function subjectAt(document: Document, path: Path): Subject | undefined {
  const subject = bodyAt(document, path.slice(0, 2))?.['subject']
  return subject === 'user' || subject === 'group' || subject === 'product' ? subject : undefined
}

/** What the condition around a path asks about. */
export function factAt(document: Document, path: Path): (typeof publishedFacts)['user'][string] | undefined {
  const subject = subjectAt(document, path)
  const leaf = bodyAt(document, path.slice(0, path.findLastIndex((step) => typeof step === 'string')))
  const fact = leaf?.['fact']
  return subject === undefined || typeof fact !== 'string' || !Object.hasOwn(publishedFacts[subject], fact) ? undefined : publishedFacts[subject][fact]
}

/** What stands at a path, where it is a mapping. */
export function bodyAt({ data }: Document, path: Path): Body | undefined {
  const value = path.reduce<unknown>((here, step) => (here as Record<string | number, unknown> | null | undefined)?.[step], data)
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Body) : undefined
}
