import type { Found } from '../../../src/explain/findings.js'
import { editsOf } from '../../../src/remedy/edit-plan.js'
import type { Move } from '../../../src/remedy/move.js'
import { movesFor } from '../../../src/remedy/moves/index.js'
import { usersOf, type Scene } from '../../../src/remedy/scene.js'
import { tryEdits } from '../../../src/remedy/trial.js'
import { setKey, subsets } from './brute-force.js'
import type { Opened } from './open.js'

/**
 * The moves, with all that are offered for anything that any set of them leaves or causes, and so on: nothing that could be of
 * use is outside. A set of which a part is clean is no way to anything. Undefined: more than `most`.
 */
export async function closed(opened: Opened, found: Found, moves: readonly Move[], most: number): Promise<readonly Move[] | undefined> {
  const universe = new Map(moves.map((one) => [one.id, one]))
  const seen = new Set<string>()
  const clean: (readonly Move[])[] = []
  for (let before = -1; before < universe.size; ) {
    before = universe.size
    for (const set of subsets([...universe.values()])) {
      if (seen.has(setKey(set)) || clean.some((part) => part.every((one) => set.includes(one)))) continue
      seen.add(setKey(set))
      const offers = await offeredAfter(opened, found, set)
      if (offers === 'clean') clean.push(set)
      else for (const one of offers) if (!universe.has(one.id)) universe.set(one.id, one)
      if (universe.size > most) return undefined
    }
  }
  return [...universe.values()]
}

/** What is offered for everything that the set leaves or causes; `clean`: that is nothing. */
async function offeredAfter({ base, tools }: Opened, found: Found, moves: readonly Move[]): Promise<readonly Move[] | 'clean'> {
  const scenes = new Map<number, Scene>()
  for (const { step } of moves) scenes.set(step, await tools.scenes(step))
  const edits = editsOf(moves, scenes, base.situation.project.plan!)
  if (!edits?.length) return []
  const trial = await tryEdits(base, found, edits, tools.judge)
  if (trial.isCured && trial.caused.length === 0) return 'clean'
  const offers: Move[] = []
  const home = await tools.scenes(found.step)
  for (const problem of [...trial.left, ...trial.caused]) {
    const scene = await tools.scenes(trial.edited.anchors[problem.step - 1] ?? 0)
    offers.push(...(await movesFor({ found: problem, scene, home, users: usersOf(problem), siblings: trial.found })))
  }
  return offers
}
