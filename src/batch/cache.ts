import { sha256 } from '../load/text/digest.js'
import type { KeptFiles } from '../load/project/kept.js'
import { isResult } from './cache-entry.js'
import type { Store } from './store.js'
import type { ResultOf } from './done.js'
import { groundWords, type Ground, type Task } from './tasks.js'

/**
 * Results by what they were made of. Which files a task looks at is known only when it has been done: so there are two entries,
 * one that lists them, found by the task itself and the bytes of its own file, and one with the result, found by a digest of the
 * program, of everything that was asked for, and of every file that is on the list.
 */
export interface Cache {
  find<T extends Task>(task: T): Promise<{ readonly result: ResultOf<T>; readonly words: readonly (readonly [key: string, word: string])[] } | undefined>
  keep<T extends Task>(task: T, result: ResultOf<T>, words: ReadonlyMap<string, string>): Promise<void>
}

/** `program`: the digest of the program. */
export function cacheIn(store: Store, files: KeptFiles, ground: Ground, program: string): Cache {
  const base = sha256(`${program}\n${groundWords(ground)}`)
  const listKey = async (task: Task): Promise<string> => sha256(JSON.stringify(['list', base, task, await wordOfOwn(files, task)]))
  const resultKey = (task: Task, seen: readonly Seen[]): string => sha256(JSON.stringify(['result', base, task, seen]))
  return {
    async find(task) {
      if (store.isEmpty) return undefined
      for (const keys of listsIn(await store.get(await listKey(task)))) {
        const seen = await Promise.all(keys.map(async (key): Promise<Seen> => [key, await files.word(key)]))
        const result = readEntry(await store.get(resultKey(task, seen)), task)
        if (result !== undefined) return { result, words: seen }
      }
      return undefined
    },
    async keep(task, result, words) {
      if (result.outcome === 'unread' || [...words.values()].includes(unfinished)) return
      const seen: readonly Seen[] = [...words].sort(([a], [b]) => (a < b ? -1 : 1))
      const keys = seen.map(([key]) => key)
      await store.put(resultKey(task, seen), JSON.stringify(result))
      const at = await listKey(task)
      const others = listsIn(await store.get(at)).filter(list => list.join('\n') !== keys.join('\n'))
      await store.put(at, JSON.stringify([keys, ...others].slice(0, mostLists)))
    },
  }
}

type Seen = readonly [key: string, word: string]

/** The same file in a project that comes and goes between branches looks at other files. */
const mostLists = 4

/** The word of a file that was not read to its end. */
const unfinished = 'in part'

function wordOfOwn(files: KeptFiles, task: Task): Promise<string> {
  const own = task.kind === 'scenario' ? task.path : task.plan
  return own === undefined ? Promise.resolve('') : files.word(`bytes ${own}`)
}

function listsIn(text: string | undefined): readonly (readonly string[])[] {
  const data = parsed(text)
  return Array.isArray(data) && data.every(list => Array.isArray(list) && list.every(key => typeof key === 'string')) ? data : []
}

/** What does not look like a result any more is none. */
function readEntry<T extends Task>(text: string | undefined, task: T): ResultOf<T> | undefined {
  const data = parsed(text)
  return isResult(task, data) ? data : undefined
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
