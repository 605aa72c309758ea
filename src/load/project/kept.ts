import { createHash } from 'node:crypto'
import type { Files } from '../files.js'

/**
 * Files that remember what was made of them: `remember` gives the earlier value as long as everything that was looked at on the way
 * is still the same. Sizes and times are compared first, contents (by their digests) where those differ.
 */
export interface KeptFiles extends Files {
  remember<T>(what: string, make: (files: Files) => Promise<T>): Promise<T>
  /** Looks at the disk anew; gives the paths of which something was looked at that is different now, sorted. */
  changed(): Promise<readonly string[]>
  /** What was looked at since then makes a whole: nothing else is kept, and it is what `hold` goes back to. */
  settle(): void
  /** Until the next look at the disk these paths are taken as they were when everything was last settled. */
  hold(paths: readonly string[]): void
  /** Everything that was looked at, sorted: files, folders, and what was not there. */
  looked(): readonly string[]
  /** What comes of it, and what was looked at for it, by what was kept before too: each with a word that stays the same as long as it does. */
  traced<T>(make: (files: Files) => Promise<T>): Promise<{ readonly value: T; readonly words: ReadonlyMap<string, string> }>
  /** The word for something that `traced` gave, as it is now. */
  word(key: string): Promise<string>
  /** What was made under names with this part in them is kept no longer. */
  forget(part: string): void
}

/** What was looked at, directly and by what it was made from. */
interface Sight {
  /** `stat /p/plan.yaml` -> a word for what was seen: the same for the same. */
  readonly saw: Map<string, string>
  readonly inner: Set<Sight>
  /** When it was last of use. */
  round: number
}

interface Entry {
  readonly value: unknown
  readonly sight: Sight
}

export function keptFiles(files: Files): KeptFiles {
  const disk = diskWords(files)
  const entries = new Map<string, readonly Entry[]>()
  const running = new Map<string, Promise<Entry>>()
  let settled: ReadonlyMap<string, string> = new Map()
  let held: ReadonlySet<string> = new Set()
  /** What is there of paths that were held: what they were taken for is no word about it. */
  const beneath = new Map<string, string>()
  let round = 0
  let root = newSight(round)

  const now = (key: string): Promise<string> => (isHeld(key) ? Promise.resolve(settled.get(key)!) : disk.now(key))
  const isHeld = (key: string): boolean => held.has(pathOf(key)) && settled.has(key)

  async function isSame({ saw, inner }: Sight): Promise<boolean> {
    for (const [key, word] of saw) if ((await now(key)) !== word) return false
    for (const one of inner) if (!(await isSame(one))) return false
    return true
  }

  async function entryOf(what: string, make: (files: Files) => Promise<unknown>): Promise<Entry> {
    for (const entry of entries.get(what) ?? []) if (await isSame(entry.sight)) return entry
    const sight = newSight(round)
    const entry = { value: await make(through(() => sight)), sight }
    entries.set(what, [entry, ...(entries.get(what) ?? [])])
    return entry
  }

  /** The same files; what is looked at is noted in a sight. */
  function through(sight: () => Sight): Files & Pick<KeptFiles, 'remember'> {
    const note = (key: string, word: string) => void sight().saw.set(key, word)
    /** Whoever is told where a file is reads it there. */
    const lookedAt = async (path: string): Promise<string> => {
      note(`stamp ${path}`, stampWord(await files.stat(path)))
      return files.lake!.at(path)
    }
    return {
      ...(files.scratch && { scratch: () => files.scratch!() }),
      ...(files.real && { real: (path) => files.real!(path) }),
      ...(files.lake && { lake: { open: () => files.lake!.open(), at: lookedAt } }),
      async stat(path) {
        const found = isHeld(`stat ${path}`) ? statOf(settled.get(`stat ${path}`)!) : await files.stat(path)
        note(`stat ${path}`, statWord(found))
        return found
      },
      async list(folder) {
        const names = await files.list(folder)
        note(`list ${folder}`, names.join('/'))
        return names
      },
      async read(path) {
        const stamp = (await files.stat(path))?.stamp
        const bytes = await files.read(path)
        note(`bytes ${path}`, disk.learn(path, stamp, createHash('sha256').update(bytes).digest('hex')))
        return bytes
      },
      async *stream(path, range) {
        if (range !== undefined) return yield* files.stream(path, range)
        // Whoever stops reading has not seen all: then nothing is the same as this.
        note(`bytes ${path}`, 'in part')
        const stamp = (await files.stat(path))?.stamp
        const known = disk.learnt(path, stamp)
        const hash = createHash('sha256')
        for await (const chunk of files.stream(path)) {
          if (known === undefined) hash.update(chunk)
          yield chunk
        }
        note(`bytes ${path}`, known ?? disk.learn(path, stamp, hash.digest('hex')))
      },
      async remember<T>(what: string, make: (files: Files) => Promise<T>): Promise<T> {
        const making = running.get(what) ?? entryOf(what, make).finally(() => running.delete(what))
        running.set(what, making)
        const entry = await making
        use(entry.sight, round)
        sight().inner.add(entry.sight)
        return entry.value as T
      },
    }
  }

  const everything = (): ReadonlyMap<string, string> => new Map([...settled, ...wordsIn(root)])

  return {
    ...through(() => root),
    async changed() {
      for (const key of everything().keys()) if (isHeld(key)) beneath.set(key, await disk.now(key))
      const before = new Map([...everything(), ...beneath])
      held = new Set()
      disk.forget()
      const different = new Set<string>()
      for (const [key, word] of before) if ((await now(key)) !== word) different.add(pathOf(key))
      round += 1
      if (different.size > 0) {
        root = newSight(round)
        beneath.clear()
      }
      return [...different].sort()
    },
    settle() {
      settled = wordsIn(root)
      for (const [what, list] of entries) {
        const used = list.filter(({ sight }) => sight.round === round)
        if (used.length > 0) entries.set(what, used)
        else entries.delete(what)
      }
    },
    hold: (paths) => void (held = new Set(paths)),
    async traced(make) {
      const sight = newSight(round)
      const value = await make(through(() => sight))
      return { value, words: wordsIn(sight) }
    },
    word: now,
    forget(part) {
      for (const what of entries.keys()) if (what.includes(part)) entries.delete(what)
    },
    looked: () => [...new Set([...everything().keys()].map(pathOf))].sort(),
  }
}

