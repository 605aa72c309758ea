import type { Guid } from '../../model/catalog.js'
import type { Call, ExpectedRow, Handover, Made, Passage, Stage } from '../../model/handover.js'
import type { License } from '../../model/tenant.js'
import { counted } from '../count.js'
import { harmlessLine, harmlessName } from './comment.js'
import { country, error, guid, state, whole } from './executable.js'
import { frame } from './powershell-frame.js'

/**
 * A script that makes the plan with Microsoft Graph PowerShell. Every line that PowerShell obeys holds GUIDs, numbers and words of
 * the script's own; names stand in comments alone.
 */
export function* powershell(handover: Handover): Iterable<string> {
  const script = scriptOf(handover)
  yield lines(headOf(handover))
  yield lines(paramsOf(handover))
  yield frame
  yield lines(startOf(handover, script))
  for (const stage of handover.stages) yield lines(stageOf(stage, script))
  yield lines(['', '# Everything is done.', "Write-Verbose 'Everything is done.'"])
}

interface Script {
  /** An id as PowerShell has it: quoted, or the parameter of what the plan makes. */
  id(id: Guid): string
  /** A comment line that says what an id is called. */
  who(id: Guid, indent: string): string
  nameOf(id: Guid): string
}

function scriptOf({ names, made }: Handover): Script {
  const variables = new Map(made.map((one, at) => [one.id, `$${variableOf(one, at)}Id`]))
  const nameOf = (id: Guid): string => names.get(id) ?? id
  return { id: id => variables.get(id) ?? `'${guid(id)}'`, who: (id, indent) => `${indent}# ${harmlessName(nameOf(id))}`, nameOf }
}

function variableOf({ type }: Made, at: number): string {
  return `${type === 'group' ? 'NewGroup' : 'NewUser'}${whole(at + 1)}`
}

const lines = (list: readonly string[]): string => `${list.join('\n')}\n`
const comment = (text: string): string => `# ${harmlessLine(text)}`.trimEnd()

function headOf({ title, now, stages, cures, remaining, rollback }: Handover): readonly string[] {
  const losses = stages.flatMap(({ step, losses }) => losses.map(({ service, users }) => comment(`Step ${step} leaves ${counted(users, 'user')} without ${service}: it asks first.`)))
  return [
    '#Requires -Version 7.2',
    '#Requires -Modules Microsoft.Graph.Authentication, Microsoft.Graph.Users.Actions',
    '',
    comment(`Plan: ${title}`),
    comment(`Written by seatplan from a snapshot, checked as of ${now}. seatplan runs nothing: read this, then run it with -WhatIf, then without.`),
    '#',
    comment('It checks first that the tenant is as in the snapshot, makes one step after the other, waits until the service has done each,'),
    comment('and stops at the first thing that is not as expected; then it says how to go on. What is done is not done twice.'),
    ...cures.map(({ finding, remedy }) => comment(`Cures ${finding.id} (${finding.ruleId ?? 'recorded by the service'}) by ${remedy.id}: ${remedy.title}`)),
    ...remaining.map(({ what, users }) => comment(`STILL FAILS: ${what}, ${counted(users.max, 'user')}. Cure it before you run this.`)),
    ...losses,
    comment(rollback.notRestored === 0 ? 'Everything can be taken back, though not data that a service has let go.' : `Taking everything back leaves ${counted(rollback.notRestored, 'user')} with other licences than today.`),
    '',
  ]
}

function paramsOf({ made, stages }: Handover): readonly string[] {
  const last = Math.max(1, ...stages.map(({ step }) => step))
  return [
    '[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = \'Medium\')]',
    'param(',
    '  # How long to wait for the service at each step.',
    '  [ValidateRange(1, 1440)] [int] $TimeoutMinutes = 60,',
    '  [ValidateRange(1, 600)] [int] $PollSeconds = 30,',
    '  # Go on from this step, after the script has stopped.',
    `  [ValidateRange(1, ${whole(last)})] [int] $StartAt = 1${made.length === 0 ? '' : ','}`,
    ...made.flatMap((one, at) => [
      ...[`Make this ${one.type} by hand, and give its object id: ${one.name}`, ...one.facts].map(text => `  ${comment(text)}`),
      `  [Parameter(Mandatory = $true)] [guid] $${variableOf(one, at)}${at === made.length - 1 ? '' : ','}`,
    ]),
    ')',
    '',
  ]
}

