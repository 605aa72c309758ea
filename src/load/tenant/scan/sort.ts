/** Sorts the first `count` numbers. Lists are short: a few rows or groups, seldom a few hundred. */
export function sortFirst(items: Int32Array, count: number): void {
  if (count > 32) return void items.subarray(0, count).sort()
  for (let i = 1; i < count; i++) {
    const item = items[i]!
    let j = i
    for (; j > 0 && items[j - 1]! > item; j--) items[j] = items[j - 1]!
    items[j] = item
  }
}
