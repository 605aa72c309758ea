import type { Document } from '../../load/text/document.js'
import { didYouMean } from '../../load/text/schema-words.js'
import type { Around, Lint, Remark } from './lint.js'

type Waiver = Readonly<Partial<Record<'rule' | 'group' | 'user', string>>>

/** A waiver of something that is not there. */
export const idleWaiver: Lint = {
  id: 'idle-waiver',
  about: 'A waiver names a rule that is not loaded, or a group or user that the tenant does not have.',
  around: (around) => around.waivers.flatMap((document) => waiversIn(document).flatMap((waiver, index) => remarksOn(waiver, document, index, around))),
}

/** The waivers of a file; what is none of them was reported while reading. */
export function waiversIn({ data }: Document): readonly Readonly<Record<string, string>>[] {
  const waivers = (data as { readonly waivers?: unknown } | null)?.waivers
  return Array.isArray(waivers) ? waivers.filter((one) => typeof one === 'object' && one !== null) : []
}

function remarksOn(waiver: Waiver, document: Document, index: number, { rules, otherIds, lookup }: Around): readonly Remark[] {
  const at = (key: string): Remark['place'] => document.place(['waivers', index, key])
  const ids = [...rules.map(({ id }) => id), ...otherIds]
  const rule = waiver.rule === undefined || ids.includes(waiver.rule) ? [] : [remark(at('rule'), `no rule \`${waiver.rule}\` is loaded`, didYouMean(waiver.rule, ids))]
  const unknown = (['group', 'user'] as const).flatMap((key) => {
    const found = waiver[key] === undefined ? undefined : lookup?.[key](waiver[key])
    return found === undefined || 'id' in found ? [] : [remark(at(key), found.problem.message, found.problem.hint)]
  })
  return [...rule, ...unknown]
}

function remark(place: Remark['place'], what: string, hint = 'remove the waiver'): Remark {
  return { place, message: `this waives nothing: ${what}`, hint }
}
