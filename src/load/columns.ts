/** A column of whole numbers that grows: no object per user. */
export interface Numbers {
  push(value: number): void
  readonly length: number
  /** What there is; not to be kept while the column grows. */
  values(): Uint32Array
}

export function numbers(): Numbers {
  let data = new Uint32Array(1024)
  let length = 0
  return {
    push(value) {
      if (length === data.length) {
        const larger = new Uint32Array(data.length * 2)
        larger.set(data)
        data = larger
      }
      data[length++] = value
    },
    get length() {
      return length
    },
    values: () => data.subarray(0, length),
  }
}
