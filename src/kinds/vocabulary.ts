import type { Guid } from '../model/catalog.js'
import type { ConditionRule } from '../model/rule.js'
import type {
  Grant,
  GroupStateSubject,
  PlansOf,
  ProductSubject,
  Subject,
  UserSubject,
} from '../model/subject.js'
import { plansOn } from './holdings.js'
import { publishedOperators, witnessOperators, type Operator, type PublishedOperator } from './operators.js'
import { besideLicences, witnessFacts, type Params, type Placed } from './witnesses.js'
import { onceFor } from '../once.js'

/** What the words of a fact are: names to look up, countries, some fixed words, or any text. */
export type Words = 'product' | 'plan' | 'group' | 'country' | 'text' | readonly string[]

/** The type of a published fact. A text may be missing (null); numbers, truth values and lists never are. */
export type FactType =
  | { readonly type: 'boolean' | 'number' }
  | { readonly type: 'text'; readonly words: Words }
  | { readonly type: 'list'; readonly words: Words }

type FactValue = string | number | boolean | null | readonly string[]

/** A fact that an author may name. */
export interface PublishedFact<S> {
  readonly is: FactType
  readonly title: string
  readonly read: (subject: S, plansOf: PlansOf) => FactValue
}

type Facts<S> = Readonly<Record<string, PublishedFact<S>>>

const boolean: FactType = { type: 'boolean' }
const number: FactType = { type: 'number' }
const text = (words: Words): FactType => ({ type: 'text', words })
const list = (words: Words): FactType => ({ type: 'list', words })
const fact = <S>(is: FactType, title: string, read: PublishedFact<S>['read']): PublishedFact<S> => ({ is, title, read })

/** Attributes of users that a snapshot may carry and a condition may read, by Graph's name. */
export const userAttributes = ['department', 'companyName', 'jobTitle', 'employeeType', 'country', 'city', 'officeLocation'] as const

const attributeFacts: Facts<UserSubject> = Object.fromEntries(
  userAttributes.map((name) => [name, fact<UserSubject>(text('text'), `Graph's \`${name}\``, (user) => textOf(user.attributes[name]))]),
)

const userFacts: Facts<UserSubject> = {
  userType: fact(text(['Member', 'Guest']), '`Member` or `Guest`', (user) => user.userType),
  accountEnabled: fact(boolean, 'The account may sign in', (user) => user.accountEnabled),
  usageLocation: fact(text('country'), 'The country of the user itself; that of the tenant is `tenantCountry`', (user) => user.usageLocation),
  onPremisesSyncEnabled: fact(boolean, 'The user is mastered on premises', (user) => user.onPremisesSyncEnabled),
  products: fact(list('product'), 'Products that the user has by any path', (user) => productsOf(user.after)),
  directProducts: fact(list('product'), 'Products that the user has directly', (user) => productsOf(user.after.filter(isDirect))),
  inheritedProducts: fact(list('product'), 'Products that the user has by groups', (user) =>
    productsOf(user.after.filter((grant) => !isDirect(grant))),
  ),
  plans: fact(list('plan'), 'Service plans that are on', (user, plansOf) => plansOfGrants(user.after, plansOf)),
  plansAfter: fact(list('plan'), 'The same as `plans`', (user, plansOf) => plansOfGrants(user.after, plansOf)),
  plansBefore: fact(list('plan'), 'Service plans that were on in the snapshot', (user, plansOf) => plansOfGrants(user.before, plansOf)),
  lostPlans: fact(list('plan'), 'Service plans that were on in the snapshot and are not now', (user, plansOf) =>
    less(plansOfGrants(user.before, plansOf), plansOfGrants(user.after, plansOf)),
  ),
  gainedPlans: fact(list('plan'), 'Service plans that are on now and were not in the snapshot', (user, plansOf) =>
    less(plansOfGrants(user.after, plansOf), plansOfGrants(user.before, plansOf)),
  ),
  groups: fact(list('group'), 'Groups of which the user is a direct member', (user) => user.memberOf),
  tenantCountry: fact(text('country'), 'The country of the tenant, `countryLetterCode` in Graph', (user) => user.tenantCountry),
  ...attributeFacts,
}

const groupFacts: Facts<GroupStateSubject> = {
  displayName: fact(text('text'), 'The name of the group', (group) => group.displayName),
  securityEnabled: fact(boolean, 'A security group', (group) => group.securityEnabled),
  mailEnabled: fact(boolean, 'A group with a mail address', (group) => group.mailEnabled),
  dynamic: fact(boolean, 'Members are found by a rule', (group) => group.dynamic),
  onPremisesSyncEnabled: fact(boolean, 'The group is mastered on premises', (group) => group.onPremisesSyncEnabled),
  isAssignableToRole: fact(boolean, 'Roles can be given to the group', (group) => group.isAssignableToRole),
  products: fact(list('product'), 'Products that the group assigns', (group) => sorted(group.licenses.map((one) => one.skuId))),
  plans: fact(list('plan'), 'Service plans that the group assigns', (group, plansOf) =>
    sorted(group.licenses.flatMap((license) => plansOn(license, plansOf))),
  ),
  memberCount: fact(number, 'How many users are direct members', (group) => group.memberCount),
  tenantCountry: fact(text('country'), 'The country of the tenant, `countryLetterCode` in Graph', (group) => group.tenantCountry),
}

