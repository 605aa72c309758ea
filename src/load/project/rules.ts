import { kindNamed } from '../../kinds/index.js'
import type { Resolve } from '../../kinds/kind.js'
import type { Loaded, Place, Problem } from '../../model/problem.js'
import type { Rule, RuleHead, RuleSet, Severity } from '../../model/rule.js'
import { canonical } from '../text/canonical.js'
import { checkCountry } from '../catalog/countries.js'
import { dayHint, isDay } from '../text/days.js'
import { sha256 } from '../text/digest.js'
import type { Document } from '../text/document.js'
import type { Found, Lookup } from '../catalog/names.js'
import { problemAt, sortedProblems, unlessWrong } from '../text/problems.js'
import { mended } from '../text/mended.js'
import { isUnreadable, misfits } from '../text/schema.js'
import { didYouMean } from '../text/schema-words.js'
import { onceFor, onceForAll } from '../../once.js'

/** Rules that are loaded under one name, whatever their severity and dates. */
export interface Pack {
  readonly name: string
  /** What it is for, where `pack.yaml` says so. */
  readonly purpose?: string
  readonly rules: readonly Rule[]
}

/** A severity that a config gives to a rule of some pack. */
export interface Override {
  readonly id: string
  readonly severity: Severity
  readonly place: Place
}

type Body = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

/** Reads the rules of some files. All problems of all files; the value only where there is none. */
export function readPack(name: string, documents: readonly Document[], lookup: Lookup): Loaded<Pack> {
  const read = documents.map((document) => readRuleFile(name, document, lookup))
  const twice = duplicates(documents.flatMap(idsIn))
  return unlessWrong({ name, rules: read.flatMap(({ rules }) => rules) }, sortedProblems([...read.flatMap(({ problems }) => problems), ...twice]))
}

interface RuleFile {
  readonly rules: readonly Rule[]
  readonly problems: readonly Problem[]
}

/** What a rule needs besides what its kind says: names are looked up also where these are wrong. */
const anyHead = { id: 'a', severity: 'error', reason: 'a', source: 'a', certainty: 'documented', validFrom: '2000-01-01', validTo: '2000-01-01' }

/** Rules that do not fit their schema are read as far as they can be, so that all their problems show. */
function readRuleFile(pack: string, document: Document, lookup: Lookup): RuleFile {
  const wrong = misfits(document, 'rules')
  const problems = wrong.map(({ problem }) => problem)
  const rules = rulesIn(document).flatMap((body, index): Rule[] => {
    const path = ['rules', index]
    const readable = isUnreadable(wrong, path) ? mended(document, 'rules', path, wrong, anyHead) : (body as Body)
    const rule = readable && readRule(pack, readable, path, document, lookup, problems)
    return rule === undefined ? [] : [rule]
  })
  return { rules, problems }
}

function rulesIn({ data }: Document): readonly unknown[] {
  const rules = (data as { readonly rules?: unknown } | null)?.rules
  return Array.isArray(rules) ? rules : []
}

interface Identified {
  readonly id: string
  readonly place: Place
}

/** The ids of a file, of rules that cannot be read too. */
function idsIn(document: Document): readonly Identified[] {
  return rulesIn(document).flatMap((body, index) => {
    const id = (body as { readonly id?: unknown } | null)?.id
    return typeof id === 'string' ? [{ id, place: document.place(['rules', index]) }] : []
  })
}

function readRule(pack: string, body: Body, path: Path, document: Document, lookup: Lookup, problems: Problem[]): Rule | undefined {
  const kind = kindNamed(String(body['kind']))
  if (kind === undefined) throw new Error(`the schema let kind ${String(body['kind'])} pass`)
  checkDates(body, path, document, problems)
  return kind.read(body, headOf(pack, body, document.place(path)), resolver(path, document, lookup, problems))
}

function headOf(pack: string, body: Body, place: Place): RuleHead {
  const optional = ['source', 'certainty', 'validFrom', 'validTo'].filter((key) => body[key] !== undefined)
  return {
    id: String(body['id']),
    severity: body['severity'] as Severity,
    reason: String(body['reason']),
    ...Object.fromEntries(optional.map((key) => [key, String(body[key])])),
    pack,
    place,
  }
}

function checkDates(body: Body, path: Path, document: Document, problems: Problem[]): void {
  const days = ['validFrom', 'validTo'].filter((key) => body[key] !== undefined)
  for (const key of days.filter((key) => !isDay(String(body[key])))) {
    problems.push(problemAt(document.place([...path, key]), 'no-day', `\`${key}\` is \`${body[key]}\`, which is no day of the calendar`, dayHint(String(body[key]))))
  }
  const { validFrom, validTo } = body
  if (!isDay(String(validFrom)) || !isDay(String(validTo)) || String(validFrom) <= String(validTo)) return
  problems.push(problemAt(document.place([...path, 'validTo']), 'wrong-order', `\`validTo\` lies before \`validFrom\``, `the rule would never be in force; validFrom is ${validFrom}`))
}

