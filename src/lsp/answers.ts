import { completionsAt } from '../analyse/editor/complete.js'
import { definitionsOf } from '../analyse/editor/definitions.js'
import { explainWord } from '../analyse/editor/explain-word.js'
import { writingsAt } from '../analyse/editor/half-written.js'
import type { Knowledge } from '../analyse/editor/knowledge.js'
import type { Offer } from '../analyse/editor/offers.js'
import { quickFixes } from '../analyse/editor/quick-fixes.js'
import { endOfWord, wordAt, type Word } from '../analyse/editor/word.js'
import { isFinding } from '../analyse/lint/findings.js'
import { editBetween, offsetOf } from '../analyse/text-edits.js'
import type { Document } from '../load/text/document.js'
import { fileTypeOf } from '../load/text/file-type.js'
import { readText } from '../load/text/open.js'
import type { FileType } from '../load/text/schema.js'
import type { Fix, Problem } from '../model/problem.js'
import { editOf, locationOf, rangeOf, uriOf } from './places.js'
import { CodeActionKind, CompletionItemKind, DiagnosticSeverity, MarkupKind, type CodeAction, type CompletionItem, type Diagnostic, type Hover, type Location } from './protocol.js'
import type { Shelves } from '../analyse/editor/definitions.js'

/** A file as the editor shows it. */
export interface Shown {
  readonly path: string
  readonly text: string
}

/** A word, and the file in which it stands. */
export interface Found {
  readonly document: Document
  readonly type: FileType
  readonly word: Word
}

export async function found({ path, text }: Shown, offset: number): Promise<Found | undefined> {
  const document = (await readText(path, text)).value
  const type = document && fileTypeOf(document)
  const word = document && wordAt(document, offset)
  return document === undefined || type === undefined || word === undefined ? undefined : { document, type, word }
}

export async function hoverAt(shown: Shown, offset: number, knowledge: Knowledge): Promise<Hover | null> {
  const here = await found(shown, offset)
  const said = here === undefined ? [] : explainWord(here.document, here.type, here.word, knowledge)
  if (here === undefined || said.length === 0) return null
  const value = said.map(({ title, facts }) => `**${title}**\n\n${facts.join('  \n')}`).join('\n\n---\n\n')
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(editBetween(shown.text, here.word.start, here.word.end, '')) }
}

export async function definitionAt(shown: Shown, offset: number, knowledge: Knowledge, shelves: Shelves): Promise<readonly Location[]> {
  const here = await found(shown, offset)
  return here === undefined ? [] : (await definitionsOf(here.document, here.type, here.word, knowledge, shelves)).map(locationOf)
}

export async function completionAt({ path, text }: Shown, offset: number, knowledge: Knowledge): Promise<readonly CompletionItem[]> {
  let first: readonly CompletionItem[] | undefined
  for await (const { document, word } of writingsAt(path, text, offset)) {
    const type = fileTypeOf(document)
    const offers = type === undefined ? [] : completionsAt(document, type, word, knowledge)
    const items = offers.map((offer, index) => itemOf(offer, index, word, text))
    if (offers.some((offer) => isMeant(offer, word))) return items
    if (items.length > 0) first ??= items
  }
  return first ?? []
}

/** What is written so far may be the beginning of this. */
function isMeant({ name, about }: Offer, { text }: Word): boolean {
  return `${name} ${about}`.toLowerCase().includes(text.toLowerCase())
}

function itemOf({ text: put, name, about }: Offer, index: number, { start, end, quoted, isKey }: Word, text: string): CompletionItem {
  const colon = isKey && text[end] !== ':' ? ': ' : ''
  return {
    label: name,
    kind: CompletionItemKind.Value,
    ...(about === '' ? {} : { labelDetails: { description: about }, documentation: about, filterText: `${name} ${about}` }),
    sortText: String(index).padStart(5, '0'),
    textEdit: { range: rangeOf(editBetween(text, start, end, '')), newText: (quoted ? put.replaceAll(/^'|'$/g, '') : put) + colon },
  }
}

const severities = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information } as const

/** A problem that an editor was told. */
export interface Told {
  readonly problem: Problem
  readonly diagnostic: Diagnostic
}

export function toldOf(problem: Problem, text: string, document: Document | undefined, docs: string): Told {
  const { line = 1, column = 1, severity, code, message, hint } = problem
  const start = offsetOf(text, { line, column })
  return {
    problem,
    diagnostic: {
      range: rangeOf(editBetween(text, start, endOfWord(document, text, start, message), '')),
      severity: severities[severity],
      code,
      ...(isFinding(problem) ? { codeDescription: { href: uriOf(`${docs}/lints/${code}.md`) } } : {}),
      source: 'seatplan',
      message: hint === undefined ? message : `${message}\n${hint}`,
    },
  }
}

/** What mends single problems, and all that is safe to mend at once. */
export function actionsFor(uri: string, { path: _, text }: Shown, document: Document | undefined, told: readonly Told[], asked: readonly Told[], knowledge: Knowledge): readonly CodeAction[] {
  const type = document && fileTypeOf(document)
  const single = asked.flatMap(({ problem, diagnostic }) => quickFixes(problem, text, document, type, knowledge).map((fix, index, all): CodeAction => ({
    title: fix.title, kind: CodeActionKind.QuickFix, diagnostics: [diagnostic], isPreferred: index === 0 && all.length === 1, edit: { changes: { [uri]: fix.edits.map(editOf) } },
  })))
  const safe = apart(told.flatMap(({ problem }) => problem.fix ?? []))
  return safe.length === 0 ? single : [...single, { title: 'repair all that is safe to repair', kind: `${CodeActionKind.SourceFixAll}.seatplan`, edit: { changes: { [uri]: safe.flatMap(({ edits }) => edits.map(editOf)) } } }]
}

/** Editors refuse edits that touch each other: of those the first is made, the others next time. */
function apart(fixes: readonly Fix[]): readonly Fix[] {
  const made: Fix[] = []
  for (const fix of fixes) if (!made.some((other) => fix.edits.some((one) => other.edits.some((two) => touches(one, two))))) made.push(fix)
  return made
}

type Edit = Fix['edits'][number]

function touches(one: Edit, other: Edit): boolean {
  const before = (a: Edit, b: Edit): boolean => a.endLine < b.line || (a.endLine === b.line && a.endColumn <= b.column)
  return !(before(one, other) || before(other, one)) || (one.line === other.line && one.column === other.column)
}
