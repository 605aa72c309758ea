/** Room that is left, in bytes of UTF-8. */
export interface Room {
  bytes: number
}

const encoder = new TextEncoder()

/**
 * What is made of the items, one after another, as long as there is room; then what says how many found none.
 * `keep` bytes stay for what comes after.
 */
export function* fitting<T>(items: readonly T[], render: (item: T) => string, room: Room, keep: number, rest: (left: number) => string): Iterable<string> {
  for (const [at, item] of items.entries()) {
    const text = render(item)
    const bytes = encoder.encode(text).length
    if (room.bytes - bytes < keep) return yield rest(items.length - at)
    room.bytes -= bytes
    yield text
  }
}

/** A text that takes its room whatever there is. */
export function taking(text: string, room: Room): string {
  room.bytes -= encoder.encode(text).length
  return text
}
