import type { Guid } from '../model/catalog.js'
import type { Holding } from '../model/subject.js'
import type { Path, Source } from '../model/tenant.js'
import type { Cause, Standing } from '../model/trace.js'
import { onceFor } from '../once.js'
import { holdingsOf, type Blame } from './causes.js'
import { onPath } from './outcome.js'
import { gives, grantsOf, pathOf } from './paths.js'
import type { Crowd, World } from './world.js'

type Undetermined = Crowd['undetermined']
type OneOf = readonly { readonly state: string; readonly error: string | null }[]

/**
 * Sources of one user that exclude each other and are attempted in the same step: the one that the simulation attempts first is
 * applied. Which one that is, nobody outside knows. Called after the other one failed.
 */
export function doubtRivals(world: World, index: number, source: Source, blames: readonly Blame[]): void {
  const crowd = world.crowds[index]!
  if (!blames.every((blame) => isMetByRivals(world, crowd, source, blame))) return
  const isOurs = onPath(source)
  world.crowds[index] = { ...crowd, standings: crowd.standings.map((one) => (one.open && isOurs(one) && one.firstStep === world.step ? doubted(one) : one)) }
}

/** Thousands share a doubt, so they share what says so. */
const doubted = onceFor((standing: Standing): Standing => ({ ...standing, determined: false }))

/** What it meets came in this very step, by other sources. */
function isMetByRivals(world: World, crowd: Crowd, source: Source, { violation: { evidence } }: Blame): boolean {
  const turn = crowd.turns.at(-1)
  if (evidence.kind !== 'mutually-exclusive' || turn?.step !== world.step) return false
  const before = grantsOf({ ...crowd.state!, paths: turn.from })
  const others = holdingsOf(evidence).filter(({ assignedByGroup }) => assignedByGroup !== source)
  return others.length > 0 && others.every((holding) => !gives(before, holding, world.plansOf))
}

/** What may be of the rows of sources of which nobody knows which one was applied; what else is open stays as it is. */
export function withRivals({ undetermined, standings, state, turns }: Crowd): Undetermined {
  const rivals = standings.filter(({ open, determined, cause }) => open && !determined && cause.error === 'MutuallyExclusiveViolation')
  if (state === undefined || rivals.length === 0) return undetermined
  const rows = rivals.flatMap(({ cause, firstStep }) => {
    const from = turns.find(({ step }) => step === firstStep)?.from ?? []
    return sourcesIn(cause).flatMap((source) => rowsOf(pathOf(state, source), pathOf({ ...state, paths: from }, source), cause))
  })
  return new Map([...undetermined, ...rows])
}

const sourcesIn = (cause: Cause): readonly Source[] => [...new Set([cause.source ?? null, ...heldTogether(cause).map(({ assignedByGroup }) => assignedByGroup)])]

const heldTogether = ({ evidence }: Cause): readonly Holding[] => (evidence.kind === 'mutually-exclusive' ? evidence.holdings : [])

/** Either it was applied, or it failed for the conflict and left on what it gave before. */
function rowsOf(path: Path, before: Path, cause: Cause): readonly (readonly [string, OneOf])[] {
  const culprits = new Set(heldTogether(cause).flatMap(({ assignedByGroup, skuId }) => (assignedByGroup === path.source ? [skuId] : [])))
  const skuIds = new Set([...path.intended, ...before.effective].map(({ skuId }) => skuId))
  return [...skuIds].map((skuId) => {
    const failed = { state: has(before, skuId) ? 'ActiveWithError' : 'Error', error: culprits.has(skuId) ? 'MutuallyExclusiveViolation' : 'Other' }
    return [`${path.source ?? ''}|${skuId}`, [applied(path, skuId), failed]]
  })
}

const has = ({ effective }: Path, skuId: Guid): boolean => effective.some((license) => license.skuId === skuId)

const applied = ({ intended }: Path, skuId: Guid): { readonly state: string; readonly error: null } =>
  ({ state: intended.some((license) => license.skuId === skuId) ? 'Active' : 'None', error: null })
