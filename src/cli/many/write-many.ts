import { exitOf } from '../../batch/test-report.js'
import type { Many } from '../../load/project/batch-file.js'
import type { Problem } from '../../model/problem.js'
import { batchReporters } from '../../report/batch/index.js'
import { testReporters } from '../../report/tests/index.js'
import type { Invocation } from '../command.js'
import type { Io } from '../io.js'
import { wrongOutputs, type Output } from '../outputs.js'
import { writeBatch } from './write-batch.js'
import { writeTests } from '../write-tests.js'

export function wrongFormats(many: Many, outputs: readonly Output[], io: Io): readonly Problem[] {
  const known = many.kind === 'checks' ? batchReporters : testReporters.filter(({ needs }) => needs === undefined || many.report[needs] !== undefined)
  return wrongOutputs(outputs, known.map(({ name }) => name), io)
}

/** Writes an answer that was read, as the run that it is of would have; gives its exit code. */
export async function writeMany(many: Many, outputs: readonly Output[], invocation: Invocation): Promise<number> {
  if (many.kind === 'tests') {
    await writeTests(many.report, outputs, invocation)
    return exitOf(many.report)
  }
  await writeBatch(many.report, outputs, invocation)
  return many.report.summary.exitCode
}