const productFacts: Facts<ProductSubject> = {
  product: fact(text('product'), 'The product', (product) => product.skuId),
  enabledUnits: fact(number, 'Units that are paid for', (product) => product.enabled),
  warningUnits: fact(number, 'Units in their days of grace', (product) => product.warning),
  suspendedUnits: fact(number, 'Suspended units', (product) => product.suspended),
  lockedOutUnits: fact(number, 'Locked-out units', (product) => product.lockedOut),
  consumedUnits: fact(number, 'Units in use', (product) => product.consumed),
  freeUnits: fact(number, 'Units that count as available (`seats` in the config says which), less those in use', (product) =>
    (product.units ?? product.enabled + product.warning) - product.consumed,
  ),
  capabilityStatus: fact(text(['Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut']), 'Graph\'s `capabilityStatus`', (product) => product.capabilityStatus),
  plans: fact(list('plan'), 'Service plans of the product', (product, plansOf) =>
    sorted(plansOf(product.skuId).map((plan) => plan.servicePlanId)),
  ),
  tenantCountry: fact(text('country'), 'The country of the tenant, `countryLetterCode` in Graph', (product) => product.tenantCountry),
}

/** What a condition may ask, by the subject that it is about. */
export const publishedFacts: Readonly<Record<ConditionRule['subject'], Facts<never>>> = {
  user: userFacts,
  group: groupFacts,
  product: productFacts,
}

const subjectTypes = { user: 'user', groupState: 'group', product: 'product' } as const

/** All operators that a condition of any kind may use. */
export const operators: Readonly<Record<string, Operator>> = { ...publishedOperators, ...witnessOperators }

/** What each operator compares: the types of fact that it fits, and whether it takes one value, several, or a truth value. */
export const operatorUses: Readonly<Record<PublishedOperator, { readonly fits: readonly FactType['type'][]; readonly takes: 'one' | 'many' | 'truth' }>> = {
  equal: { fits: ['boolean', 'number', 'text'], takes: 'one' },
  notEqual: { fits: ['boolean', 'number', 'text'], takes: 'one' },
  in: { fits: ['number', 'text'], takes: 'many' },
  notIn: { fits: ['number', 'text'], takes: 'many' },
  startsWith: { fits: ['text'], takes: 'one' },
  lessThan: { fits: ['number'], takes: 'one' },
  lessThanInclusive: { fits: ['number'], takes: 'one' },
  greaterThan: { fits: ['number'], takes: 'one' },
  greaterThanInclusive: { fits: ['number'], takes: 'one' },
  includes: { fits: ['list'], takes: 'one' },
  notIncludes: { fits: ['list'], takes: 'one' },
  includesAnyOf: { fits: ['list'], takes: 'many' },
  includesAllOf: { fits: ['list'], takes: 'many' },
  includesNoneOf: { fits: ['list'], takes: 'many' },
  exists: { fits: ['text', 'list'], takes: 'truth' },
}

/** Computes a fact of a subject: one that the kinds ask for, or one that an author named. */
export function factValue(name: string, params: Params, subject: Subject, plansOf: PlansOf): unknown {
  const witness = witnessFacts[name]
  if (witness !== undefined) return witness(subject, params, plansOf)
  const about = subjectTypes[subject.type as keyof typeof subjectTypes]
  const published = about === undefined ? undefined : publishedFacts[about][name]
  if (published === undefined) throw new Error(`no fact ${name} of ${subject.type}`)
  return published.read(subject as never, plansOf)
}

/** What a fact of a user looks at beside licences, as a text. */
export type Aside = (subject: Placed) => string

/** Undefined: at nothing else. */
export function asideOf(name: string): Aside | undefined {
  const published = userFacts[name]
  if (published === undefined || name in besideLicences) return besideLicences[name]
  return isOfLicences(published) ? undefined : (user) => textOfValue(published.read(user as UserSubject, noPlans))
}

const noPlans: PlansOf = () => []

const isOfLicences = ({ is }: PublishedFact<UserSubject>): boolean => 'words' in is && (is.words === 'product' || is.words === 'plan')

const textOfValue = (value: FactValue): string => (value === null || typeof value !== 'object' ? JSON.stringify(value) : textOfList(value))

/** Lists are long, and the same one is asked for again. */
const textOfList = onceFor((list: readonly string[]): string => list.join())

/** Whether a comparison of a user's fact tells apart plans that it does not name. */
export function seesEveryPlan({ fact, operator, params }: { readonly fact: string; readonly operator: string; readonly params?: Params }): boolean {
  if (fact === 'onUnplaced') return (params!['items'] as readonly unknown[]).length === 0
  return asksForAnyPlan({ fact, operator })
}

/** Whether a comparison of a user's fact asks for plans without naming them. */
export function asksForAnyPlan({ fact, operator }: { readonly fact: string; readonly operator: string }): boolean {
  const is = userFacts[fact]?.is
  return operator === 'exists' && is !== undefined && 'words' in is && is.words === 'plan'
}

function isDirect(grant: Grant): boolean {
  return grant.source === null
}

function productsOf(grants: readonly Grant[]): readonly Guid[] {
  return sorted(grants.flatMap((grant) => grant.licenses.map((license) => license.skuId)))
}

const plansOfGrants = (grants: readonly Grant[], plansOf: PlansOf): readonly Guid[] => plansByGrants(plansOf)(grants)

/** The same grants are asked about by many rules, and by many plans that are tried. */
const plansByGrants = onceFor((plansOf: PlansOf) =>
  onceFor((grants: readonly Grant[]): readonly Guid[] => sorted(grants.flatMap((grant) => grant.licenses.flatMap((license) => plansOn(license, plansOf))))),
)

function less(some: readonly Guid[], others: readonly Guid[]): readonly Guid[] {
  const known = new Set(others)
  return some.filter((one) => !known.has(one))
}

function sorted(ids: readonly Guid[]): readonly Guid[] {
  return [...new Set(ids)].sort()
}

function textOf(value: string | boolean | null | undefined): string | null {
  return value === undefined || value === null ? null : String(value)
}
