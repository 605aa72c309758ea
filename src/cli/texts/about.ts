import type { About } from '../../analyse/about/about.js'
import type { AboutPlan, AboutProduct } from '../../analyse/about/product.js'
import type { AboutRefusal } from '../../analyse/about/refusal.js'
import type { AboutRule } from '../../analyse/about/rule.js'
import type { ExplainedRule } from '../../analyse/about/rule-examples.js'
import type { AboutGroup, AboutUser, LicenseWords, RowWords } from '../../analyse/about/tenant.js'
import type { ErrorCount } from '../../analyse/about/counts.js'
import { table } from '../../report/columns.js'
import { counted, digits, fewOf } from '../../report/count.js'
import type { Paint } from '../../report/paint.js'
import { allVisible } from '../../report/visible.js'

const fewPlans = 4

/** What something means, for people. */
export function aboutText(hostile: About, paint: Paint): string {
  return `${aboutLines(allVisible(hostile), paint).join('\n')}\n`
}

function aboutLines(about: About, paint: Paint): readonly string[] {
  switch (about.about) {
    case 'rule': return ruleLines(about, paint)
    case 'refusal': return refusalLines(about, paint)
    case 'product': return productLines(about, paint)
    case 'servicePlan': return planLines(about, paint)
    case 'group': return groupLines(about, paint)
    case 'user': return userLines(about, paint)
    default: return about satisfies never
  }
}

function ruleLines(rule: ExplainedRule, paint: Paint): readonly string[] {
  const today = rule.names.flatMap(({ name, users }) => (users === null ? [] : [[name, digits(users)]]))
  return [
    `rule ${paint.bold(rule.ruleId)}`, '',
    ...rule.says.map(line => `  ${line}`), '',
    ...table([
      ['why', rule.reason],
      ['effect', effectOf(rule)],
      ['in force', forceOf(rule)],
      ['kind', `${rule.kind}, of ${rule.pack}`],
      ['stands in', `${rule.file}:${rule.line}:${rule.column}`],
      ['source', [rule.source ?? 'none given', rule.certainty].filter(Boolean).join(', ')],
      ['products', productWords(rule)],
    ], ['left', 'left']),
    ...(today.length === 0 ? [] : ['', '  users who have it today', ...table(today, ['left', 'right'], '    ')]),
    ...exampleLines(rule, paint),
  ]
}

function productWords({ products, names }: AboutRule): string {
  if (names.length === 0) return 'all'
  const owned = products.filter(one => one.owned === true).length
  const count = products.some(one => one.owned !== null) ? `${counted(products.length, 'product')}, ${digits(owned)} of them owned` : counted(products.length, 'product')
  return products.length === 0 ? 'none of the catalog' : `${count}: ${fewOf(products.map(one => one.skuPartNumber), 6)}`
}

function exampleLines({ examples, severity }: ExplainedRule, paint: Paint): readonly string[] {
  if (examples === null) return ['', '  no example was found in which it speaks']
  const { fires, silent, tests, alone } = examples
  return [
    '', `  the smallest case in which it speaks${severity === 'off' ? ', were it on' : ''}${alone ? ', under this rule alone: others stand in the way of every case' : ''}`, `    ${fires.words}: ${(fires.verdict === 'error' ? paint.red : paint.yellow)(fires.verdict)}`,
    ...(silent === null ? [] : ['  and one just beside it in which it does not', `    ${silent.words}: ${paint.green(silent.verdict)}`]),
    ...(tests.length === 0 ? [] : ['', `  as ${tests.length === 1 ? 'a rule test' : 'rule tests'}`]), ...tests.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...one.map(line => `    ${line}`)]),
  ]
}

function effectOf({ severity, blocks }: AboutRule): string {
  if (severity === 'off') return 'off: it is not judged'
  if (blocks !== null) return `${severity}: it blocks, and the failure is recorded as ${blocks}`
  return `${severity}: it is reported, and no assignment fails because of it`
}

function forceOf({ judged, severity, validFrom, validTo }: AboutRule): string {
  const days = [validFrom === null ? '' : `from ${validFrom}`, validTo === null ? '' : `to ${validTo}`].filter(Boolean).join(' ') || 'always'
  return judged || severity === 'off' ? days : `${days}: not on this day`
}

function refusalLines({ ruleId, reason, says }: AboutRefusal, paint: Paint): readonly string[] {
  return [`refusal ${paint.bold(ruleId)}`, '', `  ${says}`, `  The service refuses such a change whole, whatever the rules say; the report's reason is ${reason}.`]
}

function productLines(product: AboutProduct, paint: Paint): readonly string[] {
  const { servicePlans } = product
  const plans = servicePlans.map(plan => [plan.servicePlanName, plan.appliesTo === 'User' ? plan.displayName : `${plan.displayName} (of the company)`])
  return [
    `product ${paint.bold(product.skuPartNumber)}`, '',
    ...table([
      ['name', product.displayName],
      ['id', product.skuId],
      ...countLines(product),
      ['rules', product.rules.join(', ') || 'none names it'],
    ], ['left', 'left']),
    '', `  ${counted(servicePlans.length, 'service plan')}`, ...table(plans, ['left', 'left'], '    '),
  ]
}

