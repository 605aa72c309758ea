import type { PlanDelta } from '../model/trace.js'
import { planBits } from './plan-bits.js'
import type { Turn, World } from './world.js'

type Looked = Pick<World, 'memory' | 'plansOf'>

/** Plans that each step switched on and off. */
export function deltasOf(world: Looked, turns: readonly Turn[]): readonly PlanDelta[] {
  if (turns.length === 0) return none
  return turns.length === 1 ? deltasIn(world, turns[0]!) : turns.flatMap((turn) => deltasIn(world, turn))
}

const none: readonly PlanDelta[] = []

/** What a step switches on and off by itself: no delta, or one. Many users take the same turn. */
function deltasIn({ memory, plansOf }: Looked, { step, from, to }: Turn): readonly PlanDelta[] {
  const known = memory.deltas.get(to)
  if (known?.from === from && known.step === step) return known.deltas
  const { gains, loses } = planBits(plansOf).between(from, to)
  const deltas = gains.length + loses.length === 0 ? none : [{ step, gains, loses }]
  memory.deltas.set(to, { from, step, deltas })
  return deltas
}
