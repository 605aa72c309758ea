import type { Catalog } from '../model/catalog.js'
import type { Judge } from '../model/judge.js'
import type { Project } from '../model/project.js'
import type { RuleSet } from '../model/rule.js'
import type { Tenant } from '../model/tenant.js'
import type { Trace } from '../model/trace.js'
import { plansOfCatalog } from '../simulate/world.js'
import { createJudge, emptyRuleMemory, type RuleMemory } from './judge.js'
import { emptyMemory, play, type Checkpoint, type Memory } from './play.js'
import { onceFor } from '../once.js'

/** What earlier plays leave to later ones: verdicts of rules that did not change, and the steps that two plans have in common. */
export interface Plays {
  judgeOf(project: Project, verify: boolean): Judge
  play(project: Project, judge: Judge, options: { readonly signal?: AbortSignal; readonly keeps: boolean }): Promise<Played>
}

export interface Played {
  readonly trace: Trace
  /** Where a plan that is edited at this step can be played on from. */
  checkpointBefore(step: number): Checkpoint | undefined
}

/** What verdicts depend on, beside what is judged. */
interface Grounds {
  readonly catalog: Catalog
  readonly key: string
}

/** Everything that a play depends on beside the steps. What states become depends on everything in it but the users and groups. */
interface Ground extends Grounds {
  readonly tenant: Tenant
}

interface Last extends Played {
  readonly ground: Ground
  readonly changes: readonly string[]
  readonly checkpoints: ReadonlyMap<number, Checkpoint>
}

/** What states became is remembered with them; after so many plays it is let go. */
const mostPlays = 200

/** `memory`: what others learnt of rules. */
export function createPlays(memory: RuleMemory = emptyRuleMemory()): Plays {
  let judged: (Grounds & { readonly judge: Judge }) | undefined
  let last: Last | undefined
  let remembered: { readonly ground: Ground; readonly memory: Memory } | undefined
  let plays = 0

  function memoryOf(ground: Ground): Memory {
    if (remembered === undefined || !remembersFor(remembered.ground, ground)) remembered = { ground, memory: emptyMemory() }
    return remembered.memory
  }

  return {
    judgeOf(project, verify) {
      const { catalog, key } = groundOf(project)
      const now = { catalog, key: `${key} ${verify}` }
      if (judged === undefined || !isSameFor(judged, now)) judged = { ...now, judge: createJudge(project.rules.rules, plansOfCatalog(catalog), { verify, memory }) }
      return judged.judge
    },
    async play(project, judge, { signal, keeps }) {
      const ground = groundOf(project)
      const changes = changesOf(project)
      if ((plays += 1) % mostPlays === 0) last = remembered = judged = undefined
      if (last !== undefined && isSame(last.ground, ground) && areSame(last.changes, changes)) return last
      const common = last !== undefined && isSame(last.ground, ground) ? inCommon(last, changes) : new Map<number, Checkpoint>()
      const checkpoints = new Map(common)
      const from = common.get(Math.max(...common.keys()))
      const trace = await play(project, judge, {
        ...(signal && { signal }),
        ...(from && { from }),
        memory: memoryOf(ground),
        ...(keeps && { keep: (step, at) => isKept(project, step) && checkpoints.set(step, at()) }),
      })
      const played = { trace, checkpointBefore: (step: number) => checkpoints.get(step - 1) ?? checkpoints.get(0) }
      if (keeps) last = { ...played, ground, changes, checkpoints }
      return played
    },
  }
}

/** Checkpoints are copies: of long plans over large tenants only the first is kept. */
const isKept = ({ tenant }: Project, step: number): boolean => step === 0 || step * tenant.users < 1_000_000

/** The checkpoints of steps that both plans begin with. */
function inCommon({ changes, checkpoints }: Last, now: readonly string[]): ReadonlyMap<number, Checkpoint> {
  const differs = now.findIndex((change, at) => change !== changes[at])
  const steps = differs === -1 ? now.length : differs
  return new Map([...checkpoints].filter(([step]) => step <= steps))
}

const areSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((change, at) => change === b[at])

const changesOf = ({ plan }: Project): readonly string[] => (plan?.steps ?? []).map(({ change }) => JSON.stringify(change))

/** Users whom a plan will create have their places from the start. */
function groundOf({ tenant, catalog, settings, rules, plan }: Project): Ground {
  const created = (plan?.steps ?? []).flatMap(({ change }) => (change.op === 'createUser' ? [[change.user.id, change.user.userPrincipalName]] : []))
  return { tenant, catalog, key: `${JSON.stringify([settings, created])} ${meaningOf(rules)}` }
}

const isSameFor = (a: Grounds, b: Grounds): boolean => a.catalog === b.catalog && a.key === b.key

const isSame = (a: Ground, b: Ground): boolean => a.tenant === b.tenant && isSameFor(a, b)

/** The country that users inherit is the organization's. */
const remembersFor = (a: Ground, b: Ground): boolean => isSameFor(a, b) && JSON.stringify(a.tenant.organization) === JSON.stringify(b.tenant.organization)

/** What rules judge; not what they say, nor where they stand. */
const meaningOf = onceFor(({ rules }: RuleSet): string =>
  JSON.stringify(rules.map(({ place: _, reason: __, source: ___, certainty: ____, pack: _____, ...meaning }) => meaning)),
)
