import type { Loaded, Problem } from '../model/problem.js'
import { isDay } from './days.js'
import type { Document } from './document.js'
import { problemAt, sortedProblems, unlessWrong } from './problems.js'
import { isUnreadable, misfits } from './schema.js'

/** Something that is accepted for a time: a finding, or all findings of a rule, a group or a user. */
export interface Waiver {
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
export function readWaivers(document: Document): Loaded<readonly Waiver[]> {
  const wrong = misfits(document, 'waivers')
  const waivers = ((document.data as { readonly waivers?: readonly Waiver[] } | null)?.waivers ?? [])
  const problems = Array.isArray(waivers) ? waivers.flatMap((waiver: Waiver, index) => (isUnreadable(wrong, ['waivers', index]) || isDay(waiver.expires) ? [] : [noDay(document, index, waiver.expires)])) : []
  return unlessWrong(waivers, sortedProblems([...wrong.map(({ problem }) => problem), ...problems]))
}

function noDay(document: Document, index: number, text: string): Problem {
  return problemAt(document.place(['waivers', index, 'expires']), 'no-day', `\`expires\` is \`${text}\`, which is no day of the calendar`)
}
