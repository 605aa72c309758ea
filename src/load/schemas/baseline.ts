import { file, key, list, object, orNull, text } from './words.js'

const entry = object(
  {
    fingerprint: key('Of one finding.', text, '3f0c9a7be1d24c55'),
    rule: key('The rule that it violates; null: recorded by the service. For readers only.', orNull(text), 'one-exchange-plan'),
    error: key('Graph\'s code. For readers only.', orNull(text), 'MutuallyExclusiveViolation'),
    group: key('The group whose licences fail. For readers only.', orNull(text), 'Sales'),
    products: key('The products that take part. For readers only.', list(text), ['ENTERPRISEPACK']),
  },
  ['fingerprint'],
)

export const baselineSchema = file(
  'seatplan baseline',
  'Findings that were there when a project began to use seatplan. Written by `--update-baseline`.',
  { baseline: key('The findings, by fingerprint.', list(entry), []) },
  ['baseline'],
)
