import { brokenFiles, diagnose, type Diagnosis } from '../analyse/editor/diagnose.js'
import type { Knowledge } from '../analyse/editor/knowledge.js'
import type { Config } from '../load/project/config.js'
import type { Files } from '../load/files.js'
import { keptFiles } from '../load/project/kept.js'
import { loadKnown } from '../load/project/known.js'
import { openText } from '../load/text/open.js'
import { noting, overlaid } from '../load/catalog/overlaid.js'
import { unpackCatalog } from '../load/catalog/packed-catalog.js'
import type { ProjectRequest } from '../load/project/project.js'
import { gatherRules } from '../load/project/rules.js'
import type { WorkspaceRequest } from '../load/project/workspace.js'
import type { Problem } from '../model/problem.js'

/** One project in an editor. */
export interface Session {
  /** What is wrong with these unsaved texts over the disk, by file. A file that cannot be read is taken as it last could for all others. */
  look(texts: ReadonlyMap<string, string>): Promise<Diagnosis['problems']>
  /** As of the last look at which the project could be read. */
  readonly knowledge: Knowledge
  /** Files that were looked at then. */
  looked(): readonly string[]
  readonly config: Config | undefined
}

type Texts = ReadonlyMap<string, string>

export function openSession(disk: Files, request: WorkspaceRequest): Session {
  const asked: ProjectRequest = { ...request, memberships: 'all' }
  /** The text of each file as it was read last. */
  const read = new Map<string, string>()
  let shown: Texts = new Map()
  const files = keptFiles(noting(overlaid(disk, () => shown), (path, text) => void read.set(path, text)))
  let knowledge = withoutProject(request)
  let config: Config | undefined
  let good: Texts = new Map()
  let isNew = true

  const show = async (texts: Texts): Promise<void> => {
    shown = texts
    await files.changed()
  }
  const learn = async (): Promise<void> => {
    const { value } = await loadKnown(files, asked)
    if (value !== undefined) knowledge = { ...knowledge, project: value }
  }
  const at = async (open: readonly string[]): Promise<Diagnosis> => {
    const found = await diagnose(files, asked, open, knowledge.project.tenant !== undefined)
    config = found.config ?? config
    return found
  }
  /** Each broken file as it last could be read: in this editor, else as it is saved. */
  const lastGood = async (broken: readonly string[], texts: Texts): Promise<Texts> => {
    const found = await Promise.all(broken.map(async (path) => [path, good.get(path) ?? (texts.has(path) ? await savedText(disk, path) : undefined)] as const))
    return new Map(found.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])))
  }

  return {
    async look(texts) {
      const open = [...texts.keys()].sort()
      await show(texts)
      if (isNew) await learn()
      isNew = false
      const now = await at(open)
      const broken = brokenFiles(now)
      const held = await lastGood(broken, texts)
      good = new Map([...good, ...[...read, ...texts].filter(([path]) => !broken.includes(path)), ...held])
      for (const path of held.keys()) read.delete(path)
      if (held.size > 0) await show(new Map([...texts, ...held]))
      const before = held.size > 0 ? await at(open) : now
      await learn()
      files.settle()
      return held.size > 0 ? mixed(now.problems, before.problems, broken) : now.problems
    },
    looked: () => files.looked(),
    get knowledge() {
      return knowledge
    },
    get config() {
      return config
    },
  }
}

async function savedText(files: Files, path: string): Promise<string | undefined> {
  return (await files.stat(path))?.kind === 'file' ? (await openText(files, path, path)).value : undefined
}

/** Of broken files what is wrong with them now; of the others what is said beside the last good ones. */
function mixed(now: Diagnosis['problems'], before: Diagnosis['problems'], broken: readonly string[]): Diagnosis['problems'] {
  const others = [...before].filter(([path]) => !broken.includes(path))
  return new Map<string, readonly Problem[]>([...broken.map((path) => [path, now.get(path) ?? []] as const), ...others])
}

/** Before the project can be read: what comes with seatplan. */
function withoutProject({ shipped, today }: WorkspaceRequest): Knowledge {
  const packs = shipped.packs.filter(({ name }) => name === 'service' || name === 'current')
  return { shipped, project: { catalog: unpackCatalog(shipped.catalog), rules: gatherRules(packs, [], today).value!, tenant: undefined } }
}
