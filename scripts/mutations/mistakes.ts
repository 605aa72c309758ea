import { appended, bodiesOf, lineOf, partOf, spliced, swapped, textsUnder, under, wholeLines, type Mistake, type Mutant, type Source } from './source.js'
import { walk, type Visit } from '../../src/analyse/document-walk.js'

const proof = '    reason: Sown.\n    source: Sown\n    certainty: documented\n'
const planKeys = ['plan', 'plans', 'each', 'against', 'requiresAnyOf', 'requiresAllOf', 'whenAnyPlan']

/** A key with its value removed, where it has lines of its own. */
function without(source: Source, key: string): readonly Mutant[] {
  return bodiesOf(source).flatMap((body) => {
    const spot = body.spot.children?.get(key)
    if (spot?.key === undefined || body.spot.brackets === true || lineOf(source.text, spot.key) === body.line) return []
    const [start, end] = wholeLines(source.text, spot.key, spot.end)
    return [{ ...spliced(source, start, end, ''), lines: [body.line] }]
  })
}

/** A value replaced. */
function replaced(source: Source, key: string, put: (value: unknown) => string | undefined): readonly Mutant[] {
  return under(source, key).flatMap(({ value, spot, path }) => {
    const text = path.at(-1) === key ? put(value) : undefined
    return text === undefined ? [] : [spliced(source, spot.at, spot.end, text, lineOf(source.text, spot.key ?? spot.at))]
  })
}

/** A line put below the first key of every rule. */
function withLine(source: Source, line: string): readonly Mutant[] {
  return bodiesOf(source).flatMap(({ spot, line: begins }) => {
    const first = [...(spot.children?.values() ?? [])][0]
    if (first === undefined || spot.brackets === true) return []
    const [, end] = wholeLines(source.text, first.key ?? first.at, first.end)
    return [spliced(source, end, end, `    ${line}\n`, begins, ...line.split('\n').map((_, index) => begins + 1 + index))]
  })
}

function rulesOfKind(source: Source, kind: string): ReturnType<typeof bodiesOf> {
  return bodiesOf(source).filter(({ value }) => value['kind'] === kind)
}

function firstTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** A prerequisite with one alternative, plan to plan. */
function simpleNeeds(source: Source): readonly { readonly dependent: string; readonly needed: string; readonly line: number; readonly at: readonly number[] }[] {
  return rulesOfKind(source, 'prerequisite').flatMap(({ value, line, path }) => {
    const needed = firstTexts(value['requiresAnyOf'])
    if (typeof value['plan'] !== 'string' || needed.length !== 1 || (value['requiresAnyOf'] as readonly unknown[]).length !== 1) return []
    return [{ dependent: value['plan'], needed: needed[0]!, line, at: [source.document.place([...path, 'plan']).line, source.document.place([...path, 'requiresAnyOf', 0]).line] }]
  })
}

const rules = ['rules'] as const
const all = ['rules', 'overlay', 'plan', 'scenario'] as const

