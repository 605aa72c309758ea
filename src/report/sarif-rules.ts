import type { Finding } from '../model/report.js'
import { doubtOf } from './doubt.js'
import { ruleIdOf } from './finding-words.js'
import { md } from './markdown-text.js'
import { visible } from './visible.js'

/** What a rule of a kind is about. */
const kinds: Readonly<Record<string, string>> = {
  'mutually-exclusive': 'Licences that cannot be held together.',
  'prerequisite': 'A service plan or product that needs another one.',
  'usage-location': 'A licence that depends on the user\'s usage location.',
  'seats': 'More licences wanted than units are there.',
  'unique-proxy': 'A proxy address that another object has.',
  'condition': 'A rule of the house about users or groups.',
  'service': 'The licensing service itself refuses this.',
  'waiver': 'A waiver has run out.',
}

/** The rules that the findings are about, in the order of their ids, each once. */
export function sarifRules(findings: readonly Finding[]): readonly object[] {
  const first = new Map<string, Finding>()
  for (const finding of findings) if (!first.has(ruleIdOf(finding))) first.set(ruleIdOf(finding), finding)
  return [...first].sort(([one], [other]) => (one < other ? -1 : 1)).map(([id, finding]) => descriptor(id, finding))
}

function descriptor(id: string, { kind, rule, ruleId }: Finding): object {
  const about = ruleId === null ? 'The service recorded an error that no loaded rule explains.' : kinds[kind] ?? 'A rule of licensing.'
  const why = kind === 'waiver' || rule === null ? [] : [rule.reason]
  const place = rule === null ? [] : [`${rule.file}:${rule.line}:${rule.column}`]
  const source = rule?.source ?? undefined
  const lines = [about, ...why, ...(source === undefined ? [] : [`Source: ${source}`]), ...(rule === null ? [] : doubtOf(rule).map(doubt => `Certainty: ${doubt}`)), ...place.map(one => `Stands in ${one}.`), ...(ruleId === null || kind === 'waiver' ? [] : [`More: seatplan explain ${id}`])]
  return {
    id: visible(id),
    shortDescription: { text: visible(why[0] ?? about) },
    fullDescription: { text: visible([about, ...why].join(' ')) },
    ...(source !== undefined && isWebAddress(source) && { helpUri: source }),
    help: { text: lines.map(visible).join('\n'), markdown: lines.map(md).join('\n\n') },
    properties: { tags: ['licensing', visible(kind)] },
  }
}

export function isWebAddress(text: string): boolean {
  return /^https:\/\/[\w.-]+(?::\d+)?(?:\/[\w\-.~%!$&'()*+,;=:@/?#]*)?$/.test(text)
}
