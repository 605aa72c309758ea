import type { Loaded, Problem } from '../../model/problem.js'
import type { Tenant } from '../../model/tenant.js'
import type { Waiver, WaiverBy } from '../../model/waiver.js'
import type { Config, Located } from './config.js'
import { dayHint, isDay } from '../text/days.js'
import type { Document } from '../text/document.js'
import type { Files } from '../files.js'
import { lookupIn, type Found, type Lookup } from '../catalog/names.js'
import { openDocument } from '../text/open.js'
import { pathFrom } from '../paths.js'
import { problemAt, problemIn, sortedProblems, unlessWrong } from '../text/problems.js'
import { isUnreadable, misfits } from '../text/schema.js'

/** A waiver as a file writes it. */
export interface WaiverBody {
  readonly fingerprint?: string
  readonly rule?: string
  readonly group?: string
  readonly user?: string
  readonly reason: string
  readonly expires: string
  readonly owner?: string
  readonly ticket?: string
}

/** Reads a file of waivers. Names are left as they are written. */
export function readWaivers(document: Document): Loaded<readonly WaiverBody[]> {
  const wrong = misfits(document, 'waivers')
  const waivers = ((document.data as { readonly waivers?: readonly WaiverBody[] } | null)?.waivers ?? [])
  const problems = Array.isArray(waivers) ? waivers.flatMap((waiver: WaiverBody, index) => (isUnreadable(wrong, ['waivers', index]) || isDay(waiver.expires) ? [] : [noDay(document, index, waiver.expires)])) : []
  return unlessWrong(waivers, sortedProblems([...wrong.map(({ problem }) => problem), ...problems]))
}

function noDay(document: Document, index: number, text: string): Problem {
  return problemAt(document.place(['waivers', index, 'expires']), 'no-day', `\`expires\` is \`${text}\`, which is no day of the calendar`, dayHint(text))
}

/** The name of a file of waivers that a project need not name. */
export const waiversName = 'waivers.yaml'

/** Where the project's waivers stand: what its file names, else `waivers.yaml` beside it, if it is there. */
export async function waiverFiles(files: Files, { waivers, root, file }: Pick<Config, 'waivers' | 'root' | 'file'>): Promise<readonly Located[]> {
  if (waivers.length > 0 || file === undefined) return waivers
  const path = pathFrom(root, waiversName)
  if ((await files.stat(path))?.kind !== 'file') return []
  return [{ path, shown: waiversName, blame: (code, message, hint) => problemIn(waiversName, code, message, hint) }]
}

/** All waivers of a project, with the groups and users of this tenant. Names that it does not have cover nothing; ambiguous ones are wrong. */
export async function loadWaivers(files: Files, config: Pick<Config, 'waivers' | 'root' | 'file'>, tenant: Tenant): Promise<Loaded<readonly Waiver[]>> {
  const places = await waiverFiles(files, config)
  const lookup = lookupIn({ products: new Map(), plans: new Map() }, { groups: tenant.groups, users: tenant })
  const read = await Promise.all(places.map(place => loadFile(files, place, lookup)))
  const problems = sortedProblems(read.flatMap(one => one.problems))
  return unlessWrong(read.flatMap(({ value }) => value ?? []), problems)
}

async function loadFile(files: Files, { path, shown, blame }: Located, lookup: Lookup): Promise<Loaded<readonly Waiver[]>> {
  if ((await files.stat(path)) === undefined) return { problems: [blame('no-file', `there is no file \`${shown}\``, '`seatplan waive` writes one')] }
  const document = await openDocument(files, path, shown)
  if (document.value === undefined) return { problems: document.problems }
  const bodies = readWaivers(document.value)
  if (bodies.value === undefined) return { problems: [...document.problems, ...bodies.problems] }
  const problems: Problem[] = [...document.problems]
  const waivers = bodies.value.map((body, index) => waiverOf(body, index, document.value!, lookup, problems))
  return unlessWrong(waivers, problems)
}

const kinds: readonly WaiverBy[] = ['fingerprint', 'rule', 'group', 'user']

function waiverOf(body: WaiverBody, index: number, document: Document, lookup: Lookup, problems: Problem[]): Waiver {
  const by = kinds.find(kind => body[kind] !== undefined)!
  const text = body[by]!
  const found = idOf(by, text, lookup)
  if ('problem' in found && found.problem.code === 'ambiguous-name') problems.push(problemAt(document.place(['waivers', index, by]), found.problem.code, found.problem.message, found.problem.hint))
  const { reason, expires, owner = null, ticket = null } = body
  return { by, text, id: 'id' in found ? found.id : null, reason, expires, owner, ticket, place: document.place(['waivers', index]) }
}

function idOf(by: WaiverBy, text: string, lookup: Lookup): Found {
  switch (by) {
    case 'fingerprint': return { id: text.trim().toLowerCase() }
    case 'rule': return { id: text.trim() }
    case 'group': return lookup.group(text)
    case 'user': return lookup.user(text)
  }
}
