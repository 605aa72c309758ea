import { loadConfig } from '../../load/project/config.js'
import { isJson } from '../../load/text/document.js'
import type { Files } from '../../load/files.js'
import { fileTypeOf } from '../../load/text/file-type.js'
import { openDocument } from '../../load/text/open.js'
import { pathFrom, shownFrom } from '../../load/paths.js'
import { problemIn, sortedProblems } from '../../load/text/problems.js'
import type { WorkspaceRequest } from '../../load/project/workspace.js'
import type { Loaded, Problem } from '../../model/problem.js'
import { markOf } from '../byte-order-mark.js'
import { textsBelow } from '../../load/files-below.js'
import { formatDocument } from './format.js'

/** A file as it is and as it would be written. */
export interface FormattedFile {
  readonly path: string
  /** As it is called in messages. */
  readonly shown: string
  readonly before: string
  readonly after: string
}

/**
 * The YAML files at some paths, formatted; without paths, those that the config names and the config itself.
 * In a folder, files of no type that seatplan reads are passed over; JSON is never touched.
 */
export async function formatFiles(files: Files, paths: readonly string[], request: WorkspaceRequest): Promise<Loaded<readonly FormattedFile[]>> {
  const config = await loadConfig(files, request)
  if (config.value === undefined) return { problems: config.problems }
  const { root } = config.value
  const asked = paths.length > 0 ? paths : pathsIn(config.value, root)
  const found = await Promise.all(asked.map((path) => filesAt(files, pathFrom(request.cwd, path), root)))
  const all = [...new Map(found.flatMap(({ value = [] }) => value).map((one) => [one.path, one])).values()]
  const formatted = await Promise.all(all.filter(({ path }) => !isJson(path)).map((one) => formatFile(files, one, root)))
  return { value: formatted.flatMap(({ value }) => value ?? []), problems: sortedProblems([...found, ...formatted].flatMap(({ problems }) => problems)) }
}

function pathsIn({ file, packs, scenarios, waivers, catalogs, prices }: NonNullable<Awaited<ReturnType<typeof loadConfig>>['value']>, root: string): readonly string[] {
  const located = [...packs.flatMap((pack) => ('path' in pack ? [pack] : [])), ...catalogs, ...scenarios, ...waivers, ...(prices === undefined ? [] : [prices])]
  return [...(file === undefined ? [] : [pathFrom(root, file)]), ...located.map(({ path }) => path)]
}

interface At {
  readonly path: string
  /** Found in a folder, not named itself. */
  readonly byFolder: boolean
}

async function filesAt(files: Files, path: string, root: string): Promise<Loaded<readonly At[]>> {
  const found = await files.stat(path)
  if (found === undefined) return { problems: [problemIn(shownFrom(root, path), 'no-file', `there is no file \`${shownFrom(root, path)}\``, 'check the path')] }
  if (found.kind === 'file') return { value: [{ path, byFolder: false }], problems: isJson(path) ? [jsonRemark(shownFrom(root, path))] : [] }
  return { value: (await textsBelow(files, path)).map((one) => ({ path: one, byFolder: true })), problems: [] }
}

function jsonRemark(file: string): Problem {
  return { file, severity: 'warning', code: 'not-yaml', message: 'this is JSON, which is left as it is', hint: 'fmt writes YAML' }
}

function refusal(file: string): Problem {
  return { file, severity: 'warning', code: 'left-alone', message: 'this file is left as it is: written anew, it would not read back the same', hint: 'this should not happen; please report it with the file' }
}

async function formatFile(files: Files, { path, byFolder }: At, root: string): Promise<Loaded<FormattedFile>> {
  const shown = shownFrom(root, path)
  const { value: document, problems } = await openDocument(files, path, shown)
  if (document === undefined) return { problems }
  if (byFolder && fileTypeOf(document) === undefined) return { problems: [] }
  const { text, refused } = formatDocument(document)
  const mark = await markOf(files, path)
  return { value: { path, shown, before: mark + document.source.text, after: mark + text }, problems: refused ? [...problems, refusal(shown)] : problems }
}
