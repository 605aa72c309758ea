import type {
  Consequence, CountRange, Edit, Finding, GroupLine, GroupName, Impact, NoticeLine, PlanName, Remedy, Report, SeatLine, SkuName, StateRow,
  StepLine, UsersConcerned, Waived,
} from '../model/report.js'
import { evidenceByKind, evidenceSchemas } from './schema-evidence.js'
import { count, day, flag, guid, key, list, named, object, oneOf, orNull, text, whole, type Schema } from './schema-words.js'

const scope = oneOf('change', 'group', 'sku', 'user', 'waiver')
const error = orNull(text)

const range = object<CountRange>('A number of users', {
  count: key('The number; the same as `max`.', count),
  min: key('The smallest it can be.', count),
  max: key('The largest it can be.', count),
})

const users = object<UsersConcerned>('Users concerned', {
  count: key('How many; the same as `max`.', count),
  min: key('The smallest number it can be.', count),
  max: key('The largest number it can be.', count),
  determined: key('False where nobody can know which users.', flag),
  sample: key('A few userPrincipalNames, sorted; all of them with `--expand`. Where not determined: of those whom it may concern.', list(text)),
})

const group = object<GroupName>('A group', {
  id: key('Its object id.', guid),
  displayName: key('Its displayName.', text),
})

const sku = object<SkuName>('A product', {
  skuId: key('Its skuId.', guid),
  skuPartNumber: key('Its skuPartNumber.', text),
})

const servicePlan = object<PlanName>('A service plan', {
  servicePlanId: key('Its servicePlanId.', guid),
  servicePlanName: key('Its servicePlanName.', text),
})

const step = object<StepLine>('A step of the plan', {
  step: key('Counts from 1; one change is one step.', { type: 'integer', minimum: 1 }),
  op: key('What the change does, e.g. `assignLicense`.', text),
  outcome: key('`refused`: nothing of it happened; `partly`: some calls of a list went through.', oneOf('accepted', 'refused', 'partly')),
  reason: key('Why it was refused: the code or the reason of the finding, or null.', orNull(text)),
  file: key('The file in which the change stands.', text),
  line: key('Its line, from 1.', count),
  column: key('Its column, from 1.', count),
})

const edit = object<Edit>('One edit of the plan', {
  at: key('Where the change goes: `before`, `instead` of, or `after` the step.', oneOf('before', 'instead', 'after')),
  step: key('Counts in the plan as it was given; 0 is the snapshot (only with `after`).', count),
  change: key('The change as a plan file writes it; null with `instead` leaves the step out.', orNull({ type: 'object', required: ['op'] })),
})

const consequence = object<Consequence>('What a remedy causes elsewhere', {
  ruleId: key('The rule that it violates, or null.', orNull(text)),
  error: key('Graph\'s code, or null.', error),
  scope: key('What it concerns.', scope),
  group: key('The group whose licences fail, or null.', orNull(named('group'))),
  skus: key('The failing product first, then those that it meets.', list(named('sku'))),
  users: key('How many users it concerns.', named('range')),
  new: key('False: the finding is there without the remedy, and grows.', flag),
})

const remedy = object<Remedy>('A way out: an edited plan that was played', {
  id: key('`<finding>.r<n>`; the same in every command.', text),
  title: key('What it does, in one line.', text),
  clean: key('It causes nothing and leaves nobody.', flag),
  minimal: key('No part of it can be left out.', flag),
  changes: key('The edits of the plan; those of one place in this order.', list(named('edit'))),
  cures: key('How many of the finding\'s users it cures.', count),
  leaves: key('How many of the finding\'s users it does not cure.', count),
  causes: key('The findings that are new with it, or grow.', list(named('consequence'))),
  affects: key('What it touches.', object<Remedy['affects']>('What a remedy touches', {
    users: key('Users whose licences it changes.', count),
    groups: key('Groups that it changes.', count),
    calls: key('Calls to Graph that it takes.', count),
  })),
  seats: key('Units by part number that it uses (+) or frees (-) beside the plan as it stands.', { type: 'object', additionalProperties: whole }),
  losesPlans: key('Names of service plans that users lose by it.', list(text)),
  safety: key('Whether it can be made as it is.', oneOf('safe', 'needs-purchase', 'needs-decision', 'on-premises')),
  money: key('What the units that it buys cost; null: nothing is bought, or a price is not known.', orNull(object<NonNullable<Remedy['money']>>('A price', {
    currency: key('ISO 4217.', text),
    amount: key('The sum.', { type: 'number' }),
    per: key('What the prices are for.', text),
  }))),
  alsoCures: key('Ids of other findings that go with it.', list(text)),
  form: key('Where it stands for many that differ only in which move of each list they make; null: for itself. `--expand` lists each.', orNull(object<NonNullable<Remedy['form']>>('Many of one form', {
    count: key('How many there are.', count),
    dimensions: key('The lists, of titles: one of each is chosen.', list(list(text))),
  }))),
})

