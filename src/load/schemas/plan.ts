import { userAttributes } from '../../kinds/vocabulary.js'
import { file, flag, key, list, nameOf, object, orNull, ref, text, whole } from './words.js'
import type { Schema } from './words.js'

/** More units than anybody buys; keeps sums exact. */
const mostUnits = 10_000_000

const group = key('A group: its id or displayName.', nameOf.group, 'Sales')
const user = key('A user: its id, userPrincipalName or displayName.', nameOf.user, 'ada@contoso.com')
const users = key('Users, each by id, userPrincipalName or displayName.', list(nameOf.user), ['ada@contoso.com'])
const usersFrom = key('A CSV file with a header `userPrincipalName` or `id`; the path is relative to this file.', text, 'list.csv')
const sku = key('A product: its skuId, part number or display name.', nameOf.product, 'ENTERPRISEPACK')
const plans = (description: string): Schema => key(description, list(nameOf.plan), ['YAMMER_ENTERPRISE'])

/** Parts that stand in several places of a file, for its `$defs`. */
const license = ref('license')
const licenseSchema = object(
  {
    sku,
    skuId: { ...sku, description: "Graph's word for `sku`." },
    disabledPlans: plans('Service plans that stay off. Left out: everything is on, and a notice says what that is.'),
    enabledPlans: plans('The only service plans that are on; all others of the product stay off.'),
  },
  [],
  { oneOf: [{ required: ['sku'] }, { required: ['skuId'] }], not: { required: ['disabledPlans', 'enabledPlans'] } },
)

/** Of these keys exactly one. */
function exactlyOne(...keys: readonly string[]): Schema {
  return { oneOf: keys.map((name) => ({ required: [name] })) }
}

const assignee = object({ group, user, users, usersFrom }, [], exactlyOne('group', 'user', 'users', 'usersFrom'))

const attribute: Schema = { type: ['string', 'boolean', 'null'] }
const location = key("Two upper-case letters, quoted; null takes it away.", nameOf.country, 'CH')
const examples = { department: 'Sales', companyName: 'Contoso', jobTitle: 'Engineer', employeeType: 'Contractor', country: 'Switzerland', city: 'Bern', officeLocation: 'Building 2' } as const satisfies Record<(typeof userAttributes)[number], string>

/** Attributes that a condition may read need no `attributes` around them. */
export function attributeKeys(): Record<string, Schema> {
  return Object.fromEntries(userAttributes.map((name) => [name, key(`Graph's \`${name}\`.`, { type: ['string', 'null'] }, examples[name])]))
}

const userKeys = {
  usageLocation: location,
  accountEnabled: key('Whether the account can sign in.', flag),
  userType: key('`Member` or `Guest`.', orNull(text), 'Guest'),
  onPremisesSyncEnabled: key('Whether the user comes from an on-premises directory.', flag),
  proxyAddresses: key('All proxy addresses, with their prefix.', list(text), ['SMTP:ada@contoso.com']),
  attributes: key("Other attributes, by Graph's names.", { type: 'object', additionalProperties: attribute }, { department: 'Sales' }),
  displayName: key("Graph's `displayName`.", { type: ['string', 'null'] }, 'Ada Lovelace'),
  ...attributeKeys(),
}

const groupKeys = {
  displayName: key('The name of the group.', text, 'Pilot'),
  securityEnabled: key('Whether it is a security group; only those give licences.', flag),
  mailEnabled: key('Whether it has a mailbox.', flag),
  groupTypes: key('`Unified` for Microsoft 365 groups, `DynamicMembership` for dynamic ones.', list(text), ['Unified']),
}

const newGroup = object({ ...groupKeys, assignedLicenses: key('What it gives from the start.', list(license), []) }, ['displayName'])
const newUser = object({ userPrincipalName: key('The name to sign in with.', text, 'ada@contoso.com'), ...userKeys }, ['userPrincipalName'])

/** A change: `op` says what is done, the other keys to what. */
function change(op: string, does: string, keys: Readonly<Record<string, Schema>>, required: readonly string[], more: Schema = {}): Schema {
  return { description: does, ...object({ op: key('What is done.', { const: op }, op), ...keys }, ['op', ...required], more) }
}

const members = { group, users, usersFrom }

const changeSchema: Schema = {
  type: 'object',
  required: ['op'],
  discriminator: { propertyName: 'op' },
  oneOf: [
    change('assignLicense', "Graph's assignLicense call on a group or on users.", {
      to: key('One group, one user, or a list of users (one call a user).', assignee, { group: 'Sales' }),
      addLicenses: key('Products to add, or to change.', list(license), [{ sku: 'ENTERPRISEPACK', disabledPlans: ['YAMMER_ENTERPRISE'] }]),
      removeLicenses: key('Products to take away.', list(nameOf.product), ['STANDARDPACK']),
    }, ['to'], { anyOf: [{ required: ['addLicenses'] }, { required: ['removeLicenses'] }] }),
    change('addMembers', 'Adds users to a group.', members, ['group'], exactlyOne('users', 'usersFrom')),
    change('removeMembers', 'Takes users out of a group.', members, ['group'], exactlyOne('users', 'usersFrom')),
    change('setMembers', 'Makes these users, and no others, the members of a group.', members, ['group'], exactlyOne('users', 'usersFrom')),
    change('updateUser', 'Changes attributes of a user.', { user, ...userKeys }, ['user'], { minProperties: 3 }),
    change('updateGroup', 'Changes attributes of a group.', { group, ...groupKeys }, ['group'], { minProperties: 3 }),
    change('createGroup', 'Creates a group; later changes find it by its displayName.', { group: key('The new group.', newGroup, { displayName: 'Pilot' }) }, ['group']),
    change('deleteGroup', 'Deletes a group.', { group }, ['group']),
    change('createUser', 'Creates a user; later changes find it by its userPrincipalName.', { user: key('The new user.', newUser, { userPrincipalName: 'ada@contoso.com' }) }, ['user']),
    change('deleteUser', 'Deletes a user.', { user }, ['user']),
    change('restoreUser', 'Restores a user that an earlier change deleted.', { user }, ['user']),
    change('changeUnits', 'Buys or gives back units of a product.', {
      sku,
      skuId: { ...sku, description: "Graph's word for `sku`." },
      add: key('How many more; may be negative.', whole(-mostUnits, mostUnits), 25),
      set: key('How many there are afterwards.', whole(0, mostUnits), 40),
    }, [], { allOf: [exactlyOne('sku', 'skuId'), exactlyOne('add', 'set')] }),
    change('reprocess', 'Lets the service try again for users, or for all members of a group.', { user, users, usersFrom, group }, [], exactlyOne('user', 'users', 'usersFrom', 'group')),
  ],
}

/** A change, and what it is made of, for the `$defs` of a file that has changes. */
export const changeDefinitions = { change: changeSchema, license: licenseSchema }

export const planSchema = file(
  'seatplan plan',
  'Changes to a tenant, in order. One change is one step.',
  {
    title: key('What the plan is for.', text, 'E3 for Sales'),
    changes: key('The changes; none is allowed.', list(ref('change')), [{ op: 'deleteGroup', group: 'Sales' }]),
  },
  ['changes'],
  { $defs: changeDefinitions },
)
