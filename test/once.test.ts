import { describe, expect, test } from 'vitest'
import { once, onceFor, onceForAll } from '../src/once.js'

describe('made once', () => {
  test('even if it is undefined', () => {
    let times = 0
    const make = once(() => void times++)
    make()
    make()
    expect(times).toBe(1)
  })

  test('for each key, by its identity', () => {
    let times = 0
    const make = onceFor((key: { readonly a: number }) => ({ a: key.a, time: times++ }))
    const [one, alike] = [{ a: 1 }, { a: 1 }]
    expect(make(one)).toBe(make(one))
    expect(make(alike)).not.toBe(make(one))
    expect(times).toBe(2)
  })

  test('a failure is not remembered', () => {
    let times = 0
    const make = onceFor((_: object) => {
      if (times++ === 0) throw new Error('not yet')
      return 'made'
    })
    const key = {}
    expect(() => make(key)).toThrow('not yet')
    expect(make(key)).toBe('made')
  })

  test('for each row of keys, in their order', () => {
    let times = 0
    const make = onceForAll((keys: readonly { readonly a: number }[]) => `${keys.map(({ a }) => a).join()} ${times++}`)
    const [one, two] = [{ a: 1 }, { a: 2 }]
    expect(make([one, two])).toBe('1,2 0')
    expect(make([one, two])).toBe('1,2 0')
    expect(make([two, one])).toBe('2,1 1')
    expect(make([one])).toBe('1 2')
    expect(make([])).toBe(' 3')
    expect(make([one, { a: 2 }])).toBe('1,2 4')
  })
})