const finding = object<Finding>('A finding: one cause', {
  id: key('`f<n>`, in the order of the report; given before any narrowing.', text),
  fingerprint: key('Digest of the cause: the same as long as the cause is the same, whatever the step, count or file.', text),
  ruleId: key('The rule violated, `service/...` for the service\'s own refusals; null: recorded by the service, no loaded rule explains it.', orNull(text)),
  kind: key('The kind of the rule, or `service`; it decides what `evidence` holds.', text),
  severity: key('The severity of the rule after overrides.', oneOf('error', 'warning', 'info')),
  error: key('Graph\'s code that is (or would be) recorded, or null.', error),
  reason: key('Why a change was refused where no code says it (`unknownSku`, `inherited`, ...), or null.', orNull(text)),
  scope: key('What it concerns: the call itself, a group, a product, users, or a waiver that has run out.', scope),
  origin: key('`introduced` by the plan, `existing` before it, `resolved` by it.', oneOf('introduced', 'existing', 'resolved')),
  step: key('The step at which it begins; 0 is the snapshot, also of what is resolved.', count),
  transient: key('A later step of the same plan ends it for all its users.', flag),
  lastStep: key('The last step at which it stood, if it is over (transient or resolved); else null.', orNull(count)),
  users: key('The users it concerns.', named('users')),
  group: key('The group whose licences fail, or null.', orNull(named('group'))),
  skus: key('The failing product first, then those that it meets.', list(named('sku'))),
  servicePlans: key('What it is about: the dependent first, then what lacks; both sides of a conflict.', list(named('servicePlan'))),
  because: key('The chain of causes, one sentence each.', list(text)),
  evidence: key('What the rule found, as GUIDs; its keys depend on `kind`.', { type: 'object' }),
  assumptions: key('Ids of the assumptions it rests on; docs/assumptions.md explains them.', list(text)),
  waived: key('The waiver that covers it, or null.', orNull(object<Waived>('A waiver', {
    reason: key('Why it is waived.', text),
    expires: key('The last day of the waiver; null: it stands in a baseline.', orNull(day)),
    owner: key('Who answers for it, or null.', orNull(text)),
    ticket: key('Where it was decided, or null.', orNull(text)),
    file: key('The file of the waiver.', text),
    line: key('Its line, from 1.', count),
    column: key('Its column, from 1.', count),
    with: key('Waivers of other users that it takes as well: the one before is the first of them to run out. Absent: it needs no other.', list(object<NonNullable<Waived['with']>[number]>('Where a further waiver stands', {
      file: key('Its file.', text),
      line: key('Its line, from 1.', count),
      column: key('Its column, from 1.', count),
    }))),
  }, ['with']))),
  rule: key('Where the rule stands; null with `ruleId` null and for the service\'s own refusals.', orNull(object<NonNullable<Finding['rule']>>('Where a rule stands', {
    file: key('Its file.', text),
    line: key('Its line, from 1.', count),
    column: key('Its column, from 1.', count),
    source: key('Where the rule was learnt, or null.', orNull(text)),
    reason: key('Why the rule is, in one sentence.', text),
    certainty: key('How sure it is: `documented`, `documented-disputed`, `observed`, `inferred`, ... Absent where the rule does not say.', text),
  }, ['certainty']))),
  remedies: key('The ways out.', list(named('remedy'))),
  remediesComplete: key('No further minimal remedy exists within the moves that seatplan knows.', flag),
  remediesCut: key('Where the search ended before everything was tried, in words; null: it is complete, or nothing was searched.', orNull(text)),
})

const impact = object<Impact>('Users whose service plans change', {
  users: key('Who.', object<Impact['users']>('Users alike', {
    count: key('How many.', count),
    sample: key('A few userPrincipalNames, sorted; all of them with `--expand`.', list(text)),
  })),
  step: key('The step at which it happens.', count),
  gains: key('Names of service plans that they gain.', list(text)),
  loses: key('Names of service plans that they lose.', list(text)),
  gapAtSteps: key('Steps after which they are without a plan that they have before and after.', list(count)),
  assumptions: key('Ids of the assumptions that it rests on.', list(text)),
})

const before = (what: string): Schema => object<{ before: number; after: number }>(what, {
  before: key('In the snapshot.', whole),
  after: key('After the last step.', whole),
})

const seatLine = object<SeatLine>('Seats of a product', {
  skuId: key('Its skuId.', guid),
  skuPartNumber: key('Its skuPartNumber.', text),
  enabled: key('Units enabled after the last step.', count),
  warning: key('Units in the grace period after the last step; they count unless `seats: strict`.', count),
  consumed: key('Units consumed.', before('Units consumed')),
  free: key('Units that can still be given; below zero: more are used than owned.', before('Units free')),
  short: key('How many users go without.', object<SeatLine['short']>('Users without a seat', {
    min: key('The smallest number it can be.', count),
    max: key('The largest number it can be.', count),
  })),
  pending: key('Users whose licence waits in the snapshot without a recorded error.', count),
})

