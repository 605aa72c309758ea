import { parentPort, workerData } from 'node:worker_threads'
import { blockingDisk } from '../load/disk.js'
import { confined } from '../load/project/confined.js'
import { performer } from './perform.js'
import { keepingIn, type Answer, type Handed } from './handed.js'
import { takeFrom } from './queue.js'
import { turn } from './turn.js'

/** A thread: takes tasks, one after the other, until none is left, and tells of each. */
export async function work(): Promise<void> {
  const { ground, tasks, taken, doing, seat, kept } = workerData as Handed
  const disk = ground.within === undefined ? blockingDisk() : await confined(blockingDisk(), ground.within)
  const perform = performer(disk, ground, keepingIn(kept))
  const queue = takeFrom(tasks, taken)
  const tell = (answer: Answer): void => parentPort!.postMessage(answer, [])
  for (let index = queue.next(undefined); index !== undefined; index = queue.next(index)) {
    Atomics.store(doing, seat, index)
    tell({ index, done: await perform(tasks[index]!) })
    await turn()
  }
  tell('nothing left')
}
