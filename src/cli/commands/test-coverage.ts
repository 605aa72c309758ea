import { coverageOf, type Coverage } from '../../analyse/rule-tests/coverage.js'
import { exercisesOf } from '../../batch/exercises.js'
import type { RuleTestResult } from '../../batch/rule-tests.js'
import type { Config } from '../../load/project/config.js'
import type { Files } from '../../load/files.js'
import { lookupIn } from '../../load/catalog/names.js'
import { openWorkspace, readRuleSet, type WorkspaceRequest } from '../../load/project/workspace.js'
import type { Loaded } from '../../model/problem.js'
import type { Rule } from '../../model/rule.js'

/** What the tests of a project show of its rules. */
export async function coverageOfTests(files: Files, request: WorkspaceRequest & { readonly root: string }, scenarios: readonly string[], ruleTests: readonly RuleTestResult[]): Promise<Loaded<Coverage>> {
  const workspace = await openWorkspace(files, request)
  if (workspace.value === undefined) return { problems: workspace.problems }
  const { catalog, config } = workspace.value
  const rules = readRuleSet(workspace.value, lookupIn(catalog, undefined))
  if (rules.value === undefined) return { problems: rules.problems }
  const own = ownRules([...rules.value.rules, ...(rules.value.idle ?? [])], config, rules.value.packs)
  const exercises = await exercisesOf(files, request, scenarios, ruleTests.flatMap(({ test }) => test ?? []))
  return { value: await coverageOf(own, exercises, catalog), problems: [] }
}

/** Those of the project's own folders; where there are none, those of the packs it names. `service` is the service's own. */
function ownRules(rules: readonly Rule[], { packs }: Config, names: readonly string[]): readonly Rule[] {
  const named = packs.flatMap(pack => ('name' in pack ? [pack.name] : []))
  const isOwnFolder = packs.some(pack => 'path' in pack)
  const counted = names.filter(name => (isOwnFolder ? !named.includes(name) : named.includes(name)) && name !== 'service')
  return rules.filter(({ pack }) => counted.includes(pack))
}
