import type { Knowledge } from '../analyse/editor/knowledge.js'
import { referencesOf, renamable, renamed, wrongId } from '../analyse/editor/references.js'
import { editBetween } from '../analyse/text-edits.js'
import type { Files } from '../load/files.js'
import { found, type Shown } from './answers.js'
import { editOf, rangeOf, uriOf } from './places.js'
import { ErrorCodes, ResponseError, type Location, type Range, type TextEdit, type WorkspaceEdit } from './protocol.js'

/** Where the files of a project stand, as the editor shows them. */
export interface Shelf {
  readonly files: Files
  readonly paths: readonly string[]
}

export async function referencesAt(shown: Shown, offset: number, knowledge: Knowledge, { files, paths }: Shelf, withDeclaration: boolean): Promise<readonly Location[]> {
  const here = await found(shown, offset)
  const all = here === undefined ? [] : await referencesOf(here.document, here.type, here.word, knowledge, files, paths)
  return all.filter(({ isDeclaration }) => withDeclaration || !isDeclaration).map(({ path, text, word }) => ({ uri: uriOf(path), range: rangeOf(editBetween(text, word.start, word.end, '')) }))
}

/** What would be called otherwise: null where it has its name from elsewhere. */
export async function renamableAt(shown: Shown, offset: number, knowledge: Knowledge): Promise<{ readonly range: Range; readonly placeholder: string } | null> {
  const here = await found(shown, offset)
  const id = here && renamable(here.document, here.type, here.word, knowledge)
  return here === undefined || id === undefined ? null : { range: rangeOf(editBetween(shown.text, here.word.start, here.word.end, '')), placeholder: id }
}

export async function renameAt(shown: Shown, offset: number, name: string, knowledge: Knowledge, { files, paths }: Shelf): Promise<WorkspaceEdit> {
  const here = await found(shown, offset)
  if (here === undefined || renamable(here.document, here.type, here.word, knowledge) === undefined) throw new ResponseError(ErrorCodes.InvalidParams, 'only rules of the project can be renamed here')
  const wrong = wrongId(name, knowledge)
  if (wrong !== undefined) throw new ResponseError(ErrorCodes.InvalidParams, wrong)
  const changes: Record<string, TextEdit[]> = {}
  for (const one of await referencesOf(here.document, here.type, here.word, knowledge, files, paths)) (changes[uriOf(one.path)] ??= []).push(editOf(renamed(one, name)))
  return { changes }
}
