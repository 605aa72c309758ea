import type { Scratch } from '../../files.js'
import { blocks } from './blocks.js'

/** Records of so many whole numbers each, in buckets by the first bits of their first number: one bucket fits into memory, all of them need not. */
export interface Buckets {
  /** Those among the first `length` numbers, one record behind the other. */
  pushAll(records: Uint32Array, length: number): void
  readonly length: number
  /** One at first; many as soon as there are many records. */
  readonly count: number
  bucketOf(first: number): number
  /** The records of a bucket in the order in which they came: valid until the next one is asked for, or something is added. */
  bucket(number: number): Uint32Array
}

/** Of first numbers, by which there are many buckets. */
export const bucketBits = 6
const mostBuckets = 1 << bucketBits
/** Numbers that lie together, at most. */
const blockWords = 1 << 12
/** A small tenant is not worth a large table: thousands of scenarios have one each. */
const firstWords = 1 << 8
const mostEarly = 1 << 16
/** 4 MB. */
const usualWords = 1 << 20

export function buckets(width: number, openScratch?: () => Scratch, mostWords = usualWords): Buckets {
  const size = Math.floor(blockWords / width) * width
  const full = blocks(mostWords, openScratch)
  /** All records as they came, until they are many. */
  let early = new Uint32Array(firstWords)
  /** Then, by bucket, those that fill no block yet, and blocks. */
  let open: Uint32Array | undefined
  const ends = new Uint32Array(mostBuckets)
  const places: number[][] = []
  let length = 0
  let gathered = new Uint32Array(0)

  function pushAll(records: Uint32Array, count: number): void {
    const words = length * width
    length += count / width
    if (open !== undefined) return distribute(records, count, open)
    if (words + count > mostEarly) return spread(records, count, words)
    if (words + count > early.length) early = grown(early, Math.max(early.length * 2, words + count))
    early.set(records.subarray(0, count), words)
  }

  function spread(records: Uint32Array, count: number, words: number): void {
    open = new Uint32Array(mostBuckets * size)
    for (let bucket = 0; bucket < mostBuckets; bucket++) places.push([])
    distribute(early, words, open)
    early = new Uint32Array(0)
    distribute(records, count, open)
  }

  /** The hot loop. */
  function distribute(records: Uint32Array, count: number, into: Uint32Array): void {
    for (let at = 0; at < count; at += width) {
      const bucket = records[at]! >>> shift
      const end = ends[bucket]!
      const to = bucket * size + end
      for (let i = 0; i < width; i++) into[to + i] = records[at + i]!
      ends[bucket] = end + width
      if (end + width === size) close(bucket, into)
    }
  }

  function close(bucket: number, from: Uint32Array): void {
    places[bucket]!.push(full.add(from.subarray(bucket * size, (bucket + 1) * size)))
    ends[bucket] = 0
  }

  function bucket(number: number): Uint32Array {
    if (open === undefined) return early.subarray(0, length * width)
    const inBlocks = places[number]!.length * size
    const words = inBlocks + ends[number]!
    if (words > gathered.length) gathered = new Uint32Array(words)
    places[number]!.forEach((place, i) => gathered.set(full.at(place), i * size))
    gathered.set(open.subarray(number * size, number * size + ends[number]!), inBlocks)
    return gathered.subarray(0, words)
  }

  return {
    pushAll,
    get length() {
      return length
    },
    get count() {
      return open === undefined ? 1 : mostBuckets
    },
    bucketOf: (first) => (open === undefined ? 0 : bucketOfMany(first)),
    bucket,
  }
}

const shift = 32 - bucketBits

/** Where there are many buckets. */
export const bucketOfMany = (first: number): number => first >>> shift

function grown(words: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length)
  more.set(words)
  return more
}
