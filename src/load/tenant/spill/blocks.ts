import type { Scratch } from '../../files.js'

/** Blocks of whole numbers, all of one size: those of the beginning in memory, past a limit on disk. */
export interface Blocks {
  /** A copy is kept; gives the block's number. */
  add(block: Uint32Array): number
  /** Not to be kept or written to: on disk it is read into the place of the last one. */
  at(block: number): Uint32Array
  /** Copies blocks from one on; as many as have room. */
  copy(block: number, into: Uint32Array): void
}

export function blocks(mostWords: number, openScratch: (() => Scratch) | undefined): Blocks {
  const inMemory: Uint32Array[] = []
  let onDisk: Blocks | undefined
  let words = 0

  function add(block: Uint32Array): number {
    if (onDisk === undefined && (openScratch === undefined || words + block.length <= mostWords)) {
      words += block.length
      return inMemory.push(block.slice()) - 1
    }
    onDisk ??= blocksOnDisk(openScratch!(), block.length)
    return inMemory.length + onDisk.add(block)
  }

  function copy(block: number, into: Uint32Array): void {
    let done = 0
    for (let i = block; i < inMemory.length && done < into.length; done += inMemory[i++]!.length) into.set(inMemory[i]!, done)
    if (done < into.length) onDisk!.copy(Math.max(block - inMemory.length, 0), into.subarray(done))
  }

  return { add, at: (block) => inMemory[block] ?? onDisk!.at(block - inMemory.length), copy }
}

function blocksOnDisk(scratch: Scratch, length: number): Blocks {
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
    copy: (block, into) => void scratch.readInto(bytesOf(into), block * read.byteLength),
  }
}

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
