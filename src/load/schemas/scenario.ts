import { kinds } from '../../kinds/index.js'
import { changeDefinitions } from './plan.js'
import { day, file, key, list, nameOf, object, oneOf, orNull, ref, text, textOr, titled, whole } from './words.js'
import type { Schema } from './words.js'

const names = (description: string, ...example: readonly unknown[]): Schema => key(description, list(text), example)
const plans = (description: string, ...example: readonly unknown[]): Schema => key(description, list(nameOf.plan), example)
const anyObject: Schema = { type: 'object' }
const many = whole(0, 10_000_000)

const holding = ref('holding')
const holdingSchema: Schema = textOr({
  sku: key('A product by name.', nameOf.product, 'STANDARDPACK'),
  skuId: key('A product by id.', text, '18181a46-0d4e-45cd-891e-60aabd171b4e'),
  disabledPlans: plans('Service plans that are off.', 'YAMMER_ENTERPRISE'),
  enabledPlans: plans('The only service plans that are on.', 'EXCHANGE_S_STANDARD'),
})

/** The parts of a small tenant that a scenario writes in words of its own; Graph's keys beside them pass. */
const tenant: Schema = {
  type: ['object', 'string'],
  properties: titled({
    usageLocation: key("The tenant's own location.", nameOf.country, 'CH'),
    organization: key('As Graph has it.', { type: ['object', 'array'] }, { countryLetterCode: 'CH' }),
    subscribedSkus: key('The products that the tenant owns.', list({
      type: 'object',
      properties: titled({ sku: key('The product by name.', nameOf.product, 'STANDARDPACK'), units: key('Enabled units.', many, 10), warning: key('Units in their grace period.', many, 0), plans: plans('The service plans that the product has here.', 'EXCHANGE_S_STANDARD') }),
    }), [{ sku: 'STANDARDPACK', units: 10 }]),
    groups: key('Groups.', list({
      type: 'object',
      required: ['displayName'],
      properties: titled({ displayName: key('The name of the group.', text, 'Sales'), licenses: key('What the group gives.', list(holding), [{ sku: 'STANDARDPACK' }]) }),
    }), [{ displayName: 'Sales', licenses: [] }]),
    users: key('Users.', list({
      type: 'object',
      properties: titled({
        upn: key('The userPrincipalName.', text, 'ada@contoso.com'),
        licenses: key('What the user has directly.', list(holding), [{ sku: 'STANDARDPACK' }]),
        memberOf: key('Groups of which the user is a direct member.', list(nameOf.group), ['Sales']),
        states: key('Recorded rows of sources that are not in step.', list(anyObject), [{ sku: 'STANDARDPACK', by: 'Sales', state: 'Error', error: 'CountViolation' }]),
      }),
    }), [{ upn: 'ada@contoso.com', licenses: [{ sku: 'STANDARDPACK' }] }]),
    subscriptions: key("As Graph's `/directory/subscriptions`.", list(anyObject), []),
  }),
}

const numbers = object({ count: key('The number.', many, 1), min: key('The smallest it can be.', many, 1), max: key('The largest it can be.', many, 1), determined: key('Whether anybody can know which users.', { type: 'boolean' }, true) }, [])
const finding = object(
  {
    rule: key('The id of the rule; null: none explains it.', { type: ['string', 'null'], format: 'rule' }, 'one-exchange-plan'),
    error: key("Graph's code.", { type: ['string', 'null'] }, 'MutuallyExclusiveViolation'),
    reason: key('Why the service refused.', { type: ['string', 'null'] }, 'unknownSku'),
    kind: key('The kind of the rule.', oneOf(...kinds.map(({ kind }) => kind)), 'mutually-exclusive'),
    severity: key('The severity of the rule.', oneOf('error', 'warning', 'info'), 'error'),
    scope: key('What is concerned.', oneOf('change', 'group', 'sku', 'user'), 'user'),
    origin: key('Whether the plan brings it.', oneOf('introduced', 'existing', 'resolved'), 'introduced'),
    step: key('The step at which it begins; 0 is the snapshot.', many, 1),
    lastStep: key('The last step at which it stands.', { type: ['integer', 'null'] }, 2),
    transient: key('Whether a later step ends it.', { type: 'boolean' }, false),
    users: key('Exactly these users, or how many.', { type: ['array', 'integer', 'object'], items: nameOf.user, minimum: 0, ...without(numbers) }, ['ada@contoso.com']),
    count: key('How many users, at most.', many, 1),
    min: key('How many users, at least.', many, 1),
    max: key('How many users, at most.', many, 1),
    determined: key('Whether anybody can know which users.', { type: 'boolean' }, true),
    group: key('The group.', orNull(nameOf.group), 'Sales'),
    sku: key('The product.', nameOf.product, 'STANDARDPACK'),
    skus: key('The products.', list(nameOf.product), ['STANDARDPACK']),
    plans: plans('The service plans.', 'EXCHANGE_S_STANDARD'),
    assumptions: names('The assumptions it rests on.', 'A-RETRY'),
    evidence: key('What was found; keys that are not given are not compared.', anyObject, { direction: 'add' }),
    ruleId: key('The same as `rule`.', { type: ['string', 'null'], format: 'rule' }, 'one-exchange-plan'),
    servicePlans: plans('The same as `plans`.', 'EXCHANGE_S_STANDARD'),
    remediesInclude: key('Some of the remedies that are offered; keys that are not given are not compared.', list(anyObject), []),
  },
  [],
)

function without({ type: _, ...rest }: Schema): Schema {
  return rest
}

