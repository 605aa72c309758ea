import type { Guid } from '../../../src/model/catalog.js'
import type { Plan } from '../../../src/model/change.js'
import type { Finding } from '../../../src/model/report.js'
import { editPlan, editsOf, type PlanEdit } from '../../../src/remedy/edit-plan.js'
import type { Move } from '../../../src/remedy/move.js'
import { sized } from '../../../src/remedy/moves/seats.js'
import type { Scene } from '../../../src/remedy/scene.js'
import { effectOf, isCaused, isLeft, isNews, type Effect } from './by-report.js'
import type { Opened, Told } from './open.js'

/** One set of moves and what it does; undefined: its moves do not go together, do nothing, or a call is refused that it makes. */
export interface Tried {
  readonly moves: readonly Move[]
  readonly done: Done | undefined
}

/** What a set does, and by which edits: sets that edit alike are one. */
export interface Done {
  readonly effect: Effect
  readonly edits: string
}

/** The sets that the specification asks for, each written down by its edits. */
export interface Wanted {
  readonly clean: readonly string[]
  readonly atAPrice: readonly string[]
}

export const setKey = (moves: readonly Move[]): string =>
  moves.map((one) => one.id).sort().join(' + ')

/** Every subset but the empty one, small ones first. */
export const subsets = (moves: readonly Move[]): readonly (readonly Move[])[] =>
  Array.from({ length: 2 ** moves.length - 1 }, (_, bits) => moves.filter((_, index) => (bits + 1) & (1 << index))).sort((a, b) => a.length - b.length)

/** Every set of at least one of these moves, played from the snapshot on. */
export async function tryAll(opened: Opened, target: Finding, universe: readonly Move[]): Promise<readonly Tried[]> {
  const tried: Tried[] = []
  for (const moves of subsets(universe)) tried.push({ moves, done: await tryOne(opened, target, moves) })
  return tried
}

/** What a set does for one finding. */
export const tryOne = (opened: Opened, target: Finding, moves: readonly Move[]): Promise<Done | undefined> =>
  trySet(opened, moves, {
    asked: (exact) => tryExactly(opened, target, exact),
    shortOf: (after, skuId) => seatsFindings(after, skuId).filter((one) => isCaused(opened.report, one, after) || isLeft(opened.report, one, target, after)),
    keptOf: (after, one) => keptOf(opened, target, after, one),
  })

/** How a set is played, and which shortages of a product count. */
export interface Trying<D> {
  asked(moves: readonly Move[]): Promise<{ readonly done: D | undefined; readonly after: Told } | undefined>
  shortOf(after: Told, skuId: Guid): readonly Finding[]
  /** Of how many users of a shortage it is no matter. */
  keptOf(after: Told, one: Finding): number
}

/**
 * Units are bought and freed until nobody is short for want of one fewer: every number is tried, from none. Where users are short of two
 * products at once, one unit of the first would end what is said of it and help nobody: there as many as are said to be short.
 */
export async function trySet<D>(opened: Opened, moves: readonly Move[], { asked, shortOf, keptOf: kept }: Trying<D>): Promise<D | undefined> {
  const skuIds = [...new Set(moves.flatMap(({ counted }) => counted?.skuId ?? []))]
  if (skuIds.length === 0) return (await asked(moves))?.done
  const most = opened.base.situation.project.tenant.users + 3
  let last: { readonly done: D | undefined; readonly after: Told } | undefined
  const tangled = new Set<Guid>()
  const said = new Map<Guid, number>()
  for (const counts of vectors(skuIds.length, most)) {
    if ([...tangled].some((skuId) => counts[skuIds.indexOf(skuId)]! < (said.get(skuId) ?? 0))) continue
    const exact = withCounts(opened, moves, new Map(skuIds.map((skuId, index) => [skuId, counts[index]!])))
    last = exact.length === 0 ? { done: undefined, after: opened.report } : await asked(exact)
    if (last === undefined) return undefined
    const { after } = last
    const short = skuIds.map((skuId) => ({ skuId, findings: shortOf(after, skuId) }))
    if (short.every(({ findings }) => findings.length === 0)) return exact.length === moves.length ? last.done : undefined
    for (const skuId of skuIds) if (isShortBeside(after, skuId)) tangled.add(skuId)
    for (const { skuId, findings } of short) if (findings.length > 0) said.set(skuId, counts[skuIds.indexOf(skuId)]! + Math.min(...findings.map((one) => one.users.max - kept(after, one))))
  }
  return last?.done
}

export const seatsFindings = ({ findings }: Told, skuId: Guid): readonly Finding[] => findings.filter((one) => one.kind === 'seats' && one.skus.some((sku) => sku.skuId === skuId))

/** Users who go short of it as it is, too, and whom the target is not about. */
const keptOf = ({ report }: Opened, target: Finding, after: Told, one: Finding): number =>
  isLeft(report, one, target, after) || isNews(report, one, after) ? 0 : report.findings.filter(({ fingerprint }) => fingerprint === one.fingerprint).reduce((sum, { users }) => sum + users.max, 0)

