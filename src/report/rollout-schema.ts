import type { Assessment, DirectRemoval, Gap, PassedViolation, Rollout, Sequence, SequenceStep, SomeUsers } from '../model/rollout.js'
import type { CountRange, GroupName, NoticeLine } from '../model/report.js'
import { count, day, flag, guid, key, list, named, object, oneOf, orNull, text, type Schema } from './schema-words.js'

const position: Schema = { type: 'integer', minimum: 1 }

const users = object<SomeUsers>('Users', {
  count: key('How many.', count),
  sample: key('A few userPrincipalNames, sorted.', list(text)),
})

const range = object<CountRange>('A number of users', {
  count: key('The number; the same as `max`.', count),
  min: key('The smallest it can be.', count),
  max: key('The largest it can be.', count),
})

const group = object<GroupName>('A group', { id: key('Its object id.', guid), displayName: key('Its displayName.', text) })

const violation = object<PassedViolation>('A violation that a sequence passes through', {
  ruleId: key('The rule, or null: no loaded rule explains it.', orNull(text)),
  error: key('Graph\'s code, or null.', orNull(text)),
  reason: key('Why a change was refused, or null.', orNull(text)),
  scope: key('What it concerns.', oneOf('change', 'group', 'sku', 'user')),
  group: key('The group whose licences fail, or null.', orNull(named('group'))),
  skus: key('Part numbers: the failing product first.', list(text)),
  users: key('How many users it concerns.', named('range')),
  step: key('The first step after which it stands.', position),
  lastStep: key('The last one; null: it stands at the end.', orNull(position)),
})

const gap = object<Gap>('A moment without service', {
  users: key('Who.', named('users')),
  gapAtSteps: key('The steps after which they are without.', list(position)),
  servicePlans: key('Plans that are on before and again later.', list(text)),
  services: key('Services with data of which no plan is on, whatever the plan.', list(oneOf('Exchange', 'OneDrive'))),
})

const unsafe = object<DirectRemoval['unsafe'][number]>('Users from whom it is not safe', {
  users: key('Who.', named('users')),
  because: key('`groupInError`: the row of their group is in error; `groupPending`: the group has not given it yet; `fewerPlans`: their groups together give less.', oneOf('groupInError', 'groupPending', 'fewerPlans')),
  error: key('The code of the row, or null.', orNull(text)),
  servicePlans: key('Plans that would be lost.', list(text)),
})

const directRemoval = object<DirectRemoval>('A direct licence that a step removes although a group is to give it', {
  step: key('The step.', position),
  sku: key('Its part number.', text),
  safe: key('Users whose groups together give the same plans, and no row of whose groups is in error.', named('users')),
  unsafe: key('The others, and why.', list(named('unsafe'))),
})

const assessment = object<Assessment>('What a sequence passes through', {
  verdict: key('`safe`: no violation, no moment without service. `verify`: errors come and go, nobody is without service. `unsafe`: neither.', oneOf('safe', 'verify', 'unsafe')),
  violations: key('Violations on the way and at the end.', list(named('violation'))),
  gaps: key('Moments without service.', list(named('gap'))),
  directRemovals: key('Direct licences that are taken away.', list(named('directRemoval'))),
})

const row = object<SequenceStep['verify'][number]['rows'][number]>('A row of licenseAssignmentStates', {
  sku: key('Its part number.', text),
  by: key('`direct`, or the displayName of the group.', text),
  state: key('Graph\'s word.', text),
  error: key('The code that is expected; null also where it does not matter.', orNull(text)),
})

const verification = object<SequenceStep['verify'][number]>('What to verify', {
  users: key('On whom.', named('users')),
  rows: key('All rows that they must have.', list(named('row'))),
})

const freeUnits = object<SequenceStep['freeUnits'][number]>('Units', { sku: key('The part number.', text), atLeast: key('How many.', count) })

const step = object<SequenceStep>('A step of a sequence', {
  step: key('Counts from 1 in the sequence.', position),
  from: key('The steps of the plan that it stands for, or for some users of which.', list(position)),
  what: key('What it does, in one line.', text),
  change: key('The change as a plan file writes it.', { type: 'object', required: ['op'] }),
  isBackground: key('The service goes on working after the call is answered: wait before the next step.', flag),
  verify: key('What must be so before the next step.', list(named('verification'))),
  freeUnits: key('Units that must be free before this step.', list(named('freeUnits'))),
  notDetermined: key('Users of whom nobody can know what they get.', count),
})

const sequence = object<Sequence>('A way to make the plan, played step by step', {
  id: key('`s<n>`: what `--apply` takes.', text),
  kind: key('What is different from the plan.', oneOf('as-given', 'order', 'one-call', 'two-groups', 'batches', 'safe-users')),
  title: key('The same in words.', text),
  verdict: key('As of an assessment; unsafe ones are not listed.', oneOf('safe', 'verify')),
  passesThrough: key('Errors that are expected on the way.', list(named('violation'))),
  leavesOut: key('Users whom the plan names and this does not touch.', named('users')),
  steps: key('The steps, in order.', list(named('step'))),
})

const notice = object<NoticeLine>('An observation', { id: key('Its kind.', text), text: key('In words.', text), count: key('How often.', count) })

/** JSON Schema of `seatplan rollout --format json`. */
export const rolloutSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://seatplan.dev/schemas/rollout.schema.json',
  description: 'What `seatplan rollout --format json` prints. Generated from src/report/rollout-schema.ts; explained in docs/rollout.md.',
  ...object<Rollout>('The answer of seatplan rollout', {
    schemaVersion: key('Always 1.', { const: 1 }),
    tool: key('What wrote it.', object<Rollout['tool']>('The tool', { name: key('Always `seatplan`.', { const: 'seatplan' }), version: key('Its version.', text) })),
    now: key('The day for which rules were judged.', day),
    plan: key('The plan.', object<Rollout['plan']>('The plan', { file: key('Its file.', text), title: key('Its title.', text) })),
    asGiven: key('The steps in the order of the plan.', named('assessment')),
    sequences: key('Ways that are safe, best first.', list(named('sequence'))),
    tried: key('Sequences that were played.', count),
    complete: key('False: there are more than were tried.', flag),
    notices: key('Observations about the input.', list(named('notice'))),
    summary: key('The outcome.', object<Rollout['summary']>('The outcome', { exitCode: key('Of the command.', oneOf(0, 1)) })),
  }),
  $defs: { assessment, violation, gap, directRemoval, unsafe, sequence, step, verification, row, freeUnits, users, range, group, notice },
} as const
