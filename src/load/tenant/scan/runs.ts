/** Runs of bytes as small numbers: equal runs have the same, different runs never do. */
export interface Runs {
  /** `full` when there is no room for another one. */
  of(bytes: Uint8Array, from: number, to: number): number
  /** A copy of the run. */
  at(run: number): Uint8Array
  /** Where it begins in `data`, and where the one before it ends. */
  start(run: number): number
  /** Valid until another one comes. */
  data(): Uint8Array
  size(): number
}

export const full = -1

/** Enough for every word of a tenant; a file in which everything differs is read without. */
export const runLimits = { runs: 1 << 20, bytes: 16 << 20 }

/** For what is in memory anyway. */
export const unlimited = { runs: 2 ** 30, bytes: 2 ** 31 - 1 }

/** An open table of hashes: hashes narrow down, bytes decide. (A getter would give every one of these objects a shape of its own, and make calls slow.) */
export function runs(limits = runLimits): Runs {
  let table = new Int32Array(1 << 7).fill(full)
  let hashes = new Int32Array(1 << 6)
  let starts = new Int32Array(1 << 6 | 1)
  let data = new Uint8Array(1 << 10)
  let size = 0

  function slotOf(bytes: Uint8Array, from: number, to: number, hash: number): number {
    const mask = table.length - 1
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const run = table[slot]!
      if (run === full || (hashes[run] === hash && isRun(run, bytes, from, to))) return slot
    }
  }

  function isRun(run: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = starts[run]!
    if (starts[run + 1]! - start !== to - from) return false
    for (let i = from, j = start; i < to; i++, j++) if (bytes[i] !== data[j]) return false
    return true
  }

  function of(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashOf(bytes, from, to)
    const slot = slotOf(bytes, from, to, hash)
    const known = table[slot]!
    return known === full ? add(bytes, from, to, hash, slot) : known
  }

  function add(bytes: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    const start = starts[size]!
    const next = start + to - from
    if (size === limits.runs || next > limits.bytes) return full
    if (next > data.length) data = grown(data, Math.max(next, data.length * 2))
    data.set(bytes.subarray(from, to), start)
    if (size === hashes.length) {
      hashes = grown(hashes, size * 2)
      starts = grown(starts, size * 2 + 1)
    }
    hashes[size] = hash
    starts[size + 1] = next
    table[slot] = size++
    if (size * 2 > table.length) rehash()
    return size - 1
  }

  function rehash(): void {
    table = new Int32Array(table.length * 2).fill(full)
    const mask = table.length - 1
    for (let run = 0; run < size; run++) {
      let slot = hashes[run]! & mask
      while (table[slot] !== full) slot = (slot + 1) & mask
      table[slot] = run
    }
  }

  return {
    of,
    at: (run) => data.slice(starts[run], starts[run + 1]),
    start: (run) => starts[run]!,
    data: () => data,
    size: () => size,
  }
}

function grown<T extends Uint8Array | Int32Array>(array: T, length: number): T {
  const larger = new (array.constructor as new (length: number) => T)(length)
  larger.set(array)
  return larger
}

/** Four bytes a step. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = to - from
  let i = from
  for (; i + 3 < to; i += 4) {
    hash = Math.imul(hash ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)), 0x9e3779b1)
    hash ^= hash >>> 15
  }
  for (; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash ^ (hash >>> 13)
}

/** Lists of numbers as small numbers, in the same way. */
export interface Lists {
  /** The first `length` of the numbers. Give the same array every time: it is looked at as bytes. */
  of(numbers: Int32Array, length: number): number
  at(list: number): Int32Array
  size(): number
}

export function lists(limits = runLimits): Lists {
  const known = runs(limits)
  let viewed: Int32Array | undefined
  let view: Uint8Array = new Uint8Array()
  function of(numbers: Int32Array, length: number): number {
    if (viewed !== numbers) view = new Uint8Array((viewed = numbers).buffer, numbers.byteOffset, numbers.byteLength)
    return known.of(view, 0, length * 4)
  }
  return {
    of,
    at: (list) => new Int32Array(known.at(list).buffer),
    size: known.size,
  }
}
