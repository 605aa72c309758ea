import { availableParallelism, homedir } from 'node:os'
import { isAbsolute, posix, win32 } from 'node:path'
import { blockingDisk } from '../load/disk.js'
import type { Machine } from './machine.js'

export function nodeMachine(env: NodeJS.ProcessEnv): Machine {
  return {
    smallFiles: blockingDisk(),
    get cores() {
      return availableParallelism()
    },
    now: () => performance.now(),
    get cacheFolder() {
      return cacheFolder(env, process.platform, homedir())?.replaceAll('\\', '/')
    },
    onInterrupt,
  }
}

/** Where each system keeps caches. What is not absolute is nobody's folder. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform, home: string): string | undefined {
  const { join } = platform === 'win32' ? win32 : posix
  const asked = env['XDG_CACHE_HOME']
  if (asked !== undefined && isAbsolute(asked)) return join(asked, 'seatplan')
  if (platform === 'win32') return env['LOCALAPPDATA'] ? join(env['LOCALAPPDATA'], 'seatplan', 'Cache') : undefined
  if (home === '') return undefined
  return platform === 'darwin' ? join(home, 'Library', 'Caches', 'seatplan') : join(home, '.cache', 'seatplan')
}

/** Whoever listened before listens again afterwards. */
function onInterrupt(tell: () => void): () => void {
  const others = process.listeners('SIGINT')
  const back = (): void => {
    process.removeListener('SIGINT', heard)
    for (const other of others) process.on('SIGINT', other)
  }
  const heard = (): void => {
    back()
    tell()
  }
  for (const other of others) process.removeListener('SIGINT', other)
  process.on('SIGINT', heard)
  return () => process.listeners('SIGINT').includes(heard) && back()
}
