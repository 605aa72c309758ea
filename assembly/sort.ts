/** Sorts the first `count` numbers. Lists are short: a few rows, seldom a few hundred. */
export function sortFirst(items: usize, count: u32): void {
  for (let i: u32 = 1; i < count; i++) {
    const item = load<u32>(items + (i << 2))
    let j = i
    for (; j > 0 && load<u32>(items + ((j - 1) << 2)) > item; j--) store<u32>(items + (j << 2), load<u32>(items + ((j - 1) << 2)))
    store<u32>(items + (j << 2), item)
  }
}
