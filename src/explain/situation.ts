import type { Guid } from '../model/catalog.js'
import { namesFrom, type Names } from '../model/names.js'
import type { Project } from '../model/project.js'
import type { Rule } from '../model/rule.js'
import type { Source, UserName } from '../model/tenant.js'
import type { Trace } from '../model/trace.js'
import { rulesById } from '../simulate/stand.js'

/** What explaining looks things up in: a project, the trace of its plan, and the names of both. */
export interface Situation {
  readonly project: Project
  readonly trace: Trace
  readonly names: Names
  readonly rules: ReadonlyMap<string, Rule>
  /** How many users a sample names. */
  readonly sampleSize: number
  person(ordinal: number): UserName
}

const usualSample = 5

export function situationOf(project: Project, trace: Trace, expand: boolean): Situation {
  return {
    project,
    trace,
    names: namesFrom(project.catalog, new Map([...project.tenant.groups, ...createdGroups(project), ...trace.groups])),
    rules: rulesById(project.rules),
    sampleSize: expand ? Infinity : usualSample,
    person: (ordinal) => trace.created.get(ordinal) ?? project.tenant.nameOf(ordinal),
  }
}

/** Groups that the plan creates have names even where it deletes them again, or where creating them is refused. */
const createdGroups = ({ plan }: Project): readonly (readonly [Guid, { displayName: string }])[] =>
  (plan?.steps ?? []).flatMap(({ change }) => (change.op === 'createGroup' ? [[change.group.id, change.group] as const] : []))

/** A few names: the first users by id, sorted by userPrincipalName. */
export function sampleOf(situation: Situation, ordinals: readonly Uint32Array[]): readonly string[] {
  return firstOf(ordinals, situation.sampleSize)
    .map((ordinal) => situation.person(ordinal).userPrincipalName)
    .sort()
}

/** The lowest of ascending lists, each once. A few of a million are found without sorting them. */
function firstOf(lists: readonly Uint32Array[], size: number): readonly number[] {
  if (size === Infinity) return [...new Set(lists.flatMap((list) => [...list]))].sort((a, b) => a - b)
  const first: number[] = []
  for (const list of lists)
    for (const ordinal of list) {
      if (first.length === size && ordinal >= first[size - 1]!) break
      if (!first.includes(ordinal)) first.push(ordinal)
      first.sort((a, b) => a - b)
      first.length = Math.min(first.length, size)
    }
  return first
}

/** `group Sales`, or `a direct licence`. */
export const sourceWords = (names: Names, source: Source): string =>
  source === null ? 'a direct licence' : `group ${names.group(source)}`

/** `A`, `A and B`, `A, B and C`. */
export function list(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** `1 user`, `3 users`. */
export const countOf = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`
