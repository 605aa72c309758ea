/** `user-0001`: as many digits as the largest of them needs, so that the order of names is the order of numbers. */
export function ordinal(what: string, at: number, of = 0): string {
  return `${what}-${String(at + 1).padStart(Math.max(4, String(of).length), '0')}`
}

/** Gives names to texts in the order in which they are met: the same text, the same name. */
export function namer(what: string): (text: string) => string {
  const known = new Map<string, string>()
  return text => {
    const name = known.get(text) ?? ordinal(what, known.size)
    known.set(text, name)
    return name
  }
}

/** An id made of a number. The block says what it is of. */
export function ordinalId(block: Block, at: number): string {
  return `00000000-0000-4000-${block}-${String(at + 1).padStart(12, '0')}`
}

export type Block = '8000' | '9000' | 'a000'
