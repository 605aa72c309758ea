import type { RuleTestResult } from '../batch/rule-tests.js'
import type { Many } from '../load/batch-file.js'
import type { Problem } from '../model/problem.js'
import type { TestReport, TestedRules } from '../model/tests.js'
import { batchReporters } from '../report/batch/index.js'
import { isGiven, type Invocation } from './command.js'
import type { Io } from './io.js'
import { usesColor } from './options.js'
import { put, wrongOutputs, type Output } from './outputs.js'
import { testJson, testLines, type Played } from './test-text.js'
import { writeBatch } from './write-batch.js'

export function wrongFormats({ kind }: Many, outputs: readonly Output[], io: Io): readonly Problem[] {
  return wrongOutputs(outputs, kind === 'checks' ? batchReporters.map(({ name }) => name) : ['text', 'json'], io)
}

/** Writes an answer that was read, as the run that it is of would have; gives its exit code. */
export async function writeMany(many: Many, outputs: readonly Output[], invocation: Invocation): Promise<number> {
  if (many.kind === 'tests') return writeTests(many.report, outputs, invocation)
  await writeBatch(many.report, outputs, invocation)
  return many.report.summary.exitCode
}

async function writeTests(report: TestReport, outputs: readonly Output[], { given, io }: Invocation): Promise<number> {
  const played: Played = { scenarios: report.scenarios.map(one => ({ ...one, problems: [] })), ruleTests: report.ruleTests.map(ruleTestOf) }
  for (const output of outputs) {
    const color = output.file === undefined && usesColor(given, io, 'out')
    await put(output, output.format === 'json' ? testJson(played) : testLines(played, { color, quiet: isGiven(given, 'quiet') }), io)
  }
  const { unread, failed } = report.summary
  return unread > 0 ? 2 : failed > 0 ? 1 : 0
}

/** A rule test as it was before it was written. */
function ruleTestOf({ file, title, outcome, cases }: TestedRules): RuleTestResult {
  return {
    file, title, outcome, problems: [], test: undefined,
    cases: cases.map(({ title: about, rule, who, does, line, column, outcome: one, reason, expected, actual }) => ({
      title: about ?? undefined, rule: rule ?? undefined, who, column: does, place: { file, line, column }, outcome: one, reason: reason ?? undefined, expected, actual: actual ?? undefined,
    })),
  }
}
