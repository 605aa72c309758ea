import { attributesNamed, groupsNamed } from '../../../kinds/index.js'
import type { Catalog } from '../../../model/catalog.js'
import type { Plan } from '../../../model/change.js'
import type { Loaded, Problem } from '../../../model/problem.js'
import type { Project } from '../../../model/project.js'
import type { RuleSet } from '../../../model/rule.js'
import type { Case, Row, RuleTest, Verdict } from '../../../model/rule-test.js'
import type { Settings } from '../../../model/settings.js'
import type { Tenant } from '../../../model/tenant.js'
import { withTenantPlans } from '../../catalog/catalog.js'
import { isDay, dayHint } from '../../text/days.js'
import { derivedId } from '../../text/derived-id.js'
import type { Document } from '../../text/document.js'
import { hasErrors, problemAt, sortedProblems, unlessWrong } from '../../text/problems.js'
import { countryIn } from '../rules.js'
import { didYouMean } from '../../text/schema-words.js'
import { openShortTenant } from '../../tenant/shorthand/short-tenant.js'
import { readTenant } from '../../tenant/tenant.js'
import { refusals } from '../../../simulate/refusals.js'
import { changesOf, type Stage } from './column.js'
import type { Fields, Report, Where } from './report.js'
import { createStock } from './stock.js'
import { namesHint, shortTenantOf, type Cast } from './tenant.js'

/** What a file of tables is read against. */
export interface RuleTestContext {
  readonly catalog: Catalog
  readonly settings: Settings
  /** Where the file names no day. */
  readonly now: string
  /** The rules in force on a day. */
  rulesOn(day: string): Loaded<RuleSet>
}

/** Reads a file whose shape is valid already. All problems at once; the value only where there is none. */
export async function readRuleTest(document: Document, context: RuleTestContext): Promise<Loaded<RuleTest>> {
  const problems: Problem[] = []
  const report: Report = (where, code, message, hint, at) => void problems.push(problemAt(document.place(where, at), code, message, hint))
  const reading = readingOf(document, context, report)
  const drafts = draftsOf(reading)
  const tenant = await tenantOf(reading, problems)
  if (tenant === undefined) return { problems: sortedProblems(problems) }
  const cases = drafts.map((draft) => caseOf(draft, tenant, reading))
  return unlessWrong({ file: document.file, title: titleOf(document), cases }, sortedProblems(problems))
}

interface Reading {
  readonly document: Document
  readonly context: RuleTestContext
  readonly report: Report
  readonly cast: Cast
  readonly stage: Stage
  readonly rows: ReadonlyMap<string, Row>
}

type Named = Readonly<Record<string, Fields | null>>

function readingOf(document: Document, context: RuleTestContext, report: Report): Reading {
  const data = document.data as Fields
  const [products, groups, users, plans] = ['products', 'groups', 'users', 'plans'].map((key) => (data[key] ?? {}) as Named) as [Named, Named, Named, Named]
  const stock = createStock(products, context.catalog, report)
  const cast = { usageLocation: String(data['usageLocation'] ?? 'US'), users, groups }
  checkPlaces(document, cast, plans, report)
  return { document, context, report, cast, stage: { plans, groups: Object.keys(groups), stock, report }, rows: rowsOf({ users, groups, products }, stock.product, report) }
}

/** Every country is one. */
function checkPlaces(document: Document, { users }: Cast, plans: Named, report: Report): void {
  const data = document.data as Fields
  const said: readonly (readonly [Where, unknown])[] = [
    [['usageLocation'], data['usageLocation']],
    ...Object.entries(users).map(([name, body]) => [['users', name, 'usageLocation'], body?.['usageLocation']] as const),
    ...Object.entries(plans).map(([name, body]) => [['plans', name, 'sets', 'usageLocation'], (body?.['sets'] as Fields | undefined)?.['usageLocation']] as const),
  ]
  for (const [where, text] of said) {
    const found = typeof text === 'string' ? countryIn(document, text, where) : undefined
    if (found !== undefined && 'problem' in found) report(where, found.problem.code, found.problem.message, found.problem.hint)
  }
}

/** A name means one thing. */
function rowsOf(named: { readonly users: Named; readonly groups: Named; readonly products: Named }, product: (name: string) => string | undefined, report: Report): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>()
  const take = (type: Row['type'], name: string, id: string): void => {
    const taken = rows.get(name)
    if (taken === undefined) rows.set(name, { type, name, id })
    else report([`${type}s`, name], 'name-taken', `\`${name}\` is the name of a ${taken.type} already`, 'give each user, group and product a name of its own', 'key')
  }
  for (const name of Object.keys(named.users)) take('user', name, derivedId('user', name))
  for (const name of Object.keys(named.groups)) take('group', name, derivedId('group', name))
  for (const name of Object.keys(named.products)) take('product', name, product(name) ?? '')
  return rows
}

/** A cell before there is a tenant to play it in: reading it finds out what the tenant must own. */
interface Draft extends Omit<Case, 'project'> {
  readonly changes: Plan['steps']
  readonly rules: RuleSet
  readonly now: string
}

function draftsOf(reading: Reading): readonly Draft[] {
  const data = reading.document.data as Fields
  return (data['cases'] as readonly Fields[]).flatMap((table, index) => tableOf(table, ['cases', index], reading))
}