/** Mistakes that people make, each of which changes what the file means, or whether it means anything. */
export const mistakes: readonly Mistake[] = [
  { id: 'plan name misspelt', in: rules, make: (source) => textsUnder(source, ...planKeys).map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'plan name cut short', in: rules, make: (source) => textsUnder(source, 'plans', 'requiresAnyOf').map(({ value, spot }) => spliced(source, spot.at, spot.end, value.slice(0, -2))) },
  { id: 'product in the place of a plan', in: rules, make: (source) => textsUnder(source, 'plans', 'plan').filter(({ path }) => !('product' in partOf(source, path, 2).body)).map(({ spot }) => spliced(source, spot.at, spot.end, 'SPE_E5')) },
  { id: 'GUID that nothing has', in: rules, make: (source) => textsUnder(source, 'plan', 'plans', 'product').map(({ spot }) => spliced(source, spot.at, spot.end, '0a0b0c0d-0000-4000-8000-00000000000f')) },
  { id: 'key misspelt', in: all, make: (source) => closedKeys(source).map(([start, end]) => spliced(source, start, end, swapped(source.text.slice(start, end)), partLine(source, start))) },
  { id: 'kind misspelt', in: rules, make: (source) => replaced(source, 'kind', (value) => swapped(String(value))) },
  { id: 'severity misspelt', in: rules, make: (source) => replaced(source, 'severity', (value) => swapped(String(value))) },
  { id: 'severity that there is not', in: rules, make: (source) => replaced(source, 'severity', () => 'critical') },
  { id: 'severity as a truth value', in: rules, make: (source) => replaced(source, 'severity', () => 'true') },
  { id: 'certainty misspelt', in: rules, make: (source) => replaced(source, 'certainty', (value) => swapped(String(value))) },
  { id: 'within misspelt', in: rules, make: (source) => replaced(source, 'within', () => 'usr') },
  { id: 'id with blanks', in: rules, make: (source) => replaced(source, 'id', (value) => String(value).replace('-', ' ')) },
  { id: 'reason left out', in: rules, make: (source) => without(source, 'reason') },
  { id: 'severity left out', in: rules, make: (source) => without(source, 'severity') },
  { id: 'kind left out', in: rules, make: (source) => without(source, 'kind') },
  { id: 'plans left out', in: rules, make: (source) => [...without(source, 'plans'), ...without(source, 'plan')] },
  { id: 'requirement left out', in: rules, make: (source) => without(source, 'requiresAnyOf') },
  { id: 'source left out', in: rules, make: (source) => without(source, 'source') },
  { id: 'certainty left out', in: rules, make: (source) => without(source, 'certainty') },
  { id: 'key written twice', in: rules, make: (source) => withLine(source, 'reason: Sown.').flatMap((mutant) => [{ ...mutant, lines: [...mutant.lines, ...reasonLines(source)] }]) },
  { id: 'id given twice', in: rules, make: (source) => bodiesOf(source).slice(1).map(({ spot, path, line }) => spliced(source, spot.children!.get('id')!.at, spot.children!.get('id')!.end, String(partOf(source, ['rules', Number(path[1]) - 1], 2).body['id']), line)) },
  { id: 'rule copied under another id', in: rules, make: (source) => bodiesOf(source).map(({ spot, value }) => appended(source, copyOf(source, spot, String(value['id'])))) },
  { id: 'rule copied with fewer plans', in: rules, make: (source) => rulesOfKind(source, 'mutually-exclusive').filter(({ value }) => firstTexts(value['plans']).length > 2).map(({ value }) => appended(source, `\n  - id: sown\n    kind: mutually-exclusive\n    severity: ${String(value['severity'])}\n    plans: [${firstTexts(value['plans']).slice(0, 2).join(', ')}]\n${proof}`)) },
  { id: 'list with one member', in: rules, make: (source) => replaced(source, 'plans', (value) => (Array.isArray(value) ? `[${String(value[0])}]` : undefined)).filter((mutant) => /mutually-exclusive/.test(mutant.text)) },
  { id: 'list emptied', in: rules, make: (source) => ['plans', 'requiresAnyOf', 'prohibitedIn', 'whenAnyPlan'].flatMap((key) => replaced(source, key, (value) => (Array.isArray(value) ? '[]' : undefined))) },
  { id: 'list as one text', in: rules, make: (source) => ['plans', 'requiresAnyOf', 'allowedIn'].flatMap((key) => replaced(source, key, (value) => (Array.isArray(value) ? `'${value.join(', ')}'` : undefined))) },
  { id: 'item named twice', in: rules, make: (source) => ['plans', 'requiresAnyOf', 'prohibitedIn'].flatMap((key) => replaced(source, key, (value) => (firstTexts(value).length > 1 ? `['${[...firstTexts(value), firstTexts(value)[0]].join("', '")}']` : undefined))) },
  { id: 'plan that requires itself', in: rules, make: (source) => rulesOfKind(source, 'prerequisite').filter(({ value }) => typeof value['plan'] === 'string').flatMap(({ spot, value }) => { const needs = [...(spot.children!.get('requiresAnyOf')?.children?.values() ?? [])][0]; return needs === undefined ? [] : [spliced(source, needs.at, needs.end, String(value['plan']))] }) },
  { id: 'two plans of one product kept apart', in: rules, make: (source) => rulesOfKind(source, 'mutually-exclusive').flatMap(({ spot, value }) => {
    const others = firstTexts(value['plans']).slice(0, -1)
    const put = others.includes('SHAREPOINTSTANDARD') ? 'SHAREPOINTWAC' : others.includes('MCOSTANDARD') ? 'TEAMS1' : undefined
    const last = [...(spot.children!.get('plans')?.children?.values() ?? [])].at(-1)
    return put === undefined || last === undefined ? [] : [spliced(source, last.at, last.end, put)]
  }) },
  { id: 'requirement that nobody sells', in: rules, make: (source) => rulesOfKind(source, 'prerequisite').filter(({ value }) => typeof value['plan'] === 'string').flatMap(({ spot }) => { const needs = spot.children!.get('requiresAnyOf'); return needs === undefined ? [] : [spliced(source, needs.at, needs.end, '[INTUNE_B]')] }) },
  { id: 'nothing but plans out of sale', in: rules, make: (source) => rulesOfKind(source, 'mutually-exclusive').flatMap(({ spot, line }) => { const plans = spot.children!.get('plans'); return plans === undefined ? [] : [spliced(source, plans.at, plans.end, '[INTUNE_B, CRMPLAN1]', line)] }).filter((mutant) => !/products:/.test(mutant.text)) },
  { id: 'requirement the other way round', in: rules, make: (source) => simpleNeeds(source).map(({ dependent, needed, at }) => appended(source, `\n  - id: sown\n    kind: prerequisite\n    severity: error\n    plan: ${needed}\n    requiresAnyOf: [${dependent}]\n${proof}`, ...at)) },
  { id: 'requirement that another rule forbids', in: rules, make: (source) => simpleNeeds(source).map(({ dependent, needed, at }) => appended(source, `\n  - id: sown\n    kind: mutually-exclusive\n    severity: error\n    plans: [${dependent}, ${needed}]\n${proof}`, ...at)) },
  { id: 'requirement forbidden in a country', in: rules, make: (source) => simpleNeeds(source).map(({ needed, line }) => appended(source, `\n  - id: sown\n    kind: usage-location\n    severity: error\n    plan: ${needed}\n    prohibitedIn: ['CH']\n${proof}`, line)) },
  { id: 'rule of last year', in: rules, make: (source) => withLine(source, "validTo: '2025-12-31'") },
  { id: 'day that no calendar has', in: rules, make: (source) => withLine(source, "validFrom: '2026-02-30'") },
  { id: 'end before the beginning', in: rules, make: (source) => withLine(source, "validFrom: '2027-01-01'\n    validTo: '2026-12-31'") },
  { id: 'country in small letters', in: rules, make: (source) => textsUnder(source, 'prohibitedIn', 'allowedIn').map(({ value, spot }) => spliced(source, spot.at, spot.end, `'${value.toLowerCase()}'`)) },
  { id: 'country by three letters', in: rules, make: (source) => textsUnder(source, 'prohibitedIn', 'allowedIn').map(({ spot }) => spliced(source, spot.at, spot.end, "'CHE'")) },
  { id: 'country that is not assigned', in: rules, make: (source) => textsUnder(source, 'prohibitedIn', 'allowedIn').map(({ spot }, index) => spliced(source, spot.at, spot.end, ["'UK'", "'ZZ'", "'EU'", "'EL'"][index % 4]!)) },
  { id: 'Norway without quotes', in: rules, make: (source) => textsUnder(source, 'prohibitedIn', 'allowedIn').map(({ spot }) => spliced(source, spot.at, spot.end, 'NO')) },
  { id: 'allowed and prohibited at once', in: rules, make: (source) => under(source, 'prohibitedIn').filter(({ path }) => path.length === 3).map(({ spot, path }) => spliced(source, wholeLines(source.text, spot.key!, spot.end)[1], wholeLines(source.text, spot.key!, spot.end)[1], "    allowedIn: ['CH']\n", partOf(source, path, 2).line, lineOf(source.text, spot.key!))) },
  { id: 'fact that there is not', in: rules, make: (source) => replaced(source, 'fact', (value) => swapped(String(value))) },
  { id: 'fact of another subject', in: rules, make: (source) => replaced(source, 'fact', () => 'enabledUnits') },
  { id: 'operator misspelt', in: rules, make: (source) => replaced(source, 'operator', (value) => `${String(value)}s`) },
  { id: 'operator of numbers on names', in: rules, make: (source) => replaced(source, 'operator', () => 'greaterThan') },
  { id: 'value of another type', in: rules, make: (source) => replaced(source, 'value', (value) => (value === true || value === false ? 'yes please' : '7')) },
  { id: 'comparison that contradicts', in: rules, make: (source) => under(source, 'all').filter(({ value, path }) => Array.isArray(value) && path.at(-1) === 'all').flatMap(({ value, spot }) => contradiction(source, value as readonly Leaf[], spot.end)) },
  { id: 'subject misspelt', in: rules, make: (source) => replaced(source, 'subject', () => 'users') },
  { id: 'bracket not closed', in: all, make: (source) => closings(source, ']').map((at) => ({ ...spliced(source, at, at + 1, ''), lines: near(source, at) })) },
  { id: 'brace not closed', in: ['rules', 'plan', 'scenario'], make: (source) => closings(source, '}').map((at) => ({ ...spliced(source, at, at + 1, ''), lines: near(source, at) })) },
  { id: 'quote not closed', in: all, make: (source) => [...walk(source.document)].filter(({ spot, value }) => spot.quoted && typeof value === 'string').map(({ spot }) => ({ ...spliced(source, spot.end - 1, spot.end, ''), lines: near(source, spot.at) })) },
  { id: 'tab for indentation', in: all, make: (source) => [...source.text.matchAll(/^ {4}(?=[a-z])/gm)].map((match) => ({ ...spliced(source, match.index, match.index + 4, '\t'), lines: near(source, match.index) })) },
  { id: 'key indented by one too few', in: ['rules', 'overlay'], make: (source) => [...source.text.matchAll(/^ {4}(?=[a-zA-Z]+:)/gm)].map((match) => ({ ...spliced(source, match.index, match.index + 1, ''), lines: near(source, match.index) })) },
  { id: 'colon forgotten', in: ['rules', 'overlay'], make: (source) => [...source.text.matchAll(/^ {4}[a-zA-Z]+(:) /gm)].map((match) => ({ ...spliced(source, match.index + match[0].length - 2, match.index + match[0].length - 1, ''), lines: near(source, match.index) })) },
  { id: 'colon inside a text', in: ['rules', 'overlay'], make: (source) => textsUnder(source, 'reason').filter(({ spot }) => !spot.quoted).map(({ spot }) => spliced(source, spot.at, spot.at, 'Note: this: ', ...near(source, spot.at))) },
  { id: 'anchor and alias', in: ['rules', 'overlay'], make: (source) => textsUnder(source, 'reason', 'severity').map(({ spot }) => spliced(source, spot.at, spot.at, '&a ')) },
  { id: 'second document', in: all, make: (source) => [{ ...appended(source, '---\nrules: []\n') }] },
  { id: 'format of a later day', in: ['rules', 'plan', 'scenario'], make: (source) => [{ ...spliced(source, 0, 0, 'schemaVersion: 2\n'), lines: [1] }] },
  { id: 'comment without its mark', in: ['rules', 'overlay', 'plan'], make: (source) => [...source.text.matchAll(/^( *)# /gm)].map((match) => ({ ...spliced(source, match.index + match[1]!.length, match.index + match[0].length, ''), lines: near(source, match.index) })) },

  { id: 'retired left out', in: ['overlay'], make: (source) => without(source, 'retired').map((mutant) => mutant) },
  { id: 'retired as a word', in: ['overlay'], make: (source) => replaced(source, 'retired', () => 'yes') },
  { id: 'GUID too short', in: ['overlay'], make: (source) => textsUnder(source, 'servicePlanId', 'skuId').map(({ value, spot }) => spliced(source, spot.at, spot.end, value.slice(0, -1))) },
  { id: 'GUID with another digit', in: ['overlay'], make: (source) => textsUnder(source, 'servicePlanId').map(({ value, spot }) => spliced(source, spot.at, spot.end, value.replace(/.$/, (digit) => (digit === '0' ? '1' : '0')), lineOf(source.text, spot.at) + 1)) },
  { id: 'GUID given twice', in: ['overlay'], make: (source) => textsUnder(source, 'servicePlanId').slice(1).map(({ spot }) => spliced(source, spot.at, spot.end, textsUnder(source, 'servicePlanId')[0]!.value)) },
  { id: 'name of another plan', in: ['overlay'], make: (source) => textsUnder(source, 'servicePlanName').map(({ spot, path }) => spliced(source, spot.at, spot.end, 'EXCHANGE_S_STANDARD', partOf(source, path, 2).line)) },

  { id: 'operation misspelt', in: ['plan', 'scenario'], make: (source) => textsUnder(source, 'op').filter(inChanges).map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'product misspelt', in: ['plan', 'scenario'], make: (source) => textsUnder(source, 'sku', 'removeLicenses').filter(inChanges).map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'plan to be switched off misspelt', in: ['plan', 'scenario'], make: (source) => textsUnder(source, 'disabledPlans').filter(inChanges).map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'user misspelt', in: ['plan', 'scenario'], make: (source) => textsUnder(source, 'users', 'user').filter(inChanges).map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'user named twice', in: ['plan', 'scenario'], make: (source) => under(source, 'users').filter(inChanges).filter(({ value }) => Array.isArray(value)).map(({ value, spot }) => spliced(source, spot.at, spot.end, `[${[...(value as readonly string[]), (value as readonly string[])[0]].join(', ')}]`)) },
  { id: 'group misspelt', in: ['plan', 'scenario'], make: (source) => textsUnder(source, 'group').filter(inChanges).filter(({ path }) => partOf(source, path, 2).body['op'] !== 'createGroup').map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'recipient left out', in: ['plan', 'scenario'], make: (source) => under(source, 'to').filter(inChanges).filter(({ path }) => path.at(-1) === 'to').map(({ spot, path }) => spliced(source, spot.at, spot.end, '{}', partOf(source, path, 2).line)) },
  { id: 'number of units as a text', in: ['plan', 'scenario'], make: (source) => under(source, 'add', 'units').filter(({ path }) => path[0] !== 'expect').map(({ spot }) => spliced(source, spot.at, spot.end, 'many')) },
  { id: 'location that is no country', in: ['scenario'], make: (source) => textsUnder(source, 'usageLocation').filter(inChanges).map(({ spot }) => spliced(source, spot.at, spot.end, "'UK'")) },
  { id: 'group that the tenant lacks', in: ['scenario'], make: (source) => textsUnder(source, 'memberOf').map(({ value, spot }) => spliced(source, spot.at, spot.end, `${value}x`)) },
  { id: 'rule that is not loaded', in: ['scenario'], make: (source) => textsUnder(source, 'rule').map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'pack that there is not', in: ['scenario'], make: (source) => textsUnder(source, 'rules').filter(({ value, path }) => path.length === 2 && !value.includes('/')).map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'expectation of nobody', in: ['scenario'], make: (source) => textsUnder(source, 'users').filter(({ path }) => path[0] === 'expect').map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'expected plan misspelt', in: ['scenario'], make: (source) => textsUnder(source, 'plans').filter(({ path }) => path[0] === 'expect').map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'rule of a table misspelt', in: ['ruletest'], make: (source) => textsUnder(source, 'rule').map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'verdict misspelt', in: ['ruletest'], make: (source) => verdictsIn(source).map(({ value, spot }) => spliced(source, spot.at, spot.end, `${value}r`)) },
  { id: 'verdict of a truth value', in: ['ruletest'], make: (source) => verdictsIn(source).map(({ spot }) => spliced(source, spot.at, spot.end, 'true')) },
  { id: 'plan of a case misspelt', in: ['ruletest'], make: (source) => keysOf(source, 'verdicts', 4).filter(([name]) => /^[A-Z_\d]{6,}$/.test(name)).map(([name, start, end]) => spliced(source, start, end, swapped(name))) },
  { id: 'somebody whom the test does not know', in: ['ruletest'], make: (source) => keysOf(source, 'verdicts', 3).map(([name, start, end]) => spliced(source, start, end, `${name}x`)) },
  { id: 'licence of a test misspelt', in: ['ruletest'], make: (source) => textsUnder(source, 'licenses', 'takes', 'gives').map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'tenant that is not there', in: ['config'], make: (source) => replaced(source, 'tenant', (value) => `${String(value)}t`) },
  { id: 'folder of rules that is not there', in: ['config'], make: (source) => textsUnder(source, 'rules').filter(({ value }) => value.includes('/')).map(({ value, spot }) => spliced(source, spot.at, spot.end, `${value}s`)) },
  { id: 'pack of the project misspelt', in: ['config'], make: (source) => textsUnder(source, 'rules').filter(({ value }) => !value.includes('/')).map(({ value, spot }) => spliced(source, spot.at, spot.end, swapped(value))) },
  { id: 'scenarios that are not there', in: ['config'], make: (source) => textsUnder(source, 'scenarios').map(({ value, spot }) => spliced(source, spot.at, spot.end, `${value}s`)) },
  { id: 'day of the project that no calendar has', in: ['config'], make: (source) => replaced(source, 'now', () => "'2026-11-31'") },
  { id: 'override of a rule that is not loaded', in: ['config'], make: (source) => overriding(source, 'one-exchange-plans: off') },
  { id: 'override with what is so anyway', in: ['config'], make: (source) => overriding(source, 'one-exchange-plan: error') },
  { id: 'severity of a lint that there is not', in: ['config'], make: (source) => [appended(source, 'lints: { never-fire: off }\n')] },
  { id: 'assumption that there is not', in: ['config'], make: (source) => [appended(source, 'assumptions: { A-RETRYS: false }\n')] },
  { id: 'channel that there is not', in: ['config'], make: (source) => [appended(source, 'channel: powershell\n')] },
  { id: 'waivers that are not there', in: ['config'], make: (source) => [appended(source, 'waivers: ./waivers.yaml\n')] },
  { id: 'exit code that there is not', in: ['scenario'], make: (source) => replaced(source, 'exitCode', () => '7') },
]

/** Mappings in which any key may stand: names of users and products, Graph's own fields, what an expectation only samples. */
const open = ['states', 'seats', 'users', 'groups', 'tenant', 'subscribedSkus', 'evidence', 'remediesInclude', 'remedies', 'impact', 'impactInclude', 'attributes']

function verdictsIn(source: Source): readonly (Visit & { readonly value: string })[] {
  return [...walk(source.document)].filter((visit): visit is Visit & { readonly value: string } => visit.path[2] === 'verdicts' && visit.path.length === 5 && typeof visit.value === 'string')
}

/** Keys at a depth below another key: the name, and where it stands. */
function keysOf(source: Source, below: string, depth: number): readonly (readonly [string, number, number])[] {
  return [...walk(source.document)].flatMap(({ spot, path }) => (path.length === depth + 1 && path[2] === below && spot.key !== undefined && spot.keyEnd !== undefined && source.text[spot.key] !== "'" ? [[String(path.at(-1)), spot.key, spot.keyEnd] as const] : []))
}

/** A severity beside the first pack of a project. */
function overriding(source: Source, override: string): readonly Mutant[] {
  return under(source, 'rules').filter(({ path }) => path[1] === 0).map(({ spot }) => {
    const [start, end] = wholeLines(source.text, spot.at, spot.end)
    return { ...spliced(source, end, end, `${source.text.slice(start, end).replace(/- .*/, `- { ${override} }`)}`), lines: [lineOf(source.text, spot.at) + 1] }
  })
}

function closedKeys(source: Source): readonly (readonly [number, number])[] {
  return [...walk(source.document)].flatMap(({ spot, path }) => {
    const holders = path.slice(0, -1).map(String)
    return spot.key === undefined || spot.keyEnd === undefined || (source.type === 'scenario' && holders.some((holder) => open.includes(holder))) ? [] : [[spot.key, spot.keyEnd] as const]
  })
}

function inChanges({ path }: { readonly path: readonly (string | number)[] }): boolean {
  return path[0] === 'changes'
}

/** The line at which what holds a key begins. */
function partLine({ text, document }: Source, key: number): number {
  const holder = [...walk(document)].findLast(({ spot }) => spot.children !== undefined && spot.at <= key && key < spot.end)
  return lineOf(text, holder?.spot.at ?? key)
}

function reasonLines(source: Source): readonly number[] {
  return textsUnder(source, 'reason').map(({ spot }) => lineOf(source.text, spot.at) + 1)
}

function copyOf({ text }: Source, { at, end }: { readonly at: number; readonly end: number }, id: string): string {
  return `\n  - ${text.slice(at, end).replace(`id: ${id}`, 'id: sown')}\n`
}

/** Syntax that is broken shows where the reader stumbles over it: there, or on one of the next lines. */
function near(source: Source, at: number): readonly number[] {
  const line = lineOf(source.text, at)
  return [line - 1, line, line + 1, line + 2]
}

function closings({ text, document }: Source, bracket: string): readonly number[] {
  return [...walk(document)].filter(({ spot }) => spot.brackets === true && text[spot.end - 1] === bracket).map(({ spot }) => spot.end - 1)
}

interface Leaf {
  readonly fact?: string
  readonly operator?: string
  readonly value?: unknown
}

const opposite: Readonly<Record<string, string>> = { equal: 'notEqual', in: 'notIn', includesAnyOf: 'includesNoneOf' }

function contradiction(source: Source, leaves: readonly Leaf[], end: number): readonly Mutant[] {
  return leaves.flatMap(({ fact, operator, value }) => {
    const other = opposite[operator ?? '']
    if (other === undefined) return []
    const written = `        - { fact: ${fact}, operator: ${other}, value: ${JSON.stringify(value)} }\n`
    const at = wholeLines(source.text, end, end)[1]
    return [spliced(source, at, at, written)]
  })
}
