import { main } from './main.js'
import { nodeIo } from './node-io.js'

/** The program behind the entry: one command line on the real machine; gives the exit code. */
export function run(argv: readonly string[]): Promise<number> {
  return main(argv, nodeIo())
}

/** A thread of a batch, in what is built. */
export async function work(): Promise<void> {
  const { work: begin } = await import('../batch/thread.js')
  begin()
}
