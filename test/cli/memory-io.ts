import { memory } from '../../src/load/memory.js'
import type { Io } from '../../src/cli/io.js'

/** A machine made of values, and what a command said and wrote on it. */
export interface MemoryIo extends Io {
  said(): string
  complained(): string
  readonly written: Map<string, string>
}

export function memoryIo(files: Readonly<Record<string, string>> = {}, env: Readonly<Record<string, string>> = {}): MemoryIo {
  const out: string[] = []
  const err: string[] = []
  const written = new Map<string, string>()
  return {
    out: text => void out.push(text),
    err: text => void err.push(text),
    said: () => out.join(''),
    complained: () => err.join(''),
    written,
    files: memory(files),
    write: async (path, chunks) => void written.set(path, [...chunks].join('')),
    cwd: '/home/ada',
    env,
    today: () => '2026-11-24',
    isTerminal: { out: false, err: false },
    width: 80,
  }
}
