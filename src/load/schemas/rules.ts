import { kinds } from '../../kinds/index.js'
import { day, file, key, list, object, oneOf, text } from './words.js'
import type { Schema } from './words.js'

/** How sure we are of a rule: who says it, and how plainly. */
export const certainties = [
  'documented', 'documented-example', 'documented-superseded', 'documented-disputed', 'documented-product-level', 'documented-user-level', 'observed', 'inferred',
] as const

/** What every rule has, whatever its kind. */
const head = {
  id: key('A claim in kebab-case, unique among what is loaded.', { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }, 'one-exchange-plan'),
  severity: key('`error` blocks what the service would block; `off` is not judged.', oneOf('error', 'warning', 'info', 'off'), 'error'),
  reason: key('Why the rule holds: one sentence.', text, 'A mailbox runs on one plan.'),
  source: key('Where this is written; required in shipped packs.', text, 'https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference'),
  certainty: key('How sure this is.', oneOf(...certainties), 'documented'),
  validFrom: key('First day on which the rule is in force.', day, '2026-01-31'),
  validTo: key('Last day on which the rule is in force.', day, '2026-12-31'),
}

type AnyKind = (typeof kinds)[number]

const aboutKinds: Readonly<Record<AnyKind['kind'], string>> = {
  'mutually-exclusive': 'At most one of some plans or products, or none of some beside any of others.',
  'prerequisite': 'A plan or product works only where others are.',
  'usage-location': 'A plan or product is forbidden in countries, or asks for a usage location.',
  'seats': 'A product has only as many seats as units, some of them kept free.',
  'unique-proxy': 'Two objects may not have the same proxy address.',
  'condition': 'What may not be in this house, in the words of facts and operators. Blocks nothing.',
}

/** Keys in the order in which people read them, which is the one that `fmt` writes. */
function ruleOf({ kind, schema }: AnyKind): Schema {
  const { properties, required, $defs: _, ...more } = schema
  const { id, severity, ...proof } = head
  const keys = { id, kind: key('What the rule means.', { const: kind }, kind), severity, ...(properties as Record<string, Schema>), ...proof }
  return { title: `${kind} rule`, description: aboutKinds[kind], ...object(keys, ['id', 'kind', 'severity', 'reason', ...required], more) }
}

/** Parts of a kind's schema that it names are found in the file's own `$defs`. */
function definitions(): Schema {
  return Object.assign({}, ...kinds.map(({ schema }) => schema['$defs'] ?? {})) as Schema
}

export const rulesSchema = file(
  'seatplan rules',
  'Rules: what may not be held together, what needs what, and what holds in this house.',
  {
    rules: key('The rules.', list({
      type: 'object',
      required: ['kind'],
      discriminator: { propertyName: 'kind' },
      oneOf: kinds.map(ruleOf),
    }), [{ id: 'one-exchange-plan', kind: 'mutually-exclusive', severity: 'error', plans: ['EXCHANGE_S_STANDARD', 'EXCHANGE_S_ENTERPRISE'], reason: 'A mailbox runs on one plan.' }]),
  },
  ['rules'],
  { $defs: definitions() },
)

export const packSchema = file(
  'seatplan pack',
  'What a folder of rules is for.',
  { name: key('The name of the pack.', text, 'current'), purpose: key('What the pack is for.', text, 'What we would switch on today.') },
  [],
)
