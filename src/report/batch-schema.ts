import type { BatchName, BatchPart, BatchReport, BatchResult, BatchSummary } from '../model/batch.js'
import type { Waiver } from '../model/waiver.js'
import { problemSchema } from './problem-schema.js'
import { reportSchema } from './schema.js'
import { count, day, key, list, named, object, oneOf, orNull, text, type Schema } from './schema-words.js'

const summary = object<BatchSummary>('What counts', {
  results: key('Plans in tenants.', count),
  passed: key('Those that nothing fails.', count),
  failed: key('Those with findings that count.', count),
  unread: key('Those of which a file could not be read: nobody knows.', count),
  errors: key('Findings of severity error that count, in all reports.', count),
  warnings: key('Findings of severity warning that count, in all reports.', count),
  existing: key('Findings that were there before, in all reports.', count),
  resolved: key('Findings that a plan ends, in all reports.', count),
  waived: key('Findings that a waiver covers, in all reports.', count),
  affectedUsers: key('Users whom findings that count concern, once for each plan and tenant.', count),
  exitCode: key('0 all clean, 1 findings that count, 2 something could not be read, 3 seatplan itself failed at something.', oneOf(0, 1, 2, 3)),
})

const tenant = key('Folder or file of the snapshot, as seen from the project\'s folder; null: the one that the project names.', orNull(text))
const plan = key('File of the plan, as seen from the project\'s folder; null: the tenant as it is.', orNull(text))

const result = object<BatchResult>('One plan in one tenant', {
  tenant,
  plan,
  outcome: key('`failed`: it has findings that count; `unread`: a file could not be read.', oneOf('passed', 'failed', 'unread')),
  problems: key('What is wrong or odd about its files.', list(named('problem'))),
  report: key('What a check of this plan and tenant alone reports; null: it could not be read.', orNull({ $ref: 'report.schema.json' })),
})

const waiver = object<Waiver>('A waiver, or an entry of the baseline', {
  by: key('What it covers.', oneOf('fingerprint', 'rule', 'group', 'user')),
  text: key('As it is written.', text),
  id: key('What that is here, or null: nothing.', orNull(text)),
  reason: key('Why.', text),
  expires: key('The last day; null: it stands in a baseline.', orNull(day)),
  owner: key('Who answers for it.', orNull(text)),
  ticket: key('Where it was decided.', orNull(text)),
  place: key('Where it stands.', object<Waiver['place']>('A place', { file: key('The file.', text), line: key('Its line.', count), column: key('Its column.', count) })),
})

const part = object<BatchPart>('A shard of a run', {
  inputs: key('Digest of all that the whole run was asked and given.', text),
  rules: key('Digest of the packs and folders of rules.', text),
  set: key('All that the whole run checks.', list(object<BatchName>('A plan in a tenant', { tenant, plan }))),
  files: key('Files that this shard read, and a digest of each.', list({ type: 'array', items: text, minItems: 2, maxItems: 2 })),
  waivers: key('Waivers and baseline, as the tenants of this shard read them.', list(named('waiver'))),
})

const batch = object<BatchReport>('Batch report of seatplan', {
  schemaVersion: key('Version of this layout. Keys may be added within a version; none changes its meaning.', { const: 1 }),
  tool: reportProperty('tool'),
  now: key('The day for which rules and waivers were judged.', day),
  summary: key('What counts, over all results.', summary),
  results: key('By tenant, then plan.', list(named('result'))),
  notices: key('What only the whole run shows: waivers and baseline entries that nothing needs.', list({ $ref: 'report.schema.json#/$defs/notice' })),
  part: key('Only of a shard: what `seatplan merge-reports` needs to put it together with its siblings.', part),
}, ['part'])

/** The published JSON Schema of a batch report. */
export const batchSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://seatplan.dev/schemas/batch.schema.json',
  description: 'What `seatplan check --format json` prints for many plans or tenants. Generated from src/report/batch-schema.ts; explained in docs/batch.md.',
  ...batch,
  $defs: { problem: problemSchema, result, waiver },
}

function reportProperty(name: string): Schema {
  return (reportSchema['properties'] as Readonly<Record<string, Schema>>)[name]!
}
