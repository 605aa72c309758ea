const longest: u32 = 64

/** Sorts the first `count` numbers. Lists are short: a few rows, seldom a few hundred. */
export function sortFirst(items: usize, count: u32): void {
  for (let gap: u32 = count > longest ? 9841 : 1; gap; gap = gap / 3) if (gap < count || gap === 1) sortApart(items, count, gap)
}

/** Those that are so far apart, among each other. */
function sortApart(items: usize, count: u32, gap: u32): void {
  for (let i: u32 = gap; i < count; i++) {
    const item = load<u32>(items + (i << 2))
    let j = i
    for (; j >= gap && load<u32>(items + ((j - gap) << 2)) > item; j -= gap) store<u32>(items + (j << 2), load<u32>(items + ((j - gap) << 2)))
    store<u32>(items + (j << 2), item)
  }
}
