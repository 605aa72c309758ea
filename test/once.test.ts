import { describe, expect, test } from 'vitest'
import { once, onceFor } from '../src/once.js'

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
})