const groupLine = object<GroupLine>('A group with licences', {
  id: key('Its object id.', guid),
  displayName: key('Its displayName.', text),
  licenses: key('Part numbers of its products after the last step.', list(text)),
  members: key('Number of members who are users, after the last step.', count),
  usersInError: key('Users with an error in a licence from this group.', before('Users in error')),
})

const notice = object<NoticeLine>('An observation: never counted, never a finding', {
  id: key('What kind of observation.', text),
  text: key('The observation, in one sentence.', text),
  count: key('How many things it concerns.', count),
})

const outcome = object<NonNullable<StateRow['oneOf']>[number]>('A state that it may be', {
  state: key('Graph\'s state.', text),
  error: key('Graph\'s code, or null.', error),
})

const state = object<StateRow>('A row of licenseAssignmentStates after the last step', {
  userPrincipalName: key('The user\'s name.', text),
  userId: key('The user\'s id.', guid),
  skuId: key('The product.', guid),
  skuPartNumber: key('The product\'s part number.', text),
  assignedByGroup: key('The group that gives it; null: directly.', orNull(guid)),
  disabledPlans: key('Service plans switched off.', list(guid)),
  state: key('Graph\'s state, or `NotDetermined`: nobody can know.', text),
  error: key('Graph\'s code, or null.', error),
  oneOf: key('Only with `NotDetermined`: what it may be.', list(named('outcome'))),
}, ['oneOf'])

const report = object<Report>('Report of seatplan', {
  schemaVersion: key('Version of this layout. Keys may be added within a version; none changes its meaning.', { const: 1 }),
  tool: key('What wrote the report.', object<Report['tool']>('The tool', {
    name: key('Always `seatplan`.', { const: 'seatplan' }),
    version: key('Its version.', text),
  })),
  now: key('The day for which rules and waivers were judged.', day),
  plan: key('The plan that was played; null: the tenant as it is.', orNull(object<NonNullable<Report['plan']>>('The plan', {
    file: key('Its file.', text),
    title: key('Its title.', text),
    list: key('How the file lists its changes, for programs that insert some; null: no file was read.', orNull(object<NonNullable<NonNullable<Report['plan']>['list']>>('A list in a file', {
      style: key('`block`: after dashes; `flow`: between brackets, as in JSON.', oneOf('block', 'flow')),
      column: key('The column of the dashes, or of the opening bracket.', count),
    }))),
  }))),
  rules: key('The rules that judged.', object<Report['rules']>('The rules', {
    packs: key('Packs and folders, in the order loaded.', list(text)),
    count: key('Rules in force and not off.', count),
    digest: key('Digest of what they mean and say.', text),
  })),
  tenant: key('The size of the snapshot.', object<Report['tenant']>('The tenant', {
    users: key('Users.', count),
    cohorts: key('Sets of users who are alike in all that licensing sees.', count),
    groups: key('Groups.', count),
    subscribedSkus: key('Products that the tenant owns.', count),
  })),
  steps: key('What became of each change.', list(named('step'))),
  summary: key('What counts.', object<Report['summary']>('The summary', {
    errors: key('Findings of severity error that count: introduced ones with a plan, all without; neither transient nor waived.', count),
    warnings: key('Findings of severity warning that count, and transient errors.', count),
    existing: key('Findings that were there before.', count),
    resolved: key('Findings that the plan ends.', count),
    waived: key('Findings that a waiver covers.', count),
    affectedUsers: key('Users whom the findings that count concern, each counted once.', count),
    exitCode: key('The exit code of the check: 0 clean, 1 findings that count.', oneOf(0, 1)),
  })),
  findings: key('By severity, scope, step, ruleId, group and fingerprint.', list(named('finding'))),
  impact: key('Who gains and loses which service plans, violation or not.', list(named('impact'))),
  seats: key('Seats of every product that the tenant owns.', list(named('seatLine'))),
  groups: key('Groups with licences, or with users in error.', list(named('groupLine'))),
  notices: key('Observations made while reading and playing.', list(named('notice'))),
  states: key('Predicted licenseAssignmentStates, with `--states`; sorted by userPrincipalName, skuId, assignedByGroup.', list(named('state'))),
}, ['states'])

/** The published JSON Schema of the report. Its order of keys is the order in which the report is written. */
export const reportSchema: Schema & { readonly $defs: Readonly<Record<string, Schema>> } = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://seatplan.dev/schemas/report.schema.json',
  description: 'What `seatplan check --format json` prints. Generated from src/report/schema.ts; explained in docs/report.md.',
  ...report,
  $defs: {
    range, users, group, sku, servicePlan, step, edit, consequence, remedy,
    finding: { ...finding, allOf: evidenceByKind },
    impact, seatLine, groupLine, notice, outcome, state,
    ...evidenceSchemas,
  },
}
