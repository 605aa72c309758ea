import type { TestReport } from '../model/tests.js'
import { testsInRepository } from '../report/in-repository.js'
import { testReporters } from '../report/tests/index.js'
import { isGiven, type Invocation } from './command.js'
import { inRepository } from './in-repository.js'
import { usesColor } from './options.js'
import type { Output } from './outputs.js'

/** Writes what became of tests in every format that was asked for. */
export async function writeTests(report: TestReport, outputs: readonly Output[], { given, io }: Pick<Invocation, 'given' | 'io'>): Promise<void> {
  for (const { format, file } of outputs) {
    const reporter = testReporters.find(one => one.name === format)!
    const shown = reporter.readIn === undefined ? report : testsInRepository(report, await inRepository({ given, io }))
    const chunks = reporter.render(shown, { color: file === undefined && usesColor(given, io, 'out'), quiet: isGiven(given, 'quiet') })
    if (file === undefined) for (const chunk of chunks) io.out(chunk)
    else await io.write(file, chunks)
  }
}
