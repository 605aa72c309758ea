import type { Scratch } from '../../files.js'
import { blocks } from './blocks.js'

/** Records of so many whole numbers each, one behind the other. */
export interface Column {
  pushAll(records: Uint32Array): void
  readonly length: number
  /** A number of a record. */
  word(record: number, at: number): number
  /** Copies records from one on; as many as have room. */
  copy(from: number, into: Uint32Array): void
}

const recordsInBlock = 256
/** 16 MB. */
const usualWords = 1 << 22

export function column(width: number, openScratch?: () => Scratch, mostWords = usualWords): Column {
  const size = recordsInBlock * width
  const full = blocks(mostWords, openScratch)
  const open = new Uint32Array(size)
  let length = 0
  let closed = 0
  let [seen, seenAt]: [Uint32Array, number] = [open, 0]

  function pushAll(records: Uint32Array): void {
    for (let at = 0; at < records.length; ) {
      const end = length * width - closed * size
      const count = Math.min(size - end, records.length - at)
      open.set(records.subarray(at, at + count), end)
      length += count / width
      at += count
      if (end + count === size) close()
    }
  }

  function close(): void {
    full.add(open)
    closed++
    seenAt = -1
  }

  function block(number: number): Uint32Array {
    if (number !== seenAt) [seen, seenAt] = [number === closed ? open : full.at(number), number]
    return seen
  }

  function copy(from: number, into: Uint32Array): void {
    for (let done = 0, at = from * width; done < into.length; ) {
      const [number, start] = [Math.floor(at / size), at % size]
      const whole = start === 0 ? Math.min(closed - number, Math.floor((into.length - done) / size)) : 0
      const count = whole > 0 ? whole * size : Math.min(size - start, into.length - done)
      if (whole > 0) full.copy(number, into.subarray(done, done + count))
      else into.set(block(number).subarray(start, start + count), done)
      done += count
      at += count
    }
  }

  return {
    pushAll,
    get length() {
      return length
    },
    word: (record, at) => block(Math.floor(record / recordsInBlock))[(record % recordsInBlock) * width + at]!,
    copy,
  }
}
