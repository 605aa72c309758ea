import { play, type Checkpoint } from '../engine/play.js'
import type { Found } from '../explain/found.js'
import { situationOf, type Situation } from '../explain/situation.js'
import type { Guid } from '../model/catalog.js'
import type { Plan } from '../model/change.js'
import type { Judge } from '../model/judge.js'
import type { Project } from '../model/project.js'
import type { Group, License, Source, UserState } from '../model/tenant.js'
import type { Trace } from '../model/trace.js'

/** The tenant as it stands right before a step, and who is where in it. Step 0 and step 1 both see the snapshot. */
export interface Scene {
  readonly situation: Situation
  readonly judge: Judge
  /** The step of the original plan that the moves precede; 0: they follow the snapshot. */
  readonly step: number
  /** The whole plan. */
  readonly plan: Plan | undefined
  readonly trace: Trace
  readonly groups: ReadonlyMap<Guid, Group>
  stateOf(ordinal: number): UserState | undefined
}

/** Scenes by step, each opened once. */
export function scenesOf(
  project: Project,
  judge: Judge,
  checkpointBefore: (step: number) => Checkpoint | undefined,
): (step: number) => Promise<Scene> {
  const known = new Map<number, Promise<Scene>>()
  return (step) => {
    const scene = known.get(step) ?? openScene(project, judge, step, checkpointBefore(Math.max(1, step)))
    known.set(step, scene)
    return scene
  }
}

async function openScene(project: Project, judge: Judge, step: number, from: Checkpoint | undefined): Promise<Scene> {
  const before = { ...project, plan: prefix(project.plan, Math.max(0, step - 1)) }
  const trace = await play(before, judge, from ? { from } : {})
  const owner = ownersIn(trace)
  return {
    situation: situationOf(project, trace, false),
    judge,
    step,
    plan: project.plan,
    trace,
    groups: trace.groups,
    stateOf: (ordinal) => trace.cohorts[owner[ordinal] ?? -1]?.after,
  }
}

const prefix = (plan: Plan | undefined, steps: number): Plan | undefined =>
  plan && { ...plan, steps: plan.steps.slice(0, steps) }

const owners = new WeakMap<Trace, readonly number[]>()

/** Ordinal -> index of its cohort in a trace. Made once for a trace. */
export function ownersIn(trace: Trace): readonly number[] {
  const known = owners.get(trace)
  if (known) return known
  const owner: number[] = []
  trace.cohorts.forEach((cohort, index) => cohort.members.forEach((ordinal) => (owner[ordinal] = index)))
  owners.set(trace, owner)
  return owner
}

/** The users of a finding, ascending: those who fail, those whom a refused call names. */
export function usersOf(found: Found): readonly number[] {
  const known = usersByFound.get(found) ?? usersIn(found)
  usersByFound.set(found, known)
  return known
}

const usersByFound = new WeakMap<Found, readonly number[]>()

function usersIn({ cohorts, users }: Found): readonly number[] {
  const sorted = Uint32Array.from([...cohorts.map(({ members }) => members), users].flatMap((some) => [...some])).sort()
  return [...sorted].filter((ordinal, index) => ordinal !== sorted[index - 1])
}

/** The users cohort by cohort, as the scene tells them apart; each ascending, the first users first. */
export function cohortsOf({ trace }: Scene, users: readonly number[]): readonly (readonly number[])[] {
  const owner = ownersIn(trace)
  const cohorts = new Map<number | undefined, number[]>()
  for (const ordinal of users) cohorts.set(owner[ordinal], [...(cohorts.get(owner[ordinal]) ?? []), ordinal])
  return [...cohorts.values()]
}

/** What a source asks for on behalf of these users: the group's licences, or the direct ones that any of them has. */
export function licenseOf(scene: Scene, source: Source, skuId: Guid, users: readonly number[]): License | undefined {
  if (source !== null) return scene.groups.get(source)?.assignedLicenses?.find((license) => license.skuId === skuId)
  for (const ordinal of users) {
    const license = directLicense(scene, ordinal, skuId)
    if (license) return license
  }
  return undefined
}

export const directLicense = (scene: Scene, ordinal: number, skuId: Guid): License | undefined =>
  scene.stateOf(ordinal)?.paths.find((path) => path.source === null)?.intended.find((license) => license.skuId === skuId)
