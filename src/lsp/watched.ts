import type { Files } from '../load/files.js'
import { openText, readText } from '../load/text/open.js'
import { toldOf, type Shown, type Told } from './answers.js'
import type { Buffers } from './buffers.js'
import { uriOf } from './places.js'
import type { Connection } from './protocol.js'
import type { Session } from './session.js'

/** After the last key was pressed. */
const pause = 150

/** A project that is looked at again whenever something changes, one look at a time. */
export interface Project {
  readonly root: string
  readonly session: Session
  /** Soon, with these files open. */
  look(open: readonly string[]): void
  /** When it has been looked at for the first time. */
  ready(): Promise<void>
  /** What was said of a file; undefined where it was said of another text. */
  told(shown: Shown): readonly Told[] | undefined
}

interface Given {
  readonly root: string
  readonly session: Session
  readonly connection: Connection
  readonly buffers: Buffers
  readonly files: Files
  readonly docs: string
}

type Problems = Awaited<ReturnType<Session['look']>>
type Saying = ReadonlyMap<string, { readonly text: string; readonly told: readonly Told[] }>

export function watched({ root, session, connection, buffers, files, docs }: Given): Project {
  let said: Saying | undefined
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let open: readonly string[] = []
  let isDirty = false

  const sayingOf = async (problems: Problems, texts: ReadonlyMap<string, string>): Promise<Saying> => {
    const paths = [...new Set([...problems.keys(), ...texts.keys()])].sort()
    return new Map(await Promise.all(paths.map(async (path) => {
      const text = texts.get(path) ?? (await textOn(files, path))
      const document = (await readText(path, text)).value
      return [path, { text, told: (problems.get(path) ?? []).map((problem) => toldOf(problem, text, document, docs)) }] as const
    })))
  }
  const say = async (now: Saying): Promise<void> => {
    const paths = [...new Set([...(said?.keys() ?? []), ...now.keys()])].sort()
    said = now
    for (const path of paths) await connection.sendDiagnostics({ uri: buffers.uriOf(path) ?? uriOf(path), ...buffers.versionOf(path), diagnostics: (now.get(path)?.told ?? []).map(({ diagnostic }) => diagnostic) })
  }
  /** What is typed while looking makes the answer old: then it is not given, and another look follows. */
  const round = async (): Promise<void> => {
    while (isDirty) {
      isDirty = false
      const texts = buffers.texts(open)
      const now = await sayingOf(await session.look(texts), texts)
      if (!isDirty) await say(now)
    }
  }
  const start = (): Promise<void> => {
    timer = undefined
    isDirty = true
    looking ??= round()
      .catch((bug: unknown) => connection.console.error(bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)))
      .finally(() => (looking = undefined))
    return looking
  }

  return {
    root,
    session,
    look(paths) {
      open = paths
      clearTimeout(timer)
      timer = setTimeout(() => void start(), pause)
    },
    async ready() {
      if (said !== undefined) return
      clearTimeout(timer)
      await (looking ?? start())
    },
    told({ path, text }) {
      const saying = said?.get(path)
      return saying?.text === text ? saying.told : undefined
    },
  }
}

async function textOn(files: Files, path: string): Promise<string> {
  const found = await files.stat(path)
  return found?.kind === 'file' ? ((await openText(files, path, path)).value ?? '') : ''
}
