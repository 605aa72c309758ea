import type { BatchReport } from '../../model/batch.js'
import { batchReporters } from '../../report/batch/index.js'
import { batchInRepository } from '../../report/in-repository.js'
import { inRepository } from '../in-repository.js'
import { isGiven, type Invocation } from '../command.js'
import { usesColor } from '../options.js'
import type { Output } from '../outputs.js'

/** Writes the answer to a run in every format that was asked for. */
export async function writeBatch(batch: BatchReport, outputs: readonly Output[], { given, io }: Invocation): Promise<void> {
  tellUnnamed(batch, outputs, { given, io })
  for (const { format, file } of outputs) {
    const reporter = batchReporters.find(one => one.name === format)!
    const options = { color: file === undefined && usesColor(given, io, 'out'), width: io.width, expand: isGiven(given, 'expand') }
    const shown = reporter.readIn === undefined ? batch : batchInRepository(batch, await inRepository({ given, io }))
    const chunks = reporter.render(shown, options)
    if (file === undefined) for (const chunk of chunks) io.out(chunk)
    else await io.write(file, chunks)
  }
}

/** A list of users from reports that name a few is no list of users. */
function tellUnnamed({ results }: BatchReport, outputs: readonly Output[], { given, io }: Pick<Invocation, 'given' | 'io'>): void {
  if (!outputs.some(({ format }) => format === 'csv') || isGiven(given, 'quiet')) return
  const short = results.some(({ report }) => report?.findings.some(({ users }) => users.sample.length < users.max))
  if (short) io.err('the reports name only some of the users of their findings\n      `seatplan check --expand` names all of them\n')
}
