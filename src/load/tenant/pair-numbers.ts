/** Pairs of whole numbers as small numbers, 0, 1, 2, ... in the order in which they come. */
export interface PairNumbers {
  of(a: number, b: number): number
  first(number: number): number
  second(number: number): number
  size(): number
  /** One pair after the other: valid until another one comes. */
  all(): Uint32Array
}

/** An open table without objects: it is asked once for every user. */
export function pairNumbers(): PairNumbers {
  /** Number + 1. */
  let table = new Uint32Array(1 << 10)
  let pairs = new Uint32Array(1 << 10)
  let size = 0

  function slotOf(a: number, b: number): number {
    const mask = table.length - 1
    let slot = hashOf(a, b) & mask
    for (let number = table[slot]!; number !== 0; number = table[slot]!) {
      if (pairs[number * 2 - 2] === a && pairs[number * 2 - 1] === b) break
      slot = (slot + 1) & mask
    }
    return slot
  }

  function add(a: number, b: number, slot: number): void {
    pairs[size * 2] = a
    pairs[size * 2 + 1] = b
    table[slot] = ++size
    if (size * 2 === table.length) grow()
  }

  function grow(): void {
    const more = new Uint32Array(pairs.length * 2)
    more.set(pairs)
    pairs = more
    table = new Uint32Array(table.length * 2)
    for (let number = 0; number < size; number++) table[slotOf(pairs[number * 2]!, pairs[number * 2 + 1]!)] = number + 1
  }

  return {
    of(a, b) {
      const slot = slotOf(a, b)
      if (table[slot] === 0) add(a, b, slot)
      else return table[slot]! - 1
      return size - 1
    },
    first: (number) => pairs[number * 2]!,
    second: (number) => pairs[number * 2 + 1]!,
    size: () => size,
    all: () => pairs.subarray(0, size * 2),
  }
}

function hashOf(a: number, b: number): number {
  const hash = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b)
  return hash ^ (hash >>> 15)
}
