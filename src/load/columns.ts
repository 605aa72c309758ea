/** A column of whole numbers that grows: no object per user. */
export interface Numbers {
  push(value: number): void
  pushAll(values: Uint32Array): void
  readonly length: number
  clear(): void
  /** What there is; not to be kept while the column grows. */
  values(): Uint32Array
}

export function numbers(): Numbers {
  let data = new Uint32Array(1024)
  let length = 0

  function makeRoom(more: number): void {
    if (length + more <= data.length) return
    const larger = new Uint32Array(Math.max(data.length * 2, length + more))
    larger.set(data.subarray(0, length))
    data = larger
  }

  return {
    push(value) {
      makeRoom(1)
      data[length++] = value
    },
    pushAll(values) {
      makeRoom(values.length)
      data.set(values, length)
      length += values.length
    },
    get length() {
      return length
    },
    clear() {
      data = new Uint32Array(0)
      length = 0
    },
    values: () => data.subarray(0, length),
  }
}
