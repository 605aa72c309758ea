import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node'
import type { CodeAction, CompletionItem, CompletionList, Diagnostic, Hover, InitializeResult, Location, MarkupContent, PublishDiagnosticsParams, TextEdit, WorkspaceEdit } from 'vscode-languageserver/node'

/** An editor with one language server behind it, over stdio and in real messages. Places in texts are marked by `|`. */
export interface Editor {
  readonly abilities: InitializeResult['capabilities']
  /** Opens a file with unsaved text; gives its first diagnostics. */
  open(file: string, text: string): Promise<readonly Diagnostic[]>
  /** Types: the file now has this text; gives the diagnostics that follow. */
  type(file: string, text: string): Promise<readonly Diagnostic[]>
  /** The next diagnostics of a file. */
  next(file: string): Promise<readonly Diagnostic[]>
  close(file: string): Promise<void>
  completion(file: string, marked: string): Promise<readonly CompletionItem[]>
  hover(file: string, marked: string): Promise<string | undefined>
  definition(file: string, marked: string): Promise<readonly Location[]>
  references(file: string, marked: string, includeDeclaration?: boolean): Promise<readonly Location[]>
  /** The texts of the files that a new name changes, as they are then; or why not. */
  rename(file: string, marked: string, newName: string): Promise<Readonly<Record<string, string>> | string>
  actions(file: string, diagnostics: readonly Diagnostic[]): Promise<readonly CodeAction[]>
  notify(method: string, params: object): Promise<void>
  readonly shown: readonly string[]
  /** Says goodbye as editors do; gives the exit code. */
  quit(): Promise<number | null>
}

export async function startEditor(folder: string, argv: readonly string[], settings: object = {}): Promise<Editor> {
  const child = spawn(process.execPath, [...argv], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'] })
  const server = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin))
  const waiting = new Map<string, ((diagnostics: readonly Diagnostic[]) => void)[]>()
  const versions = new Map<string, number>()
  const shown: string[] = []
  server.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }: PublishDiagnosticsParams) => {
    for (const tell of waiting.get(uri)?.splice(0) ?? []) tell(diagnostics)
  })
  server.onNotification('window/showMessage', ({ message }: { message: string }) => void shown.push(message))
  server.onRequest('workspace/configuration', ({ items }: { items: readonly { section?: string }[] }) => items.map(({ section }) => (settings as Record<string, unknown>)[section ?? ''] ?? null))
  server.onRequest('client/registerCapability', () => null)
  server.onUnhandledNotification(() => undefined)
  server.listen()

  const uriOf = (file: string): string => pathToFileURL(`${folder}/${file}`).href
  const next = (file: string): Promise<readonly Diagnostic[]> => new Promise((tell) => waiting.set(uriOf(file), [...(waiting.get(uriOf(file)) ?? []), tell]))
  const put = async (file: string, text: string): Promise<void> => {
    const version = (versions.get(file) ?? 0) + 1
    const isNew = !versions.has(file)
    versions.set(file, version)
    const textDocument = { uri: uriOf(file), version }
    if (isNew) await server.sendNotification('textDocument/didOpen', { textDocument: { ...textDocument, languageId: 'yaml', text } })
    else await server.sendNotification('textDocument/didChange', { textDocument, contentChanges: [{ text }] })
  }
  const show = async (file: string, text: string): Promise<readonly Diagnostic[]> => {
    const diagnostics = next(file)
    await put(file, text)
    return diagnostics
  }
  /** Asks about the place that is marked. */
  const ask = async <T>(method: string, file: string, marked: string, more: object = {}): Promise<T> => {
    await put(file, marked.replace('|', ''))
    return server.sendRequest<T>(method, { textDocument: { uri: uriOf(file) }, position: placeOfMark(marked), ...more })
  }

  const root = pathToFileURL(folder).href
  const { capabilities } = await server.sendRequest<InitializeResult>('initialize', { processId: process.pid, rootUri: root, workspaceFolders: [{ uri: root, name: 'project' }], capabilities: ofClient })
  await server.sendNotification('initialized', {})
  return {
    abilities: capabilities,
    shown,
    open: show,
    type: show,
    next,
    close: (file) => {
      versions.delete(file)
      return server.sendNotification('textDocument/didClose', { textDocument: { uri: uriOf(file) } })
    },
    completion: async (file, marked) => {
      const answer = await ask<CompletionItem[] | CompletionList | null>('textDocument/completion', file, marked)
      return Array.isArray(answer) ? answer : (answer?.items ?? [])
    },
    hover: async (file, marked) => ((await ask<Hover | null>('textDocument/hover', file, marked))?.contents as MarkupContent | undefined)?.value,
    definition: async (file, marked) => [(await ask<Location | Location[] | null>('textDocument/definition', file, marked)) ?? []].flat(),
    references: async (file, marked, includeDeclaration = true) => (await ask<Location[] | null>('textDocument/references', file, marked, { context: { includeDeclaration } })) ?? [],
    rename: async (file, marked, newName) => {
      const answer = await ask<WorkspaceEdit | null>('textDocument/rename', file, marked, { newName }).catch((error: Error) => error.message)
      if (typeof answer === 'string') return answer
      return Object.fromEntries(Object.entries(answer?.changes ?? {}).map(([uri, edits]) => [uri.slice(root.length + 1), applied(uri === uriOf(file) ? marked.replace('|', '') : readFileSync(fileURLToPath(uri), 'utf8'), edits)]))
    },
    actions: async (file, diagnostics) => {
      const range = diagnostics[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
      return (await server.sendRequest<CodeAction[] | null>('textDocument/codeAction', { textDocument: { uri: uriOf(file) }, range, context: { diagnostics } })) ?? []
    },
    notify: (method, params) => server.sendNotification(method, params),
    quit: async () => {
      await server.sendRequest('shutdown')
      await server.sendNotification('exit')
      const [code] = child.exitCode === null ? ((await once(child, 'exit')) as [number | null]) : [child.exitCode]
      server.dispose()
      return code
    },
  }
}

function applied(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const at = ({ line, character }: TextEdit['range']['start']): number => starts[line]! + character
  return edits.toSorted((a, b) => at(b.range.start) - at(a.range.start)).reduce((now, { range, newText }) => now.slice(0, at(range.start)) + newText + now.slice(at(range.end)), text)
}

function placeOfMark(marked: string): { readonly line: number; readonly character: number } {
  const lines = marked.slice(0, marked.indexOf('|')).split('\n')
  return { line: lines.length - 1, character: lines.at(-1)!.length }
}

const ofClient = {
  general: { positionEncodings: ['utf-16'] },
  workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } } },
    publishDiagnostics: { versionSupport: true, codeDescriptionSupport: true },
  },
}
