import { day, file, key, list, nameOf, object, text } from './words.js'

const waiver = object(
  {
    fingerprint: key('Of one finding.', { type: 'string', pattern: '\\S' }, 'b3a1c0de'),
    rule: key('The id of a rule.', nameOf.rule, 'one-exchange-plan'),
    group: key('A group, by id or displayName.', nameOf.group, 'Sales'),
    user: key('A user, by id or userPrincipalName.', nameOf.user, 'ada@contoso.com'),
    reason: key('Why this is accepted.', text, 'The mailboxes move in March.'),
    expires: key('The last day on which it is accepted.', day, '2026-12-31'),
    owner: key('Who answers for it.', text, 'it@contoso.com'),
    ticket: key('Where it was decided.', text, 'CHG-1042'),
  },
  ['reason', 'expires'],
  { oneOf: ['fingerprint', 'rule', 'group', 'user'].map((name) => ({ required: [name] })) },
)

export const waiversSchema = file(
  'seatplan waivers',
  'Findings that are accepted for a time.',
  { waivers: key('The waivers.', list(waiver), [{ rule: 'one-exchange-plan', reason: 'The mailboxes move in March.', expires: '2026-12-31' }]) },
  ['waivers'],
)
