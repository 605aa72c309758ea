import type { Lookup } from '../../load/catalog/names.js'
import type { Document } from '../../load/text/document.js'
import type { Catalog } from '../../model/catalog.js'
import { lintIds, lintSeverities, type LintOverrides } from '../../model/lint.js'
import { namesFrom } from '../../model/names.js'
import type { Problem } from '../../model/problem.js'
import type { Rule } from '../../model/rule.js'
import { lints } from '../lints/index.js'
import type { Around, House, Lint, LintedFile, Remark } from '../lints/lint.js'
import { shelfOf } from '../lints/shelf.js'
import { writtenRules } from '../lints/written-rules.js'

/** Whether a problem is something that could be better, and not something that cannot be read. Its code is then the id of a lint. */
export function isFinding({ code }: Pick<Problem, 'code'>): boolean {
  return (lintIds as readonly string[]).includes(code)
}

/** What is to be said of one file, whatever stands in others. */
export function fileFindings(file: LintedFile, severities: LintOverrides): readonly Problem[] {
  return lints.flatMap((lint) => problemsOf(lint, lint.file?.(file) ?? [], severities))
}

/** Rules that are loaded together, and what they are read against. */
export interface LoadedRules {
  readonly now: string
  readonly catalog: Catalog
  readonly lookup: Lookup
  /** In the order of packs and files. */
  readonly rules: readonly Rule[]
  /** Where the rules stand that can be changed. */
  readonly documents: readonly Document[]
}

/** What is to be said of rules that are loaded together. */
export function ruleFindings({ now, catalog, lookup, rules, documents }: LoadedRules, severities: LintOverrides): readonly Problem[] {
  const judged = rules.filter(({ severity }) => severity !== 'off')
  const house: House = { now, catalog, names: namesFrom(catalog, new Map()), lookup, shelf: shelfOf(catalog), rules: writtenRules(judged, documents) }
  return lints.flatMap((lint) => problemsOf(lint, lint.rules?.(house) ?? [], severities))
}

/** What is to be said of overrides, waivers, and of rules in the light of a tenant. */
export async function aroundFindings(around: Around, severities: LintOverrides): Promise<readonly Problem[]> {
  const found = await Promise.all(lints.map(async (lint) => problemsOf(lint, severityOf(lint, severities) === 'off' ? [] : ((await lint.around?.(around)) ?? []), severities)))
  return found.flat()
}

function severityOf({ id }: Lint, severities: LintOverrides) {
  return severities[id] ?? lintSeverities[id]
}

function problemsOf(lint: Lint, remarks: readonly Remark[], severities: LintOverrides): readonly Problem[] {
  const severity = severityOf(lint, severities)
  if (severity === 'off') return []
  return remarks.map(({ place, message, hint, fix }) => ({ ...place, severity, code: lint.id, message, ...(hint === undefined ? {} : { hint }), ...(fix === undefined ? {} : { fix }) }))
}
