/** Makes something when it is first asked for, and gives the same from then on. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** The same for each key, which must never change in place, as long as the key lives. What is made is never undefined. */
export function onceFor<K extends object, T extends NonNullable<unknown>>(make: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, T>()
  return (key) => {
    const earlier = known.get(key)
    if (earlier !== undefined) return earlier
    const made = make(key)
    known.set(key, made)
    return made
  }
}

/** The same for each row of keys. */
export function onceForAll<K extends object, T extends NonNullable<unknown>>(make: (keys: readonly K[]) => T): (keys: readonly K[]) => T {
  const branch = (): Branch<K, T> => ({ next: onceFor(branch), made: undefined })
  const root = branch()
  return (keys) => {
    const end = keys.reduce((at, key) => at.next(key), root)
    return (end.made ??= make(keys))
  }
}

interface Branch<K, T> {
  readonly next: (key: K) => Branch<K, T>
  made: T | undefined
}
