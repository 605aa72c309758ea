import { createJudge } from '../../engine/judge.js'
import { play } from '../../engine/play.js'
import { isGuid } from '../../load/text/tidy.js'
import type { Project } from '../../model/project.js'
import type { Cause } from '../../model/trace.js'
import type { Waiver } from '../../model/waiver.js'
import { plansOfCatalog } from '../../simulate/world.js'
import { fingerprintOf, foundIn } from '../found.js'
import { situationOf } from '../situation.js'
import type { Renaming } from './renaming.js'

/** Waivers of the same things under their other names, without their words. */
export async function renamedWaivers(project: Project, renaming: Renaming): Promise<readonly Waiver[]> {
  const { waivers = [] } = project
  const fingerprints = waivers.some(({ by }) => by === 'fingerprint') ? await fingerprintsOf(project, renaming) : new Map<string, string>()
  return waivers.map(waiver => ({
    ...waiver,
    ...about(waiver, renaming, fingerprints),
    reason: waiver.expires === null ? waiver.reason : renaming.text('reason', waiver.reason),
    owner: waiver.owner === null ? null : renaming.text('owner', waiver.owner),
    ticket: waiver.ticket === null ? null : renaming.text('ticket', waiver.ticket),
    place: { ...waiver.place, file: renaming.path(waiver.place.file) },
  }))
}

function about({ by, id, text }: Waiver, renaming: Renaming, fingerprints: ReadonlyMap<string, string>): Pick<Waiver, 'id' | 'text'> {
  const named = (renamed: string): Pick<Waiver, 'id' | 'text'> => ({ id: renamed, text: renamed })
  if (by === 'rule') return named(renaming.ruleId(id ?? text))
  if (by === 'fingerprint') return named(fingerprints.get(id ?? text) ?? renaming.text('fingerprint', text))
  if (id === null) return { id, text: renaming.text(`unknown-${by}`, text) }
  return named(by === 'group' ? renaming.groupId(id) : renaming.userId(id))
}

/** A fingerprint is a digest of ids: what is found is found before it is renamed, to know which is which. */
async function fingerprintsOf(project: Project, renaming: Renaming): Promise<ReadonlyMap<string, string>> {
  const judge = createJudge(project.rules.rules, plansOfCatalog(project.catalog), { verify: false })
  const found = foundIn(situationOf(project, await play(project, judge, {}), false))
  return new Map(found.map(({ origin, cause }) => [fingerprintOf(origin, cause), fingerprintOf(origin, { key: renamedKey(cause, project, renaming) })]))
}

/** A cause's key under other names: the rule, then words and ids, then what it meets, sorted. */
function renamedKey({ ruleId, key }: Cause, { catalog }: Project, { groupId, ruleId: ruleName }: Renaming): string {
  const isGroup = (word: string): boolean => isGuid(word) && !catalog.products.has(word) && !catalog.plans.has(word)
  const renamed = (text: string): string => text.split('/').map(word => (isGroup(word) ? groupId(word) : word)).join('/')
  const [, ...words] = key.split(' ').map(renamed)
  const met = words.filter(word => word.includes('/')).sort()
  return [ruleId === null ? '-' : ruleName(ruleId), ...words.map(word => (word.includes('/') ? met.shift()! : word))].join(' ')
}
