import { parentPort, workerData } from 'node:worker_threads'
import { blockingDisk } from '../load/disk.js'
import { performer } from './perform.js'
import { keepingIn, type Answer, type Handed, type Order } from './handed.js'

/** A thread: does the tasks that it is sent, one after the other, and answers each. */
export function work(): void {
  const { ground, kept } = workerData as Handed
  const perform = performer(blockingDisk(), ground, keepingIn(kept))
  const port = parentPort!
  port.on('message', ({ index, task }: Order) => {
    perform(task).then(
      done => port.postMessage({ index, done } satisfies Answer),
      (bug: unknown) => port.postMessage({ index, bug } satisfies Answer),
    )
  })
}
