import type { Problem } from '../../model/problem.js'

/** What the machine says of a file or folder. `isWritten`: it was to be written. */
export interface DiskFault extends Error {
  readonly code: string
  readonly path?: string
  readonly isWritten?: true
}

/** What the disk does not give, or does not take, is no fault of the program. */
export function isOfTheDisk(error: unknown): error is DiskFault {
  return error instanceof Error && 'syscall' in error && 'code' in error
}

const words: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EACCES: ['permission is denied', 'look at who may read and write there'],
  EPERM: ['permission is denied', 'look at who may read and write there'],
  EISDIR: ['it is a folder', 'name a file in it'],
  EEXIST: ['a file stands where a folder is needed', 'choose another path'],
  ENOTDIR: ['a file stands where a folder is needed', 'choose another path'],
  ENOENT: ['it is not there', 'check the path'],
  ENOSPC: ['the disk is full', 'make room, or choose another place'],
  EDQUOT: ['the disk is full', 'make room, or choose another place'],
  EROFS: ['the disk cannot be written', 'choose another place'],
  ELOOP: ['links lead round in a circle', 'name the file that is meant'],
  ENAMETOOLONG: ['the name is too long', 'choose a shorter one'],
  EMFILE: ['too many files are open', 'close some, or allow more: `ulimit -n`'],
}

/** The sentence and the advice. */
export function diskWords({ code, isWritten }: DiskFault): readonly [message: string, hint: string] {
  const [what, hint] = words[code] ?? ['the disk refuses', 'look at the disk']
  return [`cannot be ${isWritten ? 'written' : 'read'}: ${what} (${code})`, hint]
}

export function diskProblem(file: string, fault: DiskFault): Problem {
  const [message, hint] = diskWords(fault)
  return { file, severity: 'error', code: fault.isWritten ? 'unwritable' : 'unreadable', message: `\`${file}\` ${message}`, hint }
}