/** Whether somebody is short of it who is short of another product, too. */
function isShortBeside({ findings }: Told, skuId: Guid): boolean {
  const seats = findings.filter(({ kind, origin }) => kind === 'seats' && origin !== 'resolved')
  const own = seats.filter(({ skus }) => skus.some((sku) => sku.skuId === skuId))
  return own.some(({ users }) => seats.some((one) => !own.includes(one) && one.users.sample.some((name) => users.sample.includes(name))))
}

/** Vectors of counts, those of the smallest sum first. */
function vectors(length: number, most: number): readonly (readonly number[])[] {
  const all = Array.from({ length }).reduce<readonly (readonly number[])[]>((some) => some.flatMap((one) => Array.from({ length: most + 1 }, (_, count) => [...one, count])), [[]])
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)
  return all.toSorted((a, b) => sum(a) - sum(b))
}

/** The moves with so many units of each product, freed as far as there are any, else bought. */
function withCounts({ base }: Opened, moves: readonly Move[], counts: ReadonlyMap<Guid, number>): readonly Move[] {
  return moves.flatMap((one) => {
    if (!one.counted) return [one]
    const freed = moves.find(({ counted }) => counted?.holders && counted.skuId === one.counted!.skuId)?.counted?.holders?.length ?? 0
    const count = counts.get(one.counted.skuId)!
    return sized(one, one.counted, one.counted.holders ? count : count - freed, base.situation) ?? []
  })
}

export interface Exactly {
  readonly done: Done | undefined
  readonly after: Told
}

/** One set with the numbers of units that its moves name. */
export async function tryExactly(opened: Opened, target: Finding, moves: readonly Move[]): Promise<Exactly | undefined> {
  const played = await playExactly(opened, moves)
  if (!played) return undefined
  const { edits, after, isRefused } = played
  return { done: isRefused ? undefined : { effect: effectOf(opened.report, after, target), edits: JSON.stringify(edits) }, after }
}

/** The set as edits, the report that follows, and whether a call is refused that it makes. */
export async function playExactly(opened: Opened, moves: readonly Move[]): Promise<{ readonly edits: readonly PlanEdit[]; readonly after: Told; readonly isRefused: boolean } | undefined> {
  const edits = await editsFor(opened, moves)
  if (edits === undefined || edits.length === 0) return undefined
  const edited = editPlan(planOf(opened), edits)
  const after = await opened.reportFor(edited.plan, edited.anchors)
  const isRefused = edited.plan.steps.some(({ change }, index) => {
    const edit = edits.find((one) => one.change === change)
    return edit && after.steps[index]!.outcome === 'refused' && !wasRefused(opened, edit)
  })
  return { edits, after, isRefused }
}

const planOf = ({ base }: Opened): Plan => base.situation.project.plan ?? { title: '', file: '', steps: [], notices: [] }

async function editsFor(opened: Opened, moves: readonly Move[]): Promise<readonly PlanEdit[] | undefined> {
  const scenes = new Map<number, Scene>()
  for (const { step } of moves) scenes.set(step, await opened.tools.scenes(step))
  return editsOf(moves, scenes, planOf(opened))
}

/** Whether the call that is edited was refused as it stood: then nothing is lost if it still is. */
const wasRefused = ({ report }: Opened, { at, step, of }: PlanEdit): boolean =>
  (at === 'instead' || of !== undefined) && report.steps[(of ?? step) - 1]?.outcome === 'refused'

/**
 * Clean: cures, causes nothing, and no proper subset both cures and causes nothing.
 * At a price: cures, causes something, and no proper subset cures.
 * Sets that edit alike are one: its smallest forms are looked at.
 */
export function wantedOf(tried: readonly Tried[]): Wanted {
  const cures = tried.flatMap(({ moves, done }) => (done?.effect.isCured ? [{ moves, ...done }] : []))
  const clean = cures.filter(({ effect }) => effect.causes.length === 0)
  const hasPart = (whole: Cure, among: readonly Cure[]): boolean => among.some(({ moves }) => isPart(moves, whole.moves))
  const least = (some: readonly Cure[], among: readonly Cure[]): readonly string[] =>
    formsOf(some).filter((forms) => !forms.some((one) => hasPart(one, among))).map(([{ edits }]) => edits).sort()
  return { clean: least(clean, clean), atAPrice: least(cures.filter((one) => !clean.includes(one)), cures) }
}

type Cure = Done & { readonly moves: readonly Move[] }

/** Of what is done, by whichever moves; how much of a counted one is settled only when it is played. */
export function isPart(less: readonly Move[], more: readonly Move[]): boolean {
  const [few, many] = [thingsDone(less), thingsDone(more)]
  return few.size < many.size && [...few].every((one) => many.has(one))
}

const thingsDone = (moves: readonly Move[]): ReadonlySet<string> =>
  new Set(moves.flatMap(({ id, step, deeds, counted }) => (counted ? [id] : deeds.map((deed) => `${step} ${JSON.stringify(deed)}`))))

/** Sets that edit alike, together; of each the smallest. */
function formsOf(cures: readonly Cure[]): readonly (readonly [Cure, ...Cure[]])[] {
  const forms = new Map<string, [Cure, ...Cure[]]>()
  for (const one of cures) {
    const known = forms.get(one.edits)
    if (!known) forms.set(one.edits, [one])
    else if (known[0].moves.length === one.moves.length) known.push(one)
  }
  return [...forms.values()]
}
