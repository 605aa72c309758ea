import type { Source } from '../model/tenant.js'
import { judgeAttempts } from './attempt.js'
import { bySource, isFailed } from './paths.js'
import { settle } from './settle.js'
import type { Asking, Crowd, World } from './world.js'

/**
 * A conflict that this step cleared by a group or a membership is tried again in the same pass (A-RETRY):
 * for users for whom a group source lost a holding, every source that failed for a conflict which no rule sees any more.
 */
export function* retry(world: World): Asking<void> {
  const lost = (crowd: Crowd): boolean => crowd.lostAt === world.step
  for (let again = true; again; ) {
    again = false
    const sources = new Set(world.crowds.filter(lost).flatMap(conflicted))
    for (const source of [...sources].sort(bySource)) {
      const waiting = world.crowds.flatMap((crowd, index) =>
        lost(crowd) && conflicted(crowd).includes(source) ? [index] : [],
      )
      const cleared = yield* withoutConflict(world, source, waiting)
      if (cleared.length === 0) continue
      yield* settle(world, source, cleared)
      again = true
    }
  }
}

const conflicted = ({ state }: Crowd): readonly Source[] =>
  (state?.paths ?? [])
    .filter((path) => path.source !== null && isFailed(path))
    .filter((path) => Object.values(path.errors).includes('MutuallyExclusiveViolation'))
    .map((path) => path.source)

function* withoutConflict(world: World, source: Source, indexes: readonly number[]): Asking<readonly number[]> {
  const verdicts = yield* judgeAttempts(world, source, indexes)
  return indexes.filter((_, i) => verdicts[i]!.every(({ violation }) => violation.evidence.kind !== 'mutually-exclusive'))
}