/** Lets a kind look names up and report problems by the paths of its rule. */
function resolver(base: Path, document: Document, lookup: Lookup, problems: Problem[]): Resolve {
  const report = (path: Path, problem: { readonly code: string; readonly message: string; readonly hint?: string }): undefined => {
    problems.push(problemAt(document.place([...base, ...path]), problem.code, problem.message, problem.hint))
  }
  const take = (found: Found, path: Path): string | undefined => ('id' in found ? found.id : report(path, found.problem))
  return {
    plan: (handle, path) => take(lookup.plan(handle), path),
    product: (handle, path) => take(lookup.product(handle), path),
    group: (handle, path) => take(lookup.group(handle), path),
    country: (text, path) => take(countryIn(document, text, [...base, ...path]), path),
    didYouMean,
    problem: (code, message, path, hint) => void report(path, { code, message, ...(hint === undefined ? {} : { hint }) }),
  }
}

/** A country as its author wrote it. A bare `NO` is Norway to us and `false` to other readers of YAML. */
export function countryIn(document: Document, text: string, path: Path): Found {
  const message = `\`${text}\` is not a country`
  const checked = checkCountry(text)
  if (!checked.ok) return { problem: { code: 'no-country', message, hint: checked.hint.replace(/`([A-Z]{2})`/g, "'$1'") } }
  if (text === 'NO' && !document.isQuoted(path)) return { problem: { code: 'no-country', message: 'an unquoted `NO` is not Norway everywhere', hint: "write 'NO'" } }
  return { id: checked.code }
}

/** The rules of some packs as they are judged: ids unique, severities overridden, those of another time set aside. */
export function gatherRules(packs: readonly Pack[], overrides: readonly Override[], now: string): Loaded<RuleSet> {
  return gatheredOn([...packs, ...overrides])(now)
}

/** Hundreds of scenarios ask for the same packs, on few days. */
const gatheredOn = onceForAll((parts: readonly (Pack | Override)[]) => {
  const packs = parts.filter((part): part is Pack => 'rules' in part)
  const overrides = parts.filter((part): part is Override => !('rules' in part))
  const days = new Map<string, Loaded<RuleSet>>()
  return (now: string): Loaded<RuleSet> => {
    const gathered = days.get(now) ?? gather(packs, overrides, now)
    if (days.size >= mostDays) days.clear()
    days.set(now, gathered)
    return gathered
  }
})

const mostDays = 16

function gather(packs: readonly Pack[], overrides: readonly Override[], now: string): Loaded<RuleSet> {
  const all = packs.flatMap(({ rules }) => rules)
  const problems = [...duplicates(all), ...unknownOverrides(all, overrides)]
  const severities = new Map(overrides.map(({ id, severity }) => [id, severity]))
  const rules = [...all].sort((a, b) => (a.id < b.id ? -1 : 1)).map((rule): Rule => withSeverity(rule, severities.get(rule.id)))
  const judged = rules.filter((rule) => rule.severity !== 'off' && isInForce(rule, now))
  return unlessWrong({
    packs: packs.map(({ name }) => name),
    rules: judged,
    notInForce: rules.filter((rule) => rule.severity !== 'off' && !isInForce(rule, now)).map(({ id }) => id),
    idle: rules.filter((rule) => !judged.includes(rule)),
    digest: digestOf(judged),
  }, problems)
}

function withSeverity(rule: Rule, severity: Severity | undefined): Rule {
  return severity === undefined || severity === rule.severity ? rule : { ...rule, severity }
}

function isInForce({ validFrom, validTo }: Rule, now: string): boolean {
  return (validFrom === undefined || validFrom <= now) && (validTo === undefined || now <= validTo)
}

function duplicates(rules: readonly Identified[]): readonly Problem[] {
  const first = new Map<string, Identified>()
  for (const rule of rules) if (!first.has(rule.id)) first.set(rule.id, rule)
  return rules.filter((rule) => first.get(rule.id) !== rule).map((rule) => {
    const { file, line, column } = first.get(rule.id)!.place
    return problemAt(rule.place, 'duplicate-id', `the rule id \`${rule.id}\` stands here a second time`, `it stands first at ${file}:${line}:${column}; ids are unique among all rules that are loaded`)
  })
}

function unknownOverrides(rules: readonly Rule[], overrides: readonly Override[]): readonly Problem[] {
  const ids = new Set(rules.map(({ id }) => id))
  const unknown = overrides.filter(({ id }) => !ids.has(id))
  return unknown.map(({ id, place }) => problemAt(place, 'unknown-rule', `no rule \`${id}\` is loaded`, didYouMean(id, ids) ?? 'check the packs under `rules`'))
}

/** Over what the rules mean and say: not where they stand, nor in which order. */
export function digestOf(rules: readonly Rule[]): string {
  return `sha256:${sha256(`[${rules.map(contentOf).join(',')}]`)}`
}

const contentOf = onceFor(({ place: _, pack: __, ...content }: Rule) => canonical(content))
