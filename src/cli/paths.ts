import { posix, win32 } from 'node:path'
import type { Io } from './io.js'

/** A path as the reader wrote it, seen from the working directory; forward slashes, no `..` left. */
export function absolute(path: string, io: Pick<Io, 'cwd'>): string {
  const forward = path.replaceAll('\\', '/')
  return win32.isAbsolute(io.cwd) && !posix.isAbsolute(io.cwd)
    ? win32.resolve(io.cwd, forward).replaceAll('\\', '/')
    : posix.resolve(io.cwd, path)
}
