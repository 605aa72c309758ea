import { attributeKeys } from './plan.js'
import { day, file, flag, key, list, nameOf, object, oneOf, text, titled, whole } from './words.js'
import type { Schema } from './words.js'

const many = whole(0, 10_000_000)
const names = (description: string, of: Schema, ...example: readonly string[]): Schema => key(description, list(of), example)
/** Things by the name that their author gives them. */
const named = (schema: Schema): Schema => ({ type: 'object', additionalProperties: schema })

const product: Schema = {
  type: ['string', 'object'],
  properties: titled({
    sku: key('The product by its part number.', nameOf.product, 'ENTERPRISEPACK'),
    plans: names('Instead of `sku`: a product made for this test, of these service plans.', nameOf.plan, 'EXCHANGE_S_STANDARD', 'WORKPLACE_ANALYTICS'),
    disabledPlans: names('Service plans that are off.', nameOf.plan, 'YAMMER_ENTERPRISE'),
    enabledPlans: names('The only service plans that are on.', nameOf.plan, 'EXCHANGE_S_ENTERPRISE'),
    units: key('Enabled units; left out: more than anybody needs.', many, 10),
    warning: key('Units in their grace period.', many, 0),
    suspended: key('Suspended units.', many, 0),
    lockedOut: key('Locked-out units.', many, 0),
    consumed: key('Units in use; left out: as many users as have it.', many, 3),
    capabilityStatus: key("Graph's word for the state of the subscription.", oneOf('Enabled', 'Warning', 'Suspended', 'Deleted', 'LockedOut'), 'Enabled'),
  }),
  additionalProperties: false,
  minLength: 1,
}

const licenses = names('Names of `products`, and service plans as if each was sold alone.', nameOf.plan, 'EXCHANGE_S_STANDARD')
const addresses = names('Proxy addresses.', text, 'SMTP:ada@contoso.com')

const group: Schema = {
  ...object({
    licenses,
    members: key('How many users are members, beside those of the file.', whole(0, 1_000), 3),
    securityEnabled: key('Whether it can license; left out: it can.', flag, true),
    mailEnabled: key('Whether it has a mail address.', flag, false),
    dynamic: key('Whether its members are found by a rule.', flag, false),
    onPremisesSyncEnabled: key('Whether it is mastered on premises.', flag, false),
    isAssignableToRole: key('Whether roles can be given to it.', flag, false),
    proxyAddresses: addresses,
  }, []),
  type: ['object', 'null'],
}

const ownKeys = {
  usageLocation: key("The user's own location; `null`: none; left out: that of the tenant.", nameOf.country, 'CH'),
  accountEnabled: key('Whether the account may sign in.', flag, true),
  userType: key('Member or guest.', { type: ['string', 'null'] }, 'Guest'),
  onPremisesSyncEnabled: key('Whether the user is mastered on premises.', flag, false),
  proxyAddresses: addresses,
  ...attributeKeys(),
}
const user: Schema = { ...object({ licenses, memberOf: names('Groups of which the user is a member.', text, 'Sales'), ...ownKeys }, []), type: ['object', 'null'] }

const plan: Schema = {
  ...object({
    sets: key('What of the user is set first.', object(ownKeys, []), { usageLocation: 'BH' }),
    takes: names('Licences that are taken off.', nameOf.plan, 'EXCHANGE_S_STANDARD'),
    gives: names('Licences that are given in the same call.', nameOf.plan, 'WORKPLACE_ANALYTICS'),
    leaves: names('Groups that the user leaves.', text, 'Sales'),
    joins: names('Groups that the user joins.', text, 'Sales'),
    units: key('Units of products afterwards.', named(many), { few: 3 }),
  }, []),
  type: ['object', 'null'],
}

const loudness = oneOf('error', 'warning', 'info')
const verdict: Schema = {
  oneOf: [
    { type: 'string', enum: ['ok', 'error', 'warning', 'info'] },
    { type: 'object', additionalProperties: loudness, minProperties: 1 },
  ],
}

const table = object({
  title: key('What the table shows.', text, 'A mailbox makes it work'),
  rule: key('The rule that the verdicts are about; left out: all rules.', nameOf.rule, 'analytics-needs-exchange'),
  now: key('The day of this table.', day, '2026-11-24'),
  skip: key('Why the table is not played.', text, 'waits for an answer from support'),
  verdicts: key('Who, then what is done, then what must come out: `ok`, `error`, `warning`, `info`, or rules with their severities.',
    { ...named({ type: 'object', additionalProperties: verdict, minProperties: 1 }), minProperties: 1 },
    { nobody: { WORKPLACE_ANALYTICS: 'error', 'WORKPLACE_ANALYTICS + EXCHANGE_S_STANDARD': 'ok' } }),
}, ['verdicts'])

export const ruletestSchema = file(
  'seatplan rule test',
  'Tables of cases beside rules: who, what is done, and what the rule must say.',
  {
    title: key('What the file shows.', text, 'Workplace Analytics needs a mailbox'),
    skip: key('Why the file is not played.', text, 'waits for an answer from support'),
    rules: key('Packs and folders, as in `seatplan.yaml`; left out: the rules beside which the file stands.', list(nameOf.pack), ['current']),
    now: key('The day on which it is played.', day, '2026-11-24'),
    usageLocation: key("The tenant's country, and that of users who give none; left out: US.", { ...nameOf.country, type: 'string' }, 'CH'),
    products: key('Products by a name of their own: a part number, or more about it.', named(product), { e3: 'ENTERPRISEPACK' }),
    groups: key('Groups by name.', named(group), { Sales: { licenses: ['EXCHANGE_S_STANDARD'] } }),
    users: key('Users by name.', named(user), { nobody: {}, ada: { licenses: ['EXCHANGE_S_STANDARD'] } }),
    plans: key('What can be done, by name. What is only given or joined needs no name.', named(plan), { 'gives the mailbox up': { takes: ['EXCHANGE_S_STANDARD'] } }),
    cases: key('Tables of cases.', list(table), [{ rule: 'analytics-needs-exchange', verdicts: { nobody: { WORKPLACE_ANALYTICS: 'error' } } }]),
  },
  ['cases'],
)
