import { createJudge } from '../../engine/judge.js'
import { play } from '../../engine/play.js'
import { foundIn, type Found } from '../../explain/found.js'
import { situationOf } from '../../explain/situation.js'
import type { Judge } from '../../model/judge.js'
import type { Project } from '../../model/project.js'
import type { RuleSet } from '../../model/rule.js'
import type { Case, Loudness, Verdict } from '../../model/rule-test.js'
import { plansOfCatalog } from '../../simulate/world.js'
import { onceFor } from '../../once.js'

/** What came of a case: the rules that speak of it, by id, each at its loudest. */
export type Spoken = Readonly<Record<string, Loudness>>

/** Plays a case; another project may stand in for its own, with other rules. */
export async function playCase({ row, project }: Pick<Case, 'row' | 'project'>, judge: Judge = judgeOf(project)): Promise<Spoken> {
  const trace = await play(project, judge)
  const found = foundIn(situationOf(project, trace, false))
  const ours = found.filter((one) => (project.plan === undefined ? isAbout(one, row, project) : one.origin === 'introduced'))
  return spokenBy(ours)
}

/** Made once for rules and catalog: its memory serves all cases. */
export const judgeOf = ({ rules, catalog }: Pick<Project, 'rules' | 'catalog'>): Judge => judges(rules)(catalog)

const judges = onceFor(({ rules }: RuleSet) => onceFor((catalog: Project['catalog']) => createJudge(rules, plansOfCatalog(catalog))))

/** What the snapshot shows of everybody is told of the one whom the case is about. */
function isAbout({ cause, cohorts, users, skus }: Found, { type, id }: Case['row'], { tenant }: Project): boolean {
  if (type === 'product') return skus.some((sku) => sku.skuId === id)
  if (type === 'group') return cause.scope === 'group' && cause.source === id
  const ordinal = tenant.find(id)
  return ordinal !== undefined && (users.includes(ordinal) || cohorts.some(({ members }) => members.includes(ordinal)))
}

const order: readonly Loudness[] = ['info', 'warning', 'error']

function spokenBy(found: readonly Found[]): Spoken {
  const loudest = new Map<string, Loudness>()
  for (const { cause, severity } of found) {
    const name = cause.ruleId ?? cause.reason ?? cause.error ?? 'service'
    const known = loudest.get(name)
    const said = severity as Loudness
    if (known === undefined || order.indexOf(said) > order.indexOf(known)) loudest.set(name, said)
  }
  return Object.fromEntries([...loudest].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What was spoken as the case would have written it. */
export function verdictOf(spoken: Spoken, rule: string | undefined): Verdict {
  if (rule !== undefined) return spoken[rule] ?? 'ok'
  return Object.keys(spoken).length === 0 ? 'ok' : spoken
}

export function isSameVerdict(one: Verdict, other: Verdict): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  const [mine, theirs] = [Object.entries(one), Object.entries(other)]
  return mine.length === theirs.length && mine.every(([rule, severity]) => other[rule] === severity)
}