const row = object(
  {
    sku: key('The product.', nameOf.product, 'STANDARDPACK'),
    skuId: key('The same as `sku`.', text, 'STANDARDPACK'),
    by: key('`direct`, or the group.', { type: ['string', 'null'] }, 'direct'),
    state: key('Its state; `NotDetermined` where nobody can know it.', oneOf('Active', 'ActiveWithError', 'Disabled', 'Error', 'NotDetermined'), 'Active'),
    error: key("Graph's code.", { type: ['string', 'null'] }, 'CountViolation'),
    disabledPlans: plans('Service plans that are off.', 'YAMMER_ENTERPRISE'),
    oneOf: key('With state `NotDetermined`: what it can be.', list(anyObject), []),
  },
  [],
)

const seatLine = object(
  {
    enabled: key('Enabled units.', many, 10),
    warning: key('Units in their grace period.', many, 0),
    consumed: key('Units in use afterwards.', { type: ['integer', 'object'] }, 1),
    free: key('Units free afterwards.', { type: ['integer', 'object'] }, 9),
    short: key('How many go without: a number, or its bounds.', { type: ['integer', 'object'], minimum: 0, ...without(numbers) }, 0),
    pending: key('How many wait without a recorded error.', many, 0),
  },
  [],
)

const step = textOr({
  step: key('The number of the step.', whole(1, 1_000_000), 1),
  op: key('What is done.', text, 'assignLicense'),
  outcome: key('What becomes of it.', oneOf('accepted', 'partly', 'refused'), 'accepted'),
  reason: key('Why it is refused.', { type: ['string', 'null'] }, 'notHeld'),
  file: key('The file in which it is written.', text, 'plan.yaml'),
  line: key('Its line there.', whole(1, 1_000_000_000), 3),
  column: key('Its column there.', whole(1, 1_000_000_000), 3),
})

const notice = textOr({
  id: key('Which notice.', text, 'pending'),
  text: key('What it says.', text, 'somebody waits for a licence'),
  count: key('How many it concerns.', many, 1),
})

const findings = key('All findings, except resolved ones.', list(ref('finding')), [{ rule: 'one-exchange-plan', users: ['ada@contoso.com'] }])
const remedies = object(
  {
    finding: key('The keys that tell the finding from all others.', ref('finding'), { rule: 'one-exchange-plan' }),
    complete: key('Whether the list of remedies is complete.', { type: 'boolean' }, true),
    remedies: key('The remedies: `title`, `clean`, `minimal`, `safety`, `cures`, `leaves`, `causes`, `changes`, ...', list(anyObject), []),
  },
  ['finding', 'remedies'],
)
const expected = object(
  {
    findings,
    findingsInclude: { ...findings, description: 'Some of the findings.' },
    states: key('Rows after the last step, by userPrincipalName.', { type: 'object', propertyNames: { format: 'user' }, additionalProperties: list(row) }, { 'ada@contoso.com': [{ sku: 'STANDARDPACK', by: 'direct', state: 'Active' }] }),
    seats: key('Seats after the last step, by product.', { type: 'object', propertyNames: { format: 'product' }, additionalProperties: seatLine }, { STANDARDPACK: { consumed: 1 } }),
    steps: key('What becomes of each step.', list(step), ['accepted']),
    impact: key('Who gains and loses what.', list(anyObject), []),
    impactInclude: key('Some of who gains and loses what.', list(anyObject), []),
    notices: key('Ids of all notices.', list(notice), ['pending']),
    noticesInclude: key('Ids of some notices.', list(notice), ['pending']),
    remedies: key('All remedies of a finding: each is told by the keys that are given, in any order.', list(remedies), [{ finding: { rule: 'one-exchange-plan' }, complete: true, remedies: [] }]),
    exitCode: key('The exit code of `check`.', whole(0, 3), 1),
  },
  [],
)

export const scenarioSchema = file(
  'seatplan scenario',
  'A small tenant, a plan, and what must come out.',
  {
    title: key('What happens: one sentence.', text, 'E3 is given to a group whose member already holds E1'),
    description: key('More about it.', text, 'From the founding article.'),
    source: key('Where the case is described.', text, 'https://learn.microsoft.com/entra/identity/users/licensing-groups-resolve-problems'),
    rules: key('Packs and folders, severities by rule id as in `seatplan.yaml`, and rules written out.', list({ type: ['string', 'object'], format: 'pack' }), ['classic-2018']),
    now: key('The day on which it is played.', day, '2026-11-24'),
    channel: key('How changes are made.', oneOf('graph', 'admin-center'), 'graph'),
    seats: key('Whether units in their grace period can be assigned.', oneOf('include-warning', 'strict'), 'include-warning'),
    assumptions: key('Assumptions to flip, by id.', { type: 'object', additionalProperties: { type: 'boolean' } }, { 'A-RETRY': false }),
    assumeReprocess: key('Whether everybody is reprocessed after each step.', { type: 'boolean' }, false),
    assumeMembers: key('Whether members may be inferred.', oneOf('inferred'), 'inferred'),
    failOn: key('What counts.', oneOf('error', 'warning', 'never'), 'error'),
    failOnExisting: key('Whether errors that the snapshot has count too.', { type: 'boolean' }, true),
    failOnTransient: key('Whether errors that a later step ends count too.', { type: 'boolean' }, true),
    tenant: key('The tenant, or the path of a snapshot.', tenant, { groups: [] }),
    plan: key('The path of a plan, instead of `changes`.', text, 'plan.yaml'),
    changes: key('The changes of the plan.', list(ref('change')), []),
    expect: key('What must come out; what is not given is not compared.', expected, { exitCode: 0 }),
  },
  ['tenant', 'expect'],
  { not: { required: ['plan', 'changes'] }, $defs: { ...changeDefinitions, holding: holdingSchema, finding } },
)
