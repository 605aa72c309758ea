import type { Many } from '../load/project/batch-file.js'
import { problemIn } from '../load/text/problems.js'
import type { BatchName, BatchReport } from '../model/batch.js'
import type { Loaded, Problem } from '../model/problem.js'
import type { TestReport } from '../model/tests.js'
import { version } from '../model/version.js'
import { batchReport, waiversOnce } from './batch-report.js'
import { sumUp } from './test-report.js'

/** A file with a shard in it. */
export interface Shown<T> {
  readonly file: string
  readonly report: T
}

/** The parts of one run as the answer of the whole: the same as if it had never been split. A set that is incomplete or mixed is none. */
export function mergeMany(parts: readonly Shown<Many>[]): Loaded<Many> {
  const checks = parts.flatMap(({ file, report }) => (report.kind === 'checks' ? [{ file, report: report.report }] : []))
  const tests = parts.flatMap(({ file, report }) => (report.kind === 'tests' ? [{ file, report: report.report }] : []))
  if (checks.length > 0 && tests.length > 0) return { problems: [mixed(tests[0]!.file, 'answers of `seatplan check` and of `seatplan test` lie together', 'put them into folders of their own')] }
  if (checks.length > 0) return mergeChecks(checks)
  return mergeTests(tests)
}

function mergeChecks(parts: readonly Shown<BatchReport>[]): Loaded<Many> {
  const names = ({ tenant, plan }: BatchName): string => [tenant ?? 'the project\'s tenant', plan ?? 'as it is'].join(', ')
  const wrong = wrongSet(parts, report => report.results.map(names), report => report.part?.set.map(names), report => report.now)
  const problems = wrong.length > 0 ? wrong : otherFiles(parts)
  if (problems.length > 0) return { problems }
  const waivers = waiversOnce(parts.map(({ report }) => ({ waivers: report.part!.waivers, reports: report.results.flatMap(one => one.report ?? []) })))
  return { value: { kind: 'checks', report: batchReport(parts.flatMap(({ report }) => report.results), parts[0]!.report.now, waivers) }, problems: [] }
}

/** A file of which two parts read different contents: the exports were mixed. */
function otherFiles(parts: readonly Shown<BatchReport>[]): readonly Problem[] {
  const first = new Map<string, { readonly digest: string; readonly file: string }>()
  return parts.flatMap(({ file, report }) => report.part!.files.flatMap(([path, digest]) => {
    const known = first.get(path) ?? { digest, file }
    first.set(path, known)
    return known.digest === digest ? [] : [mixed(file, `\`${path}\` was another file than for \`${known.file}\``, 'give all parts the same export')]
  }))
}

function mergeTests(parts: readonly Shown<TestReport>[]): Loaded<Many> {
  const problems = wrongSet(parts, ({ scenarios, ruleTests }) => [...scenarios, ...ruleTests].map(({ file }) => file), report => report.part?.set, () => '')
  if (problems.length > 0) return { problems }
  const all = parts.map(({ report }) => report)
  const byFile = (a: { readonly file: string }, b: { readonly file: string }): number => (a.file < b.file ? -1 : 1)
  return { value: { kind: 'tests', report: sumUp(all.flatMap(one => one.scenarios).sort(byFile), all.flatMap(one => one.ruleTests).sort(byFile)) }, problems: [] }
}

type Part = Pick<BatchReport, 'tool'> & { readonly part?: { readonly inputs: string; readonly rules: string } }

/** Why these are not all the parts of one run. */
function wrongSet<T extends Part>(parts: readonly Shown<T>[], has: (report: T) => readonly string[], wants: (report: T) => readonly string[] | undefined, day: (report: T) => string): readonly Problem[] {
  const whole = parts.filter(({ report }) => report.part === undefined)
  if (whole.length > 0) return whole.map(({ file }) => mixed(file, 'the file is no part of a run', 'it was written without `--shard`; `seatplan report` shows such a file'))
  const [first] = parts
  const differs = (of: (report: T) => string, what: (theirs: string, ours: string) => string, hint: string): readonly Problem[] =>
    parts.flatMap(({ file, report }) => (of(report) === of(first!.report) ? [] : [mixed(file, what(of(report), of(first!.report)), hint)]))
  const other = [
    ...parts.flatMap(({ file, report }) => (report.tool.version === version ? [] : [mixed(file, `the file was written by seatplan ${report.tool.version}, this is ${version}`, 'put parts together with the version that made them')])),
    ...differs(report => report.part!.rules, () => `the rules are others than in \`${first!.file}\``, 'make all parts with the same rules'),
    ...differs(day, (theirs, ours) => `the file was made for ${theirs}, \`${first!.file}\` for ${ours}`, 'give all parts the same `--now`'),
  ]
  if (other.length > 0) return other
  const inputs = differs(report => report.part!.inputs, () => `the files or options are others than in \`${first!.file}\``, 'make all parts from the same files, with the same options')
  return inputs.length > 0 ? inputs : [...twice(parts, has), ...missing(parts, has, wants)]
}

function twice<T>(parts: readonly Shown<T>[], has: (report: T) => readonly string[]): readonly Problem[] {
  const first = new Map<string, string>()
  return parts.flatMap(({ file, report }) => has(report).flatMap(name => {
    const known = first.get(name)
    first.set(name, known ?? file)
    return known === undefined ? [] : [mixed(file, `\`${name}\` is in \`${known}\` already`, 'the folder has a part twice, or parts of different splits')]
  }))
}

function missing<T>(parts: readonly Shown<T>[], has: (report: T) => readonly string[], wants: (report: T) => readonly string[] | undefined): readonly Problem[] {
  const there = new Set(parts.flatMap(({ report }) => has(report)))
  const wanted = wants(parts[0]!.report) ?? []
  const lacking = wanted.filter(name => !there.has(name))
  const strange = [...there].filter(name => !wanted.includes(name))
  if (strange.length > 0) return [mixed(parts[0]!.file, `\`${strange[0]}\` is no part of this run`, 'make the parts anew')]
  if (lacking.length === 0) return []
  return [mixed(parts[0]!.file, `${lacking.length} of ${wanted.length} results are missing, such as \`${lacking[0]}\``, 'a part is not there: look whether all shards came to their end')]
}

function mixed(file: string, message: string, hint: string): Problem {
  return problemIn(file, 'mixed-parts', message, hint)
}
