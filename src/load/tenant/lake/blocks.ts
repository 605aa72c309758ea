/** Items by number, fetched a block at a time; so many blocks are kept, those asked for last. */
export function blocks<T>(size: number, kept: number, fetch: (from: number, to: number) => readonly T[]): (at: number) => T {
  const known = new Map<number, readonly T[]>()
  return (at) => {
    const number = Math.floor(at / size)
    const block = known.get(number) ?? fetch(number * size, (number + 1) * size)
    known.delete(number)
    known.set(number, block)
    if (known.size > kept) known.delete(known.keys().next().value!)
    return block[at % size]!
  }
}
