import type { Database } from './database.js'

/** What loading needs of a disk. Surfaces supply the real one (`load/disk.ts`); tests and editors supply memory. */
export interface Files {
  /** Absent: undefined. A `stamp` is another one after every change; where there is none, nobody knows. */
  stat(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly size: number; readonly stamp?: string } | undefined>
  /** Names in a folder, sorted. */
  list(folder: string): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array>
  /** A chunk is valid until the next one is asked for. */
  stream(path: string, range?: { readonly start?: number; readonly end?: number }): AsyncIterable<Uint8Array>
  /** Where a path leads when all links are followed; of what is not there, as far as something is. */
  real?(path: string): Promise<string>
  /** A place for what is too much for memory, where there is one. */
  scratch?(): Scratch
  /** What reads Parquet and DuckDB's own files, where there is such a thing. */
  readonly lake?: Lake
  /** What was made of files before, as long as they say the same; only of files that are kept (`load/kept.ts`). */
  remember?<T>(what: string, make: (files: Files) => Promise<T>): Promise<T>
}

export interface Lake {
  /** Throws a `DatabaseError`. */
  open(): Promise<Database>
  /** A file as the database finds it. */
  at(path: string): Promise<string>
}

/** What `make` makes of the files, or made before. `what` names it, with all that it depends on beside the files. */
export function remembered<T>(files: Files, what: string, make: (files: Files) => Promise<T>): Promise<T> {
  return files.remember === undefined ? make(files) : files.remember(what, make)
}

/** Bytes that nobody else sees, gone when nobody needs them. */
export interface Scratch {
  /** Throws a `ScratchFault` where there is no room. */
  write(bytes: Uint8Array, position: number): void
  /** Gives how many there were. */
  readInto(bytes: Uint8Array, position: number): number
}

/** The disk does not take what is too much for memory. */
export class ScratchFault extends Error {
  constructor(
    readonly code: string,
    readonly folder: string,
  ) {
    super(`${folder}: ${code}`)
  }
}
