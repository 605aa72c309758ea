import { lookupIn, type Lookup } from '../load/catalog/names.js'
import type { Guid } from '../model/catalog.js'
import type { Loaded, Problem } from '../model/problem.js'
import type { Project } from '../model/project.js'
import { nearest } from '../load/text/nearest.js'
import { moveKinds, type MoveKind } from '../remedy/move.js'
import type { Narrowing } from '../remedy/narrow.js'
import { valueOf, valuesOf, type Given, type Option } from './command.js'
import { optionProblem } from './options.js'

/** What the administrator does not want among the ways out. */
export const narrowingOptions: readonly Option[] = [
  { flags: '--keep <object>', about: 'leave this alone: group:Sales, user:ada@contoso.com, product:ENTERPRISEPACK; may be repeated' },
  { flags: '--forbid <kinds>', about: `kinds of moves not to make, with commas: ${moveKinds.join(', ')}` },
  { flags: '--only <level>', about: 'only moves on users, or only on groups and products', values: ['user-level', 'group-level'] },
  { flags: '--max-changes <number>', about: 'at most so many edits of the plan in one way out', whole: true, least: 1 },
]

const isNarrowing = ({ name }: Given): boolean => ['keep', 'forbid', 'only', 'max-changes'].includes(name)

/** What was asked for, names looked up; no value where nothing was. */
export function readNarrowing(given: readonly Given[], project: Project): Loaded<Narrowing> {
  if (!given.some(isNarrowing)) return { problems: [] }
  const { groups } = project.tenant
  const lookup = lookupIn(project.catalog, { groups, users: project.tenant })
  const kept = (valuesOf(given, 'keep') ?? []).map((text) => keptObject(text, lookup))
  const forbid = (valuesOf(given, 'forbid') ?? []).map(moveKind)
  const maxChanges = valueOf(given, 'max-changes')
  const problems = [...kept, ...forbid].flatMap((one) => ('problem' in one ? [one.problem] : []))
  if (problems.length > 0) return { problems }
  const ids = (type: string): ReadonlySet<Guid> => new Set(kept.flatMap((one) => ('id' in one && one.type === type ? [one.id] : [])))
  const only = valueOf(given, 'only') as Narrowing['only'] | undefined
  return {
    value: {
      keepGroups: ids('group'),
      keepUsers: ids('user'),
      keepSkus: ids('product'),
      forbid: new Set(forbid.flatMap((one) => ('kind' in one ? [one.kind] : []))),
      ...(only && { only }),
      ...(maxChanges !== undefined && { maxChanges: Number(maxChanges) }),
    },
    problems: [],
  }
}

interface Wrong {
  readonly problem: Problem
}

function keptObject(text: string, lookup: Lookup): { readonly type: string; readonly id: Guid } | Wrong {
  const [type, name] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]
  if (type !== 'group' && type !== 'user' && type !== 'product')
    return { problem: optionProblem('unknown-object', `\`--keep\` is \`${text}\``, 'write `group:`, `user:` or `product:` before the name', 'keep') }
  const found = lookup[type](name)
  if ('id' in found) return { type, id: found.id }
  return { problem: optionProblem(found.problem.code, found.problem.message, found.problem.hint ?? 'names are those of the snapshot and the catalog', 'keep') }
}

function moveKind(text: string): { readonly kind: MoveKind } | Wrong {
  const kind = moveKinds.find((one) => one === text)
  if (kind) return { kind }
  const meant = nearest(text, moveKinds)
  return { problem: optionProblem('unknown-move', `unknown kind of move \`${text}\``, meant ? `did you mean \`${meant}\`?` : `there are ${moveKinds.join(', ')}`, 'forbid') }
}
