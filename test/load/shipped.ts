import { disk } from '../../src/load/disk.js'
import { compileShipped } from '../../src/load/project/shipped.js'
import type { Shipped } from '../../src/load/project/shipped.js'

let compiled: Promise<Shipped> | undefined

/** What ships, compiled from its sources; once in a test file. */
export function shipped(): Promise<Shipped> {
  return (compiled ??= compileShipped(disk(), '.').then(({ value, problems }) => {
    if (value === undefined) throw new Error(JSON.stringify(problems[0]))
    return value
  }))
}