/** Nothing where there is no tenant. */
function countLines(product: AboutProduct): readonly (readonly [string, string])[] {
  const { licensedUsers, usersInError, licensedGroups } = product
  if (licensedUsers === null || usersInError === null || licensedGroups === null) return []
  return [
    ['units', unitsOf(product)],
    ['licensed users', `${digits(licensedUsers.all)}: ${digits(licensedUsers.direct)} directly, ${digits(licensedUsers.byGroup)} by groups`],
    ['users in error', errorsOf(usersInError)],
    ['licensed groups', licensedGroups.map(({ displayName }) => displayName).join(', ') || 'none'],
  ]
}

function unitsOf({ units }: AboutProduct): string {
  if (units === null) return 'none: the tenant does not own it'
  const special = (['warning', 'suspended', 'lockedOut'] as const).filter(name => units[name] > 0).map(name => `${digits(units[name])} ${name}`)
  return [`${digits(units.consumed)} of ${digits(units.enabled)} used`, ...special, units.capabilityStatus].join(', ')
}

function planLines(plan: AboutPlan, paint: Paint): readonly string[] {
  const products = plan.products.map(({ skuPartNumber, owned, appliesTo }) => [skuPartNumber, [owned && 'owned', appliesTo === 'Company' && 'of the company'].filter(Boolean).join(', ')])
  return [
    `service plan ${paint.bold(plan.servicePlanName)}`, '',
    ...table([
      ['name', plan.displayName],
      ['id', plan.servicePlanId],
      ...(plan.usersWithIt === null ? [] : [['users with it', digits(plan.usersWithIt)]]),
      ['rules', plan.rules.join(', ') || 'none names it'],
    ], ['left', 'left']),
    '', `  ${plan.retired ? 'retired, ' : ''}in ${counted(plan.products.length, 'product')}`, ...table(products, ['left', 'left'], '    '),
  ]
}

function groupLines(group: AboutGroup, paint: Paint): readonly string[] {
  const { members, usersInError } = group
  const others = members.others === 0 ? '' : `; ${counted(members.others, 'member')} that are no users get nothing`
  return [
    `group ${paint.bold(group.displayName)}`, '',
    ...table([
      ['id', group.id],
      ['type', typeOf(group)],
      ['members', `${counted(members.count, 'user')}${members.known === 'inferred' ? ', inferred from their licences' : ''}${others}`],
      ['users in error', usersInError.count === 0 ? 'none' : `${digits(usersInError.count)}: ${errorsOf(usersInError.codes)}`],
      ...(group.leftBehind === 0 ? [] : [['left behind', `${counted(group.leftBehind, 'user')}, not in the group any more, with licences still from it`]]),
    ], ['left', 'left']),
    '', ...(group.licenses === null ? ['  the snapshot does not say which licences it assigns'] : licenseLines(group.licenses)),
  ]
}

function typeOf({ securityEnabled, mailEnabled, dynamic, onPremisesSyncEnabled, isAssignableToRole }: AboutGroup): string {
  return [
    securityEnabled ? 'security group' : 'not a security group: it licenses nobody',
    mailEnabled && 'with mail', dynamic && 'dynamic', onPremisesSyncEnabled && 'mastered on premises', isAssignableToRole && 'roles can be given to it',
  ].filter(Boolean).join(', ')
}

function licenseLines(licenses: readonly LicenseWords[]): readonly string[] {
  if (licenses.length === 0) return ['  it assigns no licences']
  return [`  it assigns ${counted(licenses.length, 'product')}`, ...table(licenses.map(one => [one.skuPartNumber, offWords(one)]), ['left', 'left'], '    ')]
}

function userLines(user: AboutUser, paint: Paint): readonly string[] {
  return [
    `user ${paint.bold(user.userPrincipalName)}`, '',
    ...table([
      ['id', user.id],
      ['usage location', user.usageLocation ?? 'not set'],
      ['account', [user.accountEnabled ? 'enabled' : 'disabled', user.userType, user.onPremisesSyncEnabled && 'mastered on premises'].filter(Boolean).join(', ')],
      ...(user.addressClash ? [['address', 'another object has one of the proxy addresses']] : []),
      ['groups', user.memberOf.map(({ displayName }) => displayName).join(', ') || 'none that matters for licences'],
      ['alike', user.alike === 1 ? 'nobody else' : `${counted(user.alike, 'user')} are alike in all that licensing sees`],
    ], ['left', 'left']),
    '', ...(user.rows.length === 0 ? ['  no licences'] : ['  licences', ...rowLines(user.rows)]),
  ]
}

/** Rows of a user, one a line. */
export function rowLines(rows: readonly RowWords[], indent = '    '): readonly string[] {
  return table(rows.map(row => [row.skuPartNumber, row.group === null ? 'directly' : `by ${row.group}`, stateOf(row), offWords(row)]), ['left', 'left', 'left', 'left'], indent)
}

function stateOf({ state, error }: RowWords): string {
  if (state === 'Pending') return 'waits, no error is recorded'
  return error === null ? state : `${state} ${error}`
}

function offWords({ disabledPlans }: LicenseWords): string {
  return disabledPlans.length === 0 ? '' : `without ${fewOf(disabledPlans, fewPlans)}`
}

/** `12 CountViolation, 3 Other` */
export function errorsOf(errors: readonly ErrorCount[]): string {
  return errors.map(({ error, users }) => `${digits(users)} ${error}`).join(', ') || 'none'
}
