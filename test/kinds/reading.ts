import { kindNamed } from '../../src/kinds/index.js'
import type { Resolve } from '../../src/kinds/kind.js'
import { didYouMean } from '../../src/load/text/schema-words.js'
import type { Rule } from '../../src/model/rule.js'

/** What reading a rule gave: the rule, or what was wrong, each as `path: message`. */
export interface Read {
  readonly rule: Rule | undefined
  readonly problems: readonly string[]
}

/**
 * Reads a rule with names that stand for themselves: `plan:x`, `product:x`, `group:x`. Names that start with `same-` all mean `x`,
 * those with `no-` nothing.
 */
export function read(kind: string, body: Readonly<Record<string, unknown>>, severity: Rule['severity'] = 'error'): Read {
  const problems: string[] = []
  const problem = (path: readonly (string | number)[], message: string): undefined => void problems.push(`${path.join('.')}: ${message}`)
  const named = (type: string) => (handle: string, path: readonly (string | number)[]) =>
    handle.startsWith('no-') ? problem(path, `unknown ${type} \`${handle}\``) : handle.startsWith('same-') ? 'x' : handle
  const resolve: Resolve = {
    plan: named('plan'),
    product: named('product'),
    group: named('group'),
    didYouMean,
    problem: (_code, message, path) => problem(path, message),
  }
  const head = { id: 'a-rule', severity, reason: 'So.', pack: 'test', place: { file: 'rules.yaml', line: 1, column: 1 } }
  return { rule: kindNamed(kind)?.read(body, head, resolve), problems }
}

/** Reads a rule that is right. */
export function rule(kind: string, body: Readonly<Record<string, unknown>>, severity: Rule['severity'] = 'error'): Rule {
  const { rule, problems } = read(kind, body, severity)
  if (rule === undefined) throw new Error(problems.join('\n'))
  return rule
}
