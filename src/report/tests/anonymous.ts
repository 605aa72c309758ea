import type { BatchProblem } from '../../model/batch.js'
import type { Verdict } from '../../model/rule-test.js'
import type { TestReport, TestedCase, TestedRules, TestedScenario } from '../../model/tests.js'

/** Gives ordinals to texts of one sort, in the order in which they are met. */
type Namer = (what: string, text: string) => string

/**
 * The answer under other names: files and titles by the order of files, everything else that is not a word of seatplan's own
 * by the order in which its file says it. So a shard says what the whole says.
 */
export function anonymousTests(report: TestReport, isOurs: (word: string) => boolean): TestReport {
  const { scenarios, ruleTests, coverage, part, ...head } = report
  const files = part?.set ?? [...scenarios, ...ruleTests].map(({ file }) => file).sort()
  const number = new Map(files.map((file, at) => [file, String(at + 1).padStart(4, '0')]))
  const fileOf = (file: string): string => `file-${number.get(file)!}`
  const named = <T extends TestedScenario | TestedRules>(one: T): Pick<T, 'file' | 'title'> => ({ file: fileOf(one.file), title: one.title === one.file ? fileOf(one.file) : `title-${number.get(one.file)!}` })
  const whole = namer(isOurs)
  return {
    ...head,
    scenarios: scenarios.map(one => ({ ...one, ...named(one), ...scenarioWords(one, namer(isOurs), file => number.get(file)) })),
    ruleTests: ruleTests.map(one => ({ ...one, ...named(one), ...ruleTestWords(one, namer(isOurs), file => number.get(file)) })),
    ...(coverage && { coverage: { ...coverage, rules: coverage.rules.map(rule => ({ ...rule, ruleId: whole('rule', rule.ruleId), pack: whole('pack', rule.pack), file: whole('path', rule.file), points: rule.points.map(point => ({ ...point, names: point.names.map(name => whole('text', name)) })) })) } }),
    ...(part && { part: { ...part, set: part.set.map(fileOf) } }),
  }
}

type NumberOf = (file: string) => string | undefined

function scenarioWords({ differences, problems }: TestedScenario, name: Namer, numberOf: NumberOf): Pick<TestedScenario, 'differences' | 'problems'> {
  return { differences: differences.map(({ path, expected, actual }) => ({ path: renamedPath(path, name), expected: renamed(expected, name), actual: renamed(actual, name) })), problems: problems.map(one => unworded(one, name, numberOf)) }
}

function ruleTestWords({ cases, problems }: TestedRules, name: Namer, numberOf: NumberOf): Pick<TestedRules, 'cases' | 'problems'> {
  return { cases: cases.map(one => renamedCase(one, name)), problems: problems.map(one => unworded(one, name, numberOf)) }
}

function renamedCase({ title, rule, who, does, reason, expected, actual, ...rest }: TestedCase, name: Namer): TestedCase {
  const orNull = (what: string, text: string | null): string | null => (text === null ? null : name(what, text))
  return { ...rest, title: orNull('title', title), rule: orNull('rule', rule), who: name('row', who), does: name('given', does), reason: orNull('reason', reason), expected: verdict(expected, name), actual: actual === null ? null : verdict(actual, name) }
}

function verdict(said: Verdict, name: Namer): Verdict {
  return typeof said === 'string' ? said : Object.fromEntries(Object.entries(said).map(([rule, severity]) => [name('rule', rule), severity]))
}

/** Its words may name anything. */
function unworded({ hint: _, ...problem }: BatchProblem, name: Namer, numberOf: NumberOf): BatchProblem {
  const number = numberOf(problem.file)
  return { ...problem, file: number === undefined ? name('path', problem.file) : `file-${number}`, message: 'what is wrong is said on standard error alone: it may name somebody' }
}

/** Keys, too: users and products are keys of what a scenario expects. */
function renamed(value: unknown, name: Namer): unknown {
  if (typeof value === 'string') return name('text', value)
  if (Array.isArray(value)) return value.map(item => renamed(item, name))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [name('text', key), renamed(item, name)]))
}

/** `states.ada@contoso.com[0].error`: a user's name may have dots. */
function renamedPath(path: string, name: Namer): string {
  const [, states, user, rest] = /^(states\.)([^[]+)(.*)$/s.exec(path) ?? []
  if (states !== undefined) return `${states}${name('text', user!)}${renamedParts(rest!, name)}`
  return renamedParts(path, name)
}

function renamedParts(path: string, name: Namer): string {
  return path.split(/(\.|\[\d+\])/).map((part, at) => (at % 2 === 1 ? part : name('text', part))).join('')
}

function namer(isOurs: (word: string) => boolean): Namer {
  const known = new Map<string, string>()
  const count = new Map<string, number>()
  return (what, text) => {
    if (text === '' || isOurs(text)) return text
    const key = `${what} ${text}`
    const at = (count.get(what) ?? 0) + (known.has(key) ? 0 : 1)
    const called = known.get(key) ?? `${what}-${String(at).padStart(4, '0')}`
    count.set(what, at)
    known.set(key, called)
    return called
  }
}
