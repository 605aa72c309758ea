import type { Scratch } from '../files.js'

/** Blocks of whole numbers, all of one size: those of the beginning in memory, past a limit on disk. */
export interface Blocks {
  /** A copy is kept; gives the block's number. */
  add(block: Uint32Array): number
  /** Not to be kept or written to: on disk it is read into the place of the last one. */
  at(block: number): Uint32Array
}

export function blocks(mostWords: number, openScratch: (() => Scratch) | undefined): Blocks {
  const inMemory: Uint32Array[] = []
  let onDisk: OnDisk | undefined
  let words = 0

  function add(block: Uint32Array): number {
    if (onDisk === undefined && (openScratch === undefined || words + block.length <= mostWords)) {
      words += block.length
      return inMemory.push(block.slice()) - 1
    }
    onDisk ??= blocksOnDisk(openScratch!(), block.length)
    return inMemory.length + onDisk.add(block)
  }

  return { add, at: (block) => inMemory[block] ?? onDisk!.at(block - inMemory.length) }
}

type OnDisk = Blocks

function blocksOnDisk(scratch: Scratch, length: number): OnDisk {
  const read = new Uint32Array(length)
  let readLast: number | undefined
  let count = 0
  return {
    add(block) {
      scratch.write(bytesOf(block), count * block.byteLength)
      return count++
    },
    at(block) {
      if (readLast !== block) scratch.readInto(bytesOf(read), block * read.byteLength)
      readLast = block
      return read
    },
  }
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