/** What a disk says, asked once until it is forgotten; contents are read only where sizes or times differ. */
function diskWords(files: Files) {
  const digests = new Map<string, { readonly stamp: string; readonly digest: string }>()
  let words = new Map<string, Promise<string>>()

  function learn(path: string, stamp: string | undefined, digest: string): string {
    if (stamp !== undefined) digests.set(path, { stamp, digest })
    return digest
  }

  /** What the bytes were when they were last read, if nothing has touched them since. */
  function learnt(path: string, stamp: string | undefined): string | undefined {
    const known = digests.get(path)
    return stamp !== undefined && known?.stamp === stamp ? known.digest : undefined
  }

  async function look(sense: string, path: string): Promise<string> {
    const found = await files.stat(path)
    if (sense === 'stat') return statWord(found)
    if (sense === 'stamp') return stampWord(found)
    if (sense === 'list') return found?.kind === 'folder' ? (await files.list(path)).join('/') : '-'
    if (found?.kind !== 'file') return '-'
    const known = learnt(path, found.stamp)
    if (known !== undefined) return known
    const hash = createHash('sha256')
    for await (const chunk of files.stream(path)) hash.update(chunk)
    return learn(path, found.stamp, hash.digest('hex'))
  }

  function now(key: string): Promise<string> {
    const word = words.get(key) ?? look(key.slice(0, key.indexOf(' ')), pathOf(key)).catch(() => 'unreadable')
    words.set(key, word)
    return word
  }

  return { now, learn, learnt, forget: () => void (words = new Map()) }
}

const newSight = (round: number): Sight => ({ saw: new Map(), inner: new Set(), round })

function use(sight: Sight, round: number): void {
  if (sight.round === round) return
  sight.round = round
  for (const one of sight.inner) use(one, round)
}

const pathOf = (key: string): string => key.slice(key.indexOf(' ') + 1)

type Stat = Awaited<ReturnType<Files['stat']>>

/** Folders have sizes of their own on some disks. */
const statWord = (found: Stat): string => (found === undefined ? '-' : found.kind === 'folder' ? 'folder' : `file ${found.size}`)

const stampWord = (found: Stat): string => found?.stamp ?? '-'

function statOf(word: string): Stat {
  const [kind, size] = word.split(' ')
  return kind === 'file' || kind === 'folder' ? { kind, size: Number(size ?? 0) } : undefined
}

function wordsIn({ saw, inner }: Sight, into = new Map<string, string>()): Map<string, string> {
  for (const [key, word] of saw) into.set(key, word)
  for (const one of inner) wordsIn(one, into)
  return into
}
