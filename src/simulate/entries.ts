/** The entries that belong to an object, made when first asked for. */
export function entriesOf<K extends object, E, V>(memory: WeakMap<K, Map<E, V>>, key: K): Map<E, V> {
  const entries = memory.get(key) ?? new Map<E, V>()
  memory.set(key, entries)
  return entries
}