function startOf({ start, countsWarning, made }: Handover, script: Script): readonly string[] {
  return [
    `$CountWarning = ${countsWarning ? '$true' : '$false'}`,
    // A parameter stays a GUID whatever is assigned to it; the rows are looked up by text.
    ...made.map((one, at) => `$${variableOf(one, at)}Id = ([string] $${variableOf(one, at)}).ToLowerInvariant()`),
    '',
    '# First look: the tenant is as in the snapshot, as far as the plan touches it.',
    'if ($StartAt -eq 1) {',
    ...start.groups.flatMap(({ group, licenses }) => [script.who(group, '  '), `  Assert-GroupLicenses ${script.id(group)} ${licenseList(licenses)}`]),
    ...start.members.flatMap(({ group, users }) => [script.who(group, '  '), `  Assert-Members ${script.id(group)} @(`, ...userLines(users, script, '    '), '  )']),
    ...start.seats.flatMap(({ skuId, free }) => [script.who(skuId, '  '), `  Assert-Seats ${script.id(skuId)} ${whole(free)}`]),
    ...(start.rows.length === 0 ? [] : ['  Assert-Rows @(', ...start.rows.flatMap(({ users, rows }) => passageLines({ users, before: rows, after: rows }, script, '    ')), '  )']),
    '}',
  ]
}

function stageOf(stage: Stage, script: Script): readonly string[] {
  const head = ['', comment(`Step ${stage.step}: ${stage.what}`)]
  if (stage.refused !== null) return [...head, comment(`Left out: it would be refused (${stage.refused}).`)]
  const body = [...beforeLines(stage, script), ...callLines(stage.calls, script), ...afterLines(stage, script)]
  if (body.length === 0) return [...head, comment('Nothing is to be done.')]
  return [...head, ...lossLines(stage), `if (Enter-Step ${whole(stage.step)}) {`, ...body.map(line => `  ${line}`), '}']
}

function lossLines({ losses, notDetermined }: Stage): readonly string[] {
  return [
    ...losses.map(({ service, users }) => comment(`${counted(users, 'user')} without ${service} after this.`)),
    ...(notDetermined === 0 ? [] : [comment(`Seats run short here: nobody can know which of ${notDetermined} users get one, and none of them is waited for.`)]),
  ]
}

/**
 * Where something is taken away, what is to replace it has to be there: every row is as expected, also those of earlier steps.
 * Seats are counted unless the script goes on from this very step: then some are in use already.
 */
function beforeLines({ step, seats, passages, takesAway }: Stage, script: Script): readonly string[] {
  const free = seats.flatMap(({ skuId, free }) => [script.who(skuId, '  '), `  Assert-Seats ${script.id(skuId)} ${whole(free)}`])
  return [
    ...(passages.length === 0 ? [] : ['$passages = @(', ...passages.flatMap(passage => passageLines(passage, script, '  ')), ')']),
    ...(free.length === 0 ? [] : [`if (-not $WhatIfPreference -and $StartAt -lt ${whole(step)}) {`, ...free, '}']),
    ...(takesAway && passages.length > 0 ? ['if (-not $WhatIfPreference) { Assert-Rows $passages }'] : []),
  ]
}

function afterLines({ units, locations, passages }: Stage, script: Script): readonly string[] {
  return [
    ...units.flatMap(({ skuId, enabled }) => [script.who(skuId, ''), `Wait-Units ${script.id(skuId)} ${whole(enabled)}`]),
    ...locations.flatMap(({ user, usageLocation }) => [script.who(user, ''), `Assert-Location ${script.id(user)} ${locationOf(usageLocation)}`]),
    ...(passages.length === 0 ? [] : ['Wait-Rows $passages']),
  ]
}

/** Calls of one kind on one group follow each other: one line with a list. */
function callLines(calls: readonly Call[], script: Script): readonly string[] {
  const done: string[] = []
  for (let at = 0; at < calls.length; ) {
    const call = calls[at]!
    const same = isMembership(call) ? runOf(calls, at, call) : [call]
    done.push(...(isMembership(call) ? memberLines(call, same.filter(isMembership), script) : callLine(call, script)))
    at += same.length
  }
  return done
}

type MembershipCall = Extract<Call, { op: 'addMember' | 'removeMember' }>
const isMembership = (call: Call): call is MembershipCall => call.op === 'addMember' || call.op === 'removeMember'
const isGrave = ({ grave }: Call): string => (grave.length > 0 ? '$true' : '$false')

function runOf(calls: readonly Call[], from: number, first: MembershipCall): readonly Call[] {
  const end = calls.findIndex((call, at) => at > from && !(isMembership(call) && call.op === first.op && call.group === first.group && isGrave(call) === isGrave(first)))
  return calls.slice(from, end === -1 ? undefined : end)
}

function memberLines(call: MembershipCall, all: readonly MembershipCall[], script: Script): readonly string[] {
  const users = [script.who(call.group, ''), `${call.op === 'addMember' ? 'Add-GroupUser' : 'Remove-GroupUser'} -Group ${script.id(call.group)} -Users @(`, ...userLines(all.map(({ user }) => user), script, '  ')]
  return [...users, `) -Grave ${isGrave(call)}`]
}

