import { TextDocument } from 'vscode-languageserver-textdocument'
import type { Shown } from './answers.js'
import { pathOf } from './places.js'
import { TextDocuments, type Connection, type TextDocumentPositionParams } from './protocol.js'

/** The files that are open in the editor, as it shows them. */
export interface Buffers {
  readonly paths: () => readonly string[]
  /** Texts of these files, as far as they are open. */
  texts(paths: readonly string[]): ReadonlyMap<string, string>
  at(uri: string): (Shown & { offsetAt(position: TextDocumentPositionParams['position']): number }) | undefined
  /** As the editor writes it. */
  uriOf(path: string): string | undefined
  versionOf(path: string): { readonly version?: number }
  onChange(tell: () => unknown): void
}

export function documentsOf(connection: Connection): Buffers {
  const documents = new TextDocuments(TextDocument)
  documents.listen(connection)
  const all = (): readonly (readonly [path: string, document: TextDocument])[] => documents.all().flatMap((document) => {
    const path = pathOf(document.uri)
    return path === undefined || !isRead(path) ? [] : [[path, document] as const]
  })
  const find = (path: string): TextDocument | undefined => all().find(([one]) => one === path)?.[1]
  return {
    paths: () => all().map(([path]) => path).sort(),
    texts: (paths) => new Map(all().filter(([path]) => paths.includes(path)).map(([path, document]) => [path, document.getText()])),
    at(uri) {
      const [path, document] = [pathOf(uri), documents.get(uri)]
      return path === undefined || document === undefined || !isRead(path) ? undefined : { path, text: document.getText(), offsetAt: (position) => document.offsetAt(position) }
    },
    uriOf: (path) => find(path)?.uri,
    versionOf(path) {
      const version = find(path)?.version
      return version === undefined ? {} : { version }
    },
    onChange(tell) {
      documents.onDidChangeContent(tell)
      documents.onDidClose(tell)
    },
  }
}

function isRead(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path)
}
