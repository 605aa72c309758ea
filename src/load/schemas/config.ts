import { lintIds, lintSeverities } from '../../model/lint.js'
import { assumptionIds, tiers, type AssumptionId } from '../../model/settings.js'
import { day, file, flag, key, nameOf, object, oneOf, text, titled } from './words.js'
import type { Schema } from './words.js'

const severity = oneOf('error', 'warning', 'info', 'off')
/** `id: warning`, or with the key written out: `id: { severity: warning }`. */
const override: Schema = { type: ['string', 'object'], if: { type: 'string' }, then: { enum: severity['enum'] }, properties: titled({ severity: key('The severity of the rule here.', severity, 'warning') }), required: ['severity'], additionalProperties: false }
const overrides: Schema = { type: 'object', propertyNames: { format: 'rule' }, additionalProperties: override }
/** One, or a list. */
const several: Schema = { type: ['string', 'array'], pattern: '\\S', items: text }

const rules: Schema = {
  type: ['string', 'array', 'object'],
  pattern: '\\S',
  format: 'pack',
  items: { type: ['string', 'object'], format: 'pack', propertyNames: { format: 'rule' }, additionalProperties: override },
  properties: titled({
    packs: key('Packs by name, folders by path.', { ...several, format: 'pack', items: nameOf.pack }, ['current', './rules']),
    overrides: key('Severities of single rules, by id.', overrides, { 'one-exchange-plan': 'warning' }),
  }),
  additionalProperties: false,
}

function paths(description: string, example: string): Schema {
  return key(`${description} Paths are relative to this file.`, several, [example])
}

const aboutAssumptions: Readonly<Record<AssumptionId, string>> = {
  'A-SIBLINGS-OTHER': 'Beside a product that fails every other one of its source records `Other`; `false`: only those that were not applied.',
  'A-SIBLINGS-STAY': 'An addition that fails leaves on what its source gave before; `false`: that goes too.',
  'A-RETRY': 'A conflict that a group or membership change clears is tried again at once; `false`: it waits for a reprocess.',
  'A-SEAT-ORDER': 'The last seats go to users in ascending order of their ids; `false`: in descending order.',
  'A-PROXY-OBJECT': 'An address is taken by whatever has it, licensed or not; `false`: only by who has a plan that needs it.',
  'A-LOCATION': 'Users without a location get `defaultUsageLocation`, else `countryLetterCode`; `false`: the other way round.',
  'A-GROUP-CHECK': 'A group is refused plans that exclude each other; `false`: its members meet the conflict.',
  'A-LEAVE-ALL': 'A removal that is blocked for one product keeps all products of its source; `false`: only the culprits stay.',
}

export const configSchema = file(
  'seatplan project',
  'What a project is made of and how its plans are played.',
  {
    tenant: key('The snapshot: a folder of Graph responses, or one file.', text, './tenant'),
    catalogs: paths('Imported catalogs (they replace the shipped one) and overlays (they correct it).', './catalogs'),
    rules: key('Packs (a bare word) and folders (a path with `/`), and severities of single rules. Without it: `current`.', rules, ['current', './rules']),
    scenarios: paths('Scenarios that `seatplan test` runs.', './scenarios'),
    waivers: paths('Findings that are accepted for a time.', './waivers.yaml'),
    baseline: key('Findings that were there when the project began; `--update-baseline` writes it.', text, './baseline.json'),
    ranking: key('What makes one way out better than another, the weightiest first; what is not named follows in the usual order. Clean ones always come first.', { type: 'array', items: oneOf(...tiers), minItems: 1 }, ['money', 'safety']),
    prices: key('What a unit of a product costs.', text, './prices.yaml'),
    channel: key('How changes are made: by Graph calls, or by hand in the admin center.', oneOf('graph', 'admin-center'), 'graph'),
    seats: key('Whether units in their grace period can be assigned.', oneOf('include-warning', 'strict'), 'include-warning'),
    assumptions: key('Assumptions to flip, by id.', object(Object.fromEntries(assumptionIds.map((id) => [id, key(`${aboutAssumptions[id]} See docs/assumptions.md.`, flag, false)])), []), { 'A-RETRY': false }),
    lints: key('Severities of single lints, by id.', object(Object.fromEntries(lintIds.map((id) => [id, key(`See docs/lints/${id}.md; \`${lintSeverities[id]}\` without it.`, severity, 'off')])), []), { unsourced: 'off' }),
    now: key('The day on which the plan is played. Without it: today, in UTC.', day, '2026-11-24'),
  },
  [],
)