function callLine(call: Exclude<Call, MembershipCall>, script: Script): readonly string[] {
  const { op } = call
  switch (op) {
    case 'licenseGroup':
      return [...licenseComments(call, script), `Set-GroupLicense -Group ${script.id(call.group)} -Add ${licenseList(call.addLicenses)} -Remove ${idList(call.removeLicenses, script)} -Grave ${isGrave(call)}`]
    case 'licenseUser':
      return [script.who(call.user, ''), ...licenseComments(call, script), `Set-UserLicense -User ${script.id(call.user)} -Add ${licenseList(call.addLicenses)} -Remove ${idList(call.removeLicenses, script)} -Grave ${isGrave(call)}`]
    case 'setLocation':
      return [script.who(call.user, ''), `Set-UserLocation -User ${script.id(call.user)} -Location ${locationOf(call.usageLocation)}`]
    case 'setEnabled':
      return [script.who(call.user, ''), `Set-UserEnabled -User ${script.id(call.user)} -Enabled ${call.accountEnabled ? '$true' : '$false'}`]
    case 'setSecurity':
      return [script.who(call.group, ''), `Set-GroupSecurity -Group ${script.id(call.group)} -Enabled ${call.securityEnabled ? '$true' : '$false'} -Grave ${isGrave(call)}`]
    case 'deleteGroup':
      return [script.who(call.group, ''), `Remove-Group -Group ${script.id(call.group)}`]
    case 'deleteUser':
      return [script.who(call.user, ''), `Remove-User -User ${script.id(call.user)}`]
    case 'restoreUser':
      return [script.who(call.user, ''), `Restore-User -User ${script.id(call.user)}`]
    case 'reprocess':
      return [script.who(call.user, ''), `${call.grave.length > 0 ? 'Invoke-GraveReprocess' : 'Invoke-Reprocess'} -User ${script.id(call.user)}`]
    case 'byHand':
      return [comment(`By hand: ${call.what}`), 'Confirm-ByHand -Number $script:Step']
    default:
      return op satisfies never
  }
}

function licenseComments({ addLicenses, removeLicenses }: Extract<Call, { op: 'licenseGroup' | 'licenseUser' }>, script: Script): readonly string[] {
  return [
    ...addLicenses.map(({ skuId, disabledPlans }) => comment(`add ${script.nameOf(skuId)}${disabledPlans.length === 0 ? ', everything on' : `, off: ${disabledPlans.map(script.nameOf).join(', ')}`}`)),
    ...removeLicenses.map(skuId => comment(`remove ${script.nameOf(skuId)}`)),
  ]
}

/** `disabledPlans` is never left out: without it everything is on. */
function licenseList(licenses: readonly License[]): string {
  return `@(${licenses.map(({ skuId, disabledPlans }) => `@{ skuId = '${guid(skuId)}'; disabledPlans = @(${disabledPlans.map(plan => `'${guid(plan)}'`).join(', ')}) }`).join(', ')})`
}

function idList(ids: readonly Guid[], script: Script): string {
  return `@(${ids.map(script.id).join(', ')})`
}

function userLines(users: readonly Guid[], script: Script, indent: string): readonly string[] {
  return users.flatMap(user => [script.who(user, indent), `${indent}${script.id(user)}`])
}

function passageLines({ users, before, after }: Passage, script: Script, indent: string): readonly string[] {
  return [
    `${indent}@{`,
    `${indent}  Users = @(`,
    ...userLines(users, script, `${indent}    `),
    `${indent}  )`,
    ...rowLines('Before', before, script, `${indent}  `),
    ...rowLines('After', after, script, `${indent}  `),
    `${indent}}`,
  ]
}

function rowLines(word: 'Before' | 'After', rows: readonly ExpectedRow[], script: Script, indent: string): readonly string[] {
  if (rows.length === 0) return [`${indent}${word} = @()`]
  return [`${indent}${word} = @(`, ...rows.flatMap(row => rowLine(row, script, `${indent}  `)), `${indent})`]
}

function rowLine(row: ExpectedRow, script: Script, indent: string): readonly string[] {
  const by = row.assignedByGroup === null ? "''" : script.id(row.assignedByGroup)
  const name = `${script.nameOf(row.skuId)} ${row.assignedByGroup === null ? 'directly' : `by ${script.nameOf(row.assignedByGroup)}`}`
  return [
    `${indent}${comment(name)}`,
    `${indent}@{ Sku = ${script.id(row.skuId)}; By = ${by}; State = '${state(row.state)}'; Error = '${error(row.error)}'; Off = ${idList(row.disabledPlans, script)} }`,
  ]
}

function locationOf(usageLocation: string | null): string {
  return usageLocation === null ? '$null' : `'${country(usageLocation)}'`
}
