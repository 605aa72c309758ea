import { brokenFiles, diagnose, type Diagnosis } from '../analyse/editor/diagnose.js'
import type { Knowledge } from '../analyse/editor/knowledge.js'
import type { Config } from '../load/config.js'
import type { Files } from '../load/files.js'
import { loadKnown } from '../load/known.js'
import { openText } from '../load/open.js'
import { noting, overlaid } from '../load/overlaid.js'
import { unpackCatalog } from '../load/packed-catalog.js'
import { gatherRules } from '../load/rules.js'
import type { WorkspaceRequest } from '../load/workspace.js'
import type { Problem } from '../model/problem.js'

/** One project in an editor. */
export interface Session {
  /** What is wrong with these unsaved texts over the disk, by file. A file that cannot be read is taken as it last could for all others. */
  look(texts: ReadonlyMap<string, string>): Promise<Diagnosis['problems']>
  /** As of the last look at which the project could be read. */
  readonly knowledge: Knowledge
  readonly config: Config | undefined
}

type Texts = ReadonlyMap<string, string>

export function openSession(files: Files, request: WorkspaceRequest): Session {
  let knowledge = withoutProject(request)
  let config: Config | undefined
  let good: Texts = new Map()
  let isNew = true

  const at = async (texts: Texts, open: readonly string[]): Promise<Diagnosis & { readonly read: Texts }> => {
    const read = new Map<string, string>()
    const found = await diagnose(noting(overlaid(files, texts), (path, text) => void read.set(path, text)), request, open, knowledge.project.tenant !== undefined)
    return { ...found, read }
  }
  const learn = async (texts: Texts, diagnosis?: Diagnosis): Promise<void> => {
    const { value } = await loadKnown(overlaid(files, texts), { ...request, memberships: 'all' })
    if (value !== undefined) knowledge = { ...knowledge, project: value }
    config = diagnosis?.config ?? config
  }

  /** Each broken file as it last could be read: in this editor, else as it is saved. */
  const lastGood = async (broken: readonly string[], texts: Texts): Promise<Texts> => {
    const found = await Promise.all(broken.map(async (path) => [path, good.get(path) ?? (texts.has(path) ? await savedText(files, path) : undefined)] as const))
    return new Map(found.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])))
  }

  return {
    async look(texts) {
      const open = [...texts.keys()].sort()
      if (isNew) await learn(texts)
      isNew = false
      const now = await at(texts, open)
      const broken = brokenFiles(now)
      const held = await lastGood(broken, texts)
      good = new Map([...held, ...[...now.read].filter(([path]) => !broken.includes(path))])
      const before = held.size === 0 ? now : await at(new Map([...texts, ...held]), open)
      await learn(new Map([...texts, ...held]), before)
      return held.size === 0 ? now.problems : mixed(now.problems, before.problems, broken)
    },
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
