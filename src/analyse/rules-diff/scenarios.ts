import { play } from '../../engine/play.js'
import { foundIn, type Found } from '../../explain/found.js'
import { situationOf } from '../../explain/situation.js'
import type { Catalog, Guid } from '../../model/catalog.js'
import type { Project } from '../../model/project.js'
import { judgeOf } from '../rule-tests/play.js'
import { meanTheSame } from './meaning.js'
import { inForce, type Side } from './side.js'
import { onceFor } from '../../once.js'

/** A scenario as each of the two sets reads it: a catalog decides what its products bring. Where it decides nothing, both are the very same. */
export interface PairedScenario {
  readonly file: string
  readonly old: Project
  readonly new: Project
}

/** For each rule the scenarios in which it is broken otherwise, sorted. */
export async function changedScenarios(scenarios: readonly PairedScenario[], old: Side, now: Side): Promise<ReadonlyMap<string, readonly string[]>> {
  const changed = new Map<string, string[]>()
  const isAlike = meanAlike(old, now)
  for (const scenario of scenarios.filter((one) => !isAlike || one.old !== one.new)) {
    const [before, after] = [await broken(scenario.old, old), await broken(scenario.new, now)]
    for (const rule of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(rule) !== after.get(rule)) changed.set(rule, [...(changed.get(rule) ?? []), scenario.file].sort())
    }
  }
  return changed
}

/** Whether both sides have the same rules. */
function meanAlike(old: Side, now: Side): boolean {
  return old.rules.length === now.rules.length && old.rules.every((rule, at) => meanTheSame(rule, now.rules[at]!))
}

/** Whether a scenario speaks of a product that the two catalogs know differently. */
export function isConcerned({ tenant, plan }: Project, old: Catalog, now: Catalog): boolean {
  const differing = differingProducts(old)(now)
  const said = JSON.stringify([[...tenant.subscribedSkus.keys()], [...tenant.groups.values()], tenant.cohorts.map(({ state }) => state), plan?.steps])
  return [...differing].some((skuId) => said.includes(skuId))
}

const differingProducts = onceFor((old: Catalog) =>
  onceFor((now: Catalog): ReadonlySet<Guid> => {
    const ids = [...new Set([...old.products.keys(), ...now.products.keys()])]
    return new Set(ids.filter((id) => JSON.stringify(old.products.get(id)) !== JSON.stringify(now.products.get(id))))
  }),
)

const daysOf = onceFor((_: Side) => new Map<string, ReturnType<typeof inForce>>())

/** One set for each day, so that its judge is made once. */
function rulesOn(side: Side, day: string): ReturnType<typeof inForce> {
  const days = daysOf(side)
  const set = days.get(day) ?? inForce(side, day)
  days.set(day, set)
  return set
}

/** What is found of each rule, as one text: the same text is the same verdict. */
async function broken(scenario: Project, side: Side): Promise<ReadonlyMap<string, string>> {
  const project = { ...scenario, rules: rulesOn(side, scenario.now) }
  const found = foundIn(situationOf(project, await play(project, judgeOf(project)), false)).filter(({ cause }) => cause.ruleId !== null)
  const rules = new Map<string, string[]>()
  for (const one of found) rules.set(one.cause.ruleId!, [...(rules.get(one.cause.ruleId!) ?? []), verdictOf(one)])
  return new Map([...rules].map(([rule, verdicts]) => [rule, verdicts.sort().join('\n')]))
}

function verdictOf({ cause, severity, origin, step, transient, lastStep, count, cohorts, users }: Found): string {
  const concerned = [...new Set([...users, ...cohorts.flatMap(({ members }) => [...members])])].sort((a, b) => a - b)
  return JSON.stringify([cause.error, cause.scope, cause.source ?? null, cause.skuId, severity, origin, step, transient, lastStep, count, concerned])
}
