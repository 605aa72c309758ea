import { posix } from 'node:path'

/** A path as a file in `folder` means it. Forward slashes everywhere. */
export function pathFrom(folder: string, path: string): string {
  const forward = path.replaceAll('\\', '/')
  return isAbsolute(forward) ? forward : posix.join(folder, forward)
}

/** How problems and reports call a path: seen from the project's folder. */
export function shownFrom(root: string, path: string): string {
  return isAbsolute(root) === isAbsolute(path) ? posix.relative(root, path) || '.' : path
}

/** Without `.` and `..`. */
export function normalPath(path: string): string {
  return posix.normalize(path)
}

export function nameOf(path: string): string {
  return posix.basename(path)
}

export function folderOf(path: string): string {
  return posix.dirname(path)
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:\//.test(path)
}
