import { sampleOf, type Situation } from '../../explain/situation.js'
import type { Guid } from '../../model/catalog.js'
import type { Gap } from '../../model/rollout.js'
import type { TraceCohort } from '../../model/trace.js'
import { dataPlans } from '../../remedy/handover/losses.js'
import { plansOn } from '../../simulate/paths.js'
import { plansOfCatalog } from '../../simulate/world.js'

/** Who is without plans, or without any plan of a service with data, between steps before and after which they are on. */
export function gapsOf(situation: Situation): readonly Gap[] {
  const services = dataPlans(situation.project.catalog)
  const alike = new Map<string, { readonly gap: Omit<Gap, 'users'>; readonly cohorts: TraceCohort[] }>()
  for (const cohort of situation.trace.cohorts) {
    if (cohort.deltas.length < 2) continue
    for (const gap of gapsOfOne(situation, cohort, services)) {
      const key = JSON.stringify(gap)
      const entry = alike.get(key) ?? { gap, cohorts: [] }
      entry.cohorts.push(cohort)
      alike.set(key, entry)
    }
  }
  return [...alike].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { gap, cohorts }]) => ({
    users: { count: cohorts.reduce((sum, { members }) => sum + members.length, 0), sample: sampleOf(situation, cohorts.map(({ members }) => members)) },
    ...gap,
  }))
}

type Services = ReturnType<typeof dataPlans>

/** One for each stretch of steps. */
function gapsOfOne(situation: Situation, cohort: TraceCohort, services: Services): readonly Omit<Gap, 'users'>[] {
  const moments = plansByStep(situation, cohort)
  const plans = new Set(moments.flatMap(on => [...on]))
  const missing = new Map<string, { readonly steps: readonly number[]; readonly plans: string[]; readonly services: string[] }>()
  const note = (steps: readonly number[], kind: 'plans' | 'services', name: string): void => {
    if (steps.length === 0) return
    const entry = missing.get(steps.join()) ?? { steps, plans: [], services: [] }
    entry[kind].push(name)
    missing.set(steps.join(), entry)
  }
  for (const plan of plans) note(without(moments.map(on => on.has(plan))), 'plans', situation.names.plan(plan))
  for (const { service, plans: some } of services) note(without(moments.map(on => [...on].some(plan => some.has(plan)))), 'services', service)
  return [...missing.values()].map(({ steps, plans: names, services: lost }) => ({ gapAtSteps: steps, servicePlans: names.sort(), services: lost.sort() }))
}

/** What is on in the snapshot and after each step. */
function plansByStep({ trace, project }: Situation, { before, deltas }: TraceCohort): readonly ReadonlySet<Guid>[] {
  const moments: ReadonlySet<Guid>[] = [new Set(plansOn(before, plansOfCatalog(project.catalog)))]
  for (let step = 1; step <= trace.steps.length; step += 1) {
    const delta = deltas.find(one => one.step === step)
    const now = moments.at(-1)!
    moments.push(delta === undefined ? now : new Set([...[...now].filter(plan => !delta.loses.includes(plan)), ...delta.gains]))
  }
  return moments
}

/** Steps after which it is off, while it was on before and is on again later. */
function without(on: readonly boolean[]): readonly number[] {
  const [first, last] = [on.indexOf(true), on.lastIndexOf(true)]
  return on.flatMap((is, step) => (!is && step > first && step < last && first !== -1 ? [step] : []))
}