function tableOf(table: Fields, where: Where, reading: Reading): readonly Draft[] {
  const { document, context, report } = reading
  const now = dayOf(table, where, reading)
  const rules = context.rulesOn(now)
  if (rules.value === undefined) return []
  const rule = table['rule'] as string | undefined
  // Rules that cannot be read are told of themselves; nobody knows which there are.
  if (rule !== undefined && !hasErrors(rules.problems)) checkRule(rule, rules.value, [...where, 'rule'], report)
  const skip = (table['skip'] ?? (document.data as Fields)['skip']) as string | undefined
  const head = { title: table['title'] as string | undefined, rule, skip, rules: rules.value, now }
  return Object.entries(table['verdicts'] as Readonly<Record<string, Readonly<Record<string, Verdict>>>>).flatMap(([name, cells]) => {
    const row = rowNamed(name, [...where, 'verdicts', name], reading)
    return row === undefined ? [] : Object.entries(cells).flatMap(([column, expected]) => cellOf(column, expected, row, [...where, 'verdicts', name, column], head, reading))
  })
}

function dayOf(table: Fields, where: Where, { document, context, report }: Reading): string {
  const whole = (document.data as Fields)['now']
  const [day, at] = table['now'] === undefined ? [whole, ['now']] : [table['now'], [...where, 'now']]
  if (day === undefined) return context.now
  if (!isDay(String(day))) report(at, 'no-day', `\`now\` is \`${String(day)}\`, which is no day of the calendar`, dayHint(String(day)))
  return String(day)
}

function checkRule(id: string, { rules, idle = [] }: RuleSet, where: Where, report: Report, at: 'key' | 'value' = 'value'): void {
  const ids = [...rules, ...idle].map((rule) => rule.id)
  const known = [...ids, ...Object.values(refusals)]
  if (!known.includes(id)) report(where, 'unknown-rule', `no rule \`${id}\` is loaded`, didYouMean(id, known) ?? 'the rules beside the file are loaded, or those of its `rules`', at)
}

function rowNamed(name: string, where: Where, { rows, report }: Reading): Row | undefined {
  const names = [...rows.keys()]
  return rows.get(name) ?? report(where, 'unknown-name', `nobody here is called \`${name}\``, didYouMean(name, names) ?? namesHint(names, 'users'), 'key')
}

type Head = Pick<Draft, 'title' | 'rule' | 'skip' | 'rules' | 'now'>

function cellOf(column: string, expected: Verdict, row: Row, where: Where, head: Head, { document, report, stage }: Reading): readonly Draft[] {
  if (head.rule !== undefined && typeof expected === 'object') report(where, 'one-rule', `the table is about \`${head.rule}\` alone`, 'write `ok`, `error`, `warning` or `info`, or leave `rule` out')
  if (head.rule === undefined && typeof expected === 'string' && expected !== 'ok') report(where, 'which-rule', `\`${expected}\` of which rule?`, `give the table a \`rule\`, or write \`{ RULE: ${expected} }\``)
  if (typeof expected === 'object') for (const id of Object.keys(expected)) checkRule(id, head.rules, [...where, id], report, 'key')
  const changes = changesOf(column, row, where, stage)
  const place = document.place(where, 'key')
  return changes === undefined ? [] : [{ ...head, row, column, expected, place, changes: changes.map((change) => ({ change, place })) }]
}

interface Settled {
  readonly tenant: Tenant
  readonly catalog: Catalog
}

async function tenantOf({ document, context, cast, stage, report }: Reading, problems: Problem[]): Promise<Settled | undefined> {
  const short = shortTenantOf(cast, stage.stock, report)
  if (problems.length > 0) return undefined
  const { value: opened, problems: wrong } = await openShortTenant(short, placedIn(document, cast), context.catalog)
  if (opened === undefined) return void problems.push(...wrong)
  const catalog = withTenantPlans(context.catalog, opened.subscribedSkus, opened.planNames)
  const rules = context.rulesOn(context.now)
  const named = [...(rules.value?.rules ?? []), ...(rules.value?.idle ?? [])]
  const groups = new Set([...opened.groups.keys(), ...groupsNamed(named)])
  const tenant = await readTenant(opened, { attributes: attributesNamed(named), groups, assumeMembersInferred: true, partNumberOf: (skuId: string) => catalog.products.get(skuId)?.skuPartNumber })
  problems.push(...wrong, ...rules.problems, ...tenant.problems)
  return tenant.value && { tenant: tenant.value, catalog }
}

/** What is wrong with a user of the tenant is wrong where the file names the user. */
function placedIn(document: Document, { users, groups }: Cast): Document {
  const names: Readonly<Record<string, readonly string[]>> = { users: Object.keys(users), groups: Object.keys(groups) }
  const written = ([, list, index, ...rest]: Where): Where => {
    const name = names[String(list)]?.[Number(index)]
    return name === undefined ? [] : [String(list), name, ...rest]
  }
  return { ...document, place: (path, at) => document.place(written(path), at), isQuoted: (path) => document.isQuoted(written(path)) }
}

function caseOf({ changes, rules, now, ...rest }: Draft, { tenant, catalog }: Settled, { document, context }: Reading): Case {
  const plan: Plan | undefined = changes.length === 0 ? undefined : { title: rest.column, file: document.file, steps: changes, notices: [] }
  const project: Project = { now, settings: context.settings, catalog, rules, tenant, plan, notices: [] }
  return { ...rest, project }
}

function titleOf({ data, file }: Document): string {
  const title = (data as Fields)['title']
  return typeof title === 'string' ? title : file
}

