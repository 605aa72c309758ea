import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noneTaken, takeFrom } from '../../src/batch/queue.js'
import { contentOf, shardOf } from '../../src/batch/shards.js'
import type { Task } from '../../src/batch/tasks.js'
import { memory } from '../../src/load/memory.js'

const pieces = fc.uniqueArray(fc.string(), { maxLength: 40 }).map(names => names.map((name, at) => ({ name, content: String(at % 7) })))

describe('shards', () => {
  test('are all pieces, each once, none longer than another by two', () => {
    fc.assert(fc.property(pieces, fc.integer({ min: 1, max: 20 }), (all, of) => {
      const shards = Array.from({ length: of }, (_, at) => shardOf(all, { number: at + 1, of }))
      expect(shards.flat().toSorted((a, b) => a - b)).toEqual(all.map((_, at) => at))
      const sizes = shards.map(shard => shard.length)
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }), { seed: 7 })
  })

  test('are the same whatever the order in which the pieces are found', () => {
    fc.assert(fc.property(pieces, fc.integer({ min: 1, max: 9 }), (all, of) => {
      const turned = all.toReversed()
      const names = (list: typeof all): readonly string[] => shardOf(list, { number: 1, of }).map(at => list[at]!.name).toSorted()
      expect(names(turned)).toEqual(names(all))
    }), { seed: 7 })
  })

  test('go by what stands in the files: another byte, another place', async () => {
    const files = memory({ '/p/a.yaml': 'changes: []', '/p/b.yaml': 'changes: [ ]', '/t/users.json': '[]', '/t/members/g.json': '[1]' })
    const digests = await Promise.all(['/p/a.yaml', '/p/b.yaml', '/t', '/nowhere'].map(path => contentOf(files, path)))
    expect(new Set(digests).size).toBe(4)
    expect(await contentOf(memory({ '/t/users.json': '[]', '/t/members/g.json': '[12]' }), '/t')).not.toBe(digests[2])
  })
})

describe('the queue', () => {
  const tasks: readonly Task[] = [['a', 'p'], ['a', 'q'], ['b', 'p'], ['c', 'p'], ['c', 'q'], ['c', 'r']].map(([tenant, plan]) => ({ kind: 'check', tenant, plan }))

  test('gives whoever has a tenant its next plan, and begins with the tenant that has most', () => {
    const queue = takeFrom(tasks, noneTaken(tasks))
    const taken: number[] = []
    for (let last = queue.next(undefined); last !== undefined; last = queue.next(last)) taken.push(last)
    expect(taken).toEqual([3, 4, 5, 0, 1, 2])
  })

  test('shares a tenant when no other is left', () => {
    const queue = takeFrom(tasks, noneTaken(tasks))
    const first = queue.next(undefined)
    const second = queue.next(undefined)
    const third = queue.next(undefined)
    expect([first, second, third, queue.next(third), queue.next(undefined)]).toEqual([3, 0, 2, 4, 1])
  })

  test('gives each task to one of those who share it, whoever comes when', () => {
    const many = fc.array(fc.constantFrom('a', 'b', 'c', undefined), { maxLength: 30 }).map(tenants => tenants.map((tenant, at): Task => (tenant === undefined ? { kind: 'scenario', path: `${at}` } : { kind: 'check', tenant, plan: `${at}` })))
    fc.assert(fc.property(many, fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }), (all, turns) => {
      const taken = noneTaken(all)
      const queues = [0, 1, 2].map(() => ({ queue: takeFrom(all, taken), last: undefined as number | undefined, given: [] as number[] }))
      const ask = (who: number): boolean => {
        const one = queues[who]!
        one.last = one.queue.next(one.last)
        if (one.last !== undefined) one.given.push(one.last)
        return one.last !== undefined
      }
      turns.forEach(ask)
      while (ask(0));
      expect(queues.flatMap(({ given }) => given).toSorted((a, b) => a - b)).toEqual(all.map((_, at) => at))
    }), { seed: 7 })
  })
})
