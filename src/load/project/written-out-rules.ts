import type { Problem } from '../../model/problem.js'
import type { Severity } from '../../model/rule.js'
import type { Document } from '../text/document.js'
import { problemAt } from '../text/problems.js'
import type { Override } from './rules.js'
import { didYouMean, listed } from '../text/schema-words.js'
import type { Path } from '../text/tree.js'
import type { Workspace } from './workspace.js'

type Fields = Readonly<Record<string, unknown>>

const severities: readonly string[] = ['error', 'warning', 'info', 'off'] satisfies readonly Severity[]

/** The names of packs and folders among the `rules` of a scenario; undefined: it names none, and the project's are taken. */
export function packsNamed(rules: readonly unknown[] | undefined): readonly string[] | undefined {
  const named = rules?.filter(rule => typeof rule === 'string')
  return named?.length === 0 && rules!.length > 0 && !rules!.some(isWrittenOut) ? undefined : named
}

/** The workspace with the rules that a scenario writes out, and with the severities that it gives to others, as `seatplan.yaml` does. */
export function withWrittenOutRules(workspace: Workspace, document: Document, problems: Problem[]): Workspace {
  const items = ((document.data as Fields)['rules'] ?? []) as readonly unknown[]
  const written = items.flatMap((item, at) => (isWrittenOut(item) ? [at] : []))
  const overrides = items.flatMap((item, at) => (typeof item === 'string' || isWrittenOut(item) ? [] : overridesIn(item as Fields, at, document, problems)))
  const packs = written.length === 0 ? workspace.packs : [...workspace.packs, { name: document.file, documents: [partOf(document, written)] }]
  return { ...workspace, packs, config: { ...workspace.config, overrides: [...workspace.config.overrides, ...overrides] } }
}

function isWrittenOut(item: unknown): boolean {
  return typeof item === 'object' && item !== null && 'kind' in item
}

function overridesIn(item: Fields, at: number, document: Document, problems: Problem[]): readonly Override[] {
  return Object.entries(item).flatMap(([id, severity]): readonly Override[] => {
    if (severities.includes(String(severity))) return [{ id, severity: severity as Severity, place: document.place(['rules', at, id], 'key') }]
    problems.push(problemAt(document.place(['rules', at, id]), 'wrong-word', `the severity of \`${id}\` cannot be \`${String(severity)}\``, didYouMean(String(severity), severities) ?? `write ${listed(severities)}; a rule that is written out has a \`kind\``))
    return []
  })
}

/** The document as a file of rules: only these of its items. */
function partOf(document: Document, items: readonly number[]): Document {
  const whole = (path: Path): Path => (typeof path[1] === 'number' ? ['rules', items[path[1]]!, ...path.slice(2)] : path)
  const rules = (document.data as Fields)['rules'] as readonly unknown[]
  return {
    ...document,
    data: { rules: items.map(at => rules[at]) },
    place: (path, at) => document.place(whole(path), at),
    isQuoted: path => document.isQuoted(whole(path)),
    isFlow: path => document.isFlow(whole(path)),
  }
}
