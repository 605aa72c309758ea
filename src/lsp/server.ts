import { readText } from '../load/text/open.js'
import { projectRoot } from '../load/project/config.js'
import type { Files } from '../load/files.js'
import { textsBelow } from '../load/files-below.js'
import { folderOf } from '../load/paths.js'
import type { WorkspaceRequest } from '../load/project/workspace.js'
import { version } from '../model/version.js'
import { overlaid } from '../load/catalog/overlaid.js'
import { actionsFor, completionAt, definitionAt, hoverAt, type Shown } from './answers.js'
import { documentsOf } from './buffers.js'
import { pathOf } from './places.js'
import { CodeActionKind, createConnection, DidChangeWatchedFilesNotification, TextDocumentSyncKind, type CodeAction, type CodeActionParams, type InitializeParams, type InitializeResult, type Range, type TextDocumentPositionParams } from './protocol.js'
import { referencesAt, renamableAt, renameAt, type Shelf } from './references.js'
import { openSession } from './session.js'
import { watched, type Project } from './watched.js'

/** What the language server is given of the world. */
export interface Given {
  readonly files: Files
  /** What the command line says; `cwd` where no project is open. */
  readonly request: WorkspaceRequest
  /** Where seatplan's own rules, catalogs and docs lie. */
  readonly packageFolder: string
}

/** Speaks the language server protocol over standard input and output until the editor ends it. */
export function serve({ files, request, packageFolder }: Given): Promise<never> {
  const connection = createConnection(process.stdin, process.stdout)
  const buffers = documentsOf(connection)
  const projects = new Map<string, Project>()
  let folders: readonly string[] = [request.cwd]

  /** The project of a file: that of the nearest `seatplan.yaml`, else the folder that is open. */
  const projectOf = async (path: string): Promise<Project> => {
    const found = await projectRoot(files, { ...request, cwd: folderOf(path) })
    const root = found === folderOf(path) && (await files.stat(`${found}/seatplan.yaml`)) === undefined ? (folders.find((folder) => path.startsWith(`${folder}/`)) ?? found) : found
    const known = projects.get(root) ?? watched({ root, session: openSession(files, { ...request, cwd: root }), connection, buffers, files, docs: `${packageFolder}/docs` })
    projects.set(root, known)
    return known
  }
  const lookAgain = async (): Promise<void> => {
    const open = await Promise.all(buffers.paths().map(async (path) => [path, await projectOf(path)] as const))
    for (const project of projects.values()) project.look(open.flatMap(([path, its]) => (its === project ? [path] : [])))
  }

  connection.onInitialize((params) => {
    folders = foldersOf(params) ?? folders
    return abilities
  })
  connection.onInitialized(() => {
    void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*.{yaml,yml,json,csv}' }] }).catch(() => undefined)
    void Promise.all(folders.map((folder) => projectOf(`${folder}/seatplan.yaml`))).then(lookAgain)
  })
  connection.onDidChangeWatchedFiles(lookAgain)
  buffers.onChange(lookAgain)

  /** Answers about a place of an open file, when the project has been looked at once. */
  const at = async <T>({ textDocument, position }: TextDocumentPositionParams, answer: (shown: Shown, offset: number, project: Project) => Promise<T>): Promise<T | null> => {
    const buffer = buffers.at(textDocument.uri)
    if (buffer === undefined) return null
    const project = await projectOf(buffer.path)
    await project.ready()
    return answer(buffer, buffer.offsetAt(position), project)
  }
  connection.onHover((params) => at(params, (shown, offset, { session }) => hoverAt(shown, offset, session.knowledge)))
  connection.onCompletion((params) => at(params, async (shown, offset, { session }) => ({ isIncomplete: true, items: [...(await completionAt(shown, offset, session.knowledge))] })))
  connection.onDefinition((params) => at(params, async (shown, offset, { session }) => [...(await definitionAt(shown, offset, session.knowledge, { files, packageFolder, config: session.config ?? { root: request.cwd, file: undefined, catalogs: [] } }))]))
  /** The files of a project, with what is not saved yet: those that take part, and all others in its folder. */
  const shelfOf = async ({ session, root }: Project): Promise<Shelf> => {
    const texts = buffers.texts(buffers.paths())
    const below = await textsBelow(files, root)
    return { files: overlaid(files, () => texts), paths: [...new Set([...session.looked(), ...below])].sort() }
  }
  connection.onReferences(({ context, ...params }) => at(params, async (shown, offset, project) => [...(await referencesAt(shown, offset, project.session.knowledge, await shelfOf(project), context.includeDeclaration))]))
  connection.onPrepareRename((params) => at(params, (shown, offset, { session }) => renamableAt(shown, offset, session.knowledge)))
  connection.onRenameRequest(({ newName, ...params }) => at(params, async (shown, offset, project) => renameAt(shown, offset, newName, project.session.knowledge, await shelfOf(project))))
  connection.onCodeAction(async ({ textDocument: { uri }, range }: CodeActionParams): Promise<CodeAction[]> => {
    const buffer = buffers.at(uri)
    const project = buffer && (await projectOf(buffer.path))
    const told = project?.told(buffer!)
    if (told === undefined) return []
    const document = (await readText(buffer!.path, buffer!.text)).value
    return [...actionsFor(uri, buffer!, document, told, told.filter(({ diagnostic }) => meet(diagnostic.range, range)), project!.session.knowledge)]
  })
  connection.listen()
  return new Promise<never>(() => undefined)
}

const abilities: InitializeResult = {
  serverInfo: { name: 'seatplan', version },
  capabilities: {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    renameProvider: { prepareProvider: true },
    completionProvider: { triggerCharacters: ['[', ',', ' ', "'"] },
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.SourceFixAll] },
  },
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] | undefined {
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri == null ? [] : [rootUri])
  const paths = uris.flatMap((uri) => pathOf(uri) ?? [])
  return paths.length === 0 ? undefined : paths
}

function meet(one: Range, other: Range): boolean {
  const before = (a: Range['start'], b: Range['start']): boolean => a.line < b.line || (a.line === b.line && a.character < b.character)
  return !before(one.end, other.start) && !before(other.end, one.start)
}
