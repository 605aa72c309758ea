/** What loading needs of a disk. Surfaces supply the real one (`load/disk.ts`); tests and editors supply memory. */
export interface Files {
  /** Absent: undefined. */
  stat(path: string): Promise<{ readonly kind: 'file' | 'folder'; readonly size: number } | undefined>
  /** Names in a folder, sorted. */
  list(folder: string): Promise<readonly string[]>
  read(path: string): Promise<Uint8Array>
  /** A chunk is valid until the next one is asked for. */
  stream(path: string, range?: { readonly start?: number; readonly end?: number }): AsyncIterable<Uint8Array>
  /** A folder for spilling to, where there is one. */
  scratch?(): Promise<string>
}
