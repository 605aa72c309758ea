import { bodiesOf, lineOf, spliced, textsUnder, under, wholeLines, type Mistake } from './source.js'

/**
 * Changes that mean nothing: none of them may be an error or a warning. (`casing` and `order` remark on the first two.)
 * What else is not reported is meant: another plan, country or number where one stood is another rule, and no mistake that
 * anybody but its author could see. Tests of rules and scenarios are for those. So is a wrong word in what a scenario only
 * samples (`evidence`, states, remedies): it fails when it is run.
 */
export const harmless: readonly Mistake[] = [
  { id: 'name in another case', in: ['rules', 'plan'], make: (source) => textsUnder(source, 'plans', 'plan', 'sku', 'disabledPlans').map(({ value, spot }) => spliced(source, spot.at, spot.end, value.toLowerCase())) },
  { id: 'severity before the id', in: ['rules'], make: (source) => bodiesOf(source).flatMap(({ spot, value }) => {
    const [first, second, third] = [...(spot.children?.values() ?? [])]
    return spot.brackets === true || third?.key === undefined || second?.key === undefined ? [] : [spliced(source, first!.key!, third.end, `severity: ${String(value['severity'])}\n    id: ${String(value['id'])}\n    kind: ${String(value['kind'])}`)]
  }) },
  { id: 'list in another order', in: ['rules'], make: (source) => under(source, 'plans', 'prohibitedIn', 'requiresAnyOf').filter(({ value }) => Array.isArray(value) && value.every((one) => typeof one === 'string')).map(({ value, spot }) => spliced(source, spot.at, spot.end, `['${[...(value as readonly string[])].reverse().join("', '")}']`)) },
  { id: 'text between quotes', in: ['rules'], make: (source) => textsUnder(source, 'id', 'severity', 'kind').map(({ value, spot }) => spliced(source, spot.at, spot.end, `"${value}"`)) },
  { id: 'comment more', in: ['rules', 'overlay', 'plan', 'scenario'], make: (source) => [spliced(source, 0, 0, '# Sown.\n')] },
  { id: 'empty line more', in: ['rules', 'overlay', 'plan'], make: (source) => bodiesOf(source).map(({ spot }) => { const [start] = wholeLines(source.text, spot.at, spot.at); return spliced(source, start, start, '\n') }) },
  { id: 'line ends of Windows', in: ['rules', 'overlay', 'plan', 'scenario'], make: ({ text, file, type }) => [{ file, type, text: text.replaceAll('\n', '\r\n'), lines: [lineOf(text, 0)] }] },
  { id: 'other words in a reason', in: ['rules'], make: (source) => textsUnder(source, 'reason').map(({ spot }) => spliced(source, spot.at, spot.end, "'Sown.'")) },
]
