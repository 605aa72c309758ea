import type { ChangeBody } from '../../model/report.js'
import type { Guid } from '../../model/catalog.js'
import type { Handover, Stage } from '../../model/handover.js'
import { counted, fewOf } from '../count.js'
import { visible } from '../visible.js'
import { planYaml } from './plan-yaml.js'
import { safetyWords } from '../safety-words.js'

/** More names than these nobody reads in a request; the script has them all. */
const fewNames = 20
/** A sentence that is longer has a name in it that nobody reads. */
const longest = 400

/** A change request for the people who decide: what, why, who, price, order, verification, rollback. `undo`: what takes it all back, as a plan file writes it. */
export function* markdown(handover: Handover, undo: readonly ChangeBody[]): Iterable<string> {
  const parts = [
    [`# ${text(handover.title)}`, '', `Checked by seatplan as of ${handover.now} against a snapshot of the tenant. seatplan changes nothing.`, ...remaining(handover)],
    ['## What', '', ...whatLines(handover)],
    ['## Why', '', ...whyLines(handover)],
    ['## Who', '', ...whoLines(handover)],
    ['## Price', '', ...priceLines(handover)],
    ['## Order', '', ...orderLines(handover)],
    ['## Verification', '', ...verifyLines(handover)],
    ['## Rollback', '', ...rollbackLines(handover, undo)],
  ]
  yield `${parts.map(lines => lines.join('\n')).join('\n\n')}\n`
}

/** Text that Markdown or HTML could take for something of theirs is escaped: an underscore inside a word, and a colon or an @ after one, is not. */
function text(name: string): string {
  return shortened(visible(name)).replaceAll(/[\\`*{}[\]<>()#|~&]|(?<![\p{L}\p{N}])[_@]|_(?![\p{L}\p{N}])|:(?=\/)/gu, character => `\\${character}`)
}

function shortened(sentence: string): string {
  return sentence.length <= longest ? sentence : `${[...sentence].slice(0, longest).join('')}...`
}

function remaining({ remaining }: Handover): readonly string[] {
  if (remaining.length === 0) return []
  return ['', '**This still fails; cure it before the change is made:**', '', ...remaining.map(({ what, users }) => `- ${text(what)}, ${counted(users.max, 'user')}`)]
}

function whatLines({ stages, made }: Handover): readonly string[] {
  if (stages.length === 0) return ['Nothing.']
  return [
    ...made.map(({ type, name, facts }) => `- before all: make ${type} ${text(name)} by hand (${facts.map(text).join(', ')})`),
    ...stages.map(({ step, what, refused }) => `${step}. ${text(what)}${refused === null ? '' : ` (left out: it would be refused, ${text(refused)})`}`),
  ]
}

function whyLines({ cures }: Handover): readonly string[] {
  if (cures.length === 0) return ['The plan is made as it was asked for; nothing had to be cured.']
  return cures.flatMap(({ finding, remedy }) => [
    `- **${text(finding.ruleId ?? 'recorded by the service')}**${finding.error === null ? '' : ` (${text(finding.error)})`}, ${counted(finding.users.max, 'user')}: ${finding.because.map(text).join(' ')}`,
    `  - cured by ${remedy.id}: ${text(remedy.title)}; ${safetyWords[remedy.safety]}`,
  ])
}

function whoLines({ stages, names, impact }: Handover): readonly string[] {
  const users = [...new Set(stages.flatMap(({ passages }) => passages.flatMap(one => one.users)))].map(id => text(names.get(id) ?? id)).sort()
  const changed = impact.map(({ users, step, gains, loses }) => `| ${step} | ${users.count} | ${fewOf(gains.map(text), fewNames) || 'nothing'} | ${fewOf(loses.map(text), fewNames) || 'nothing'} |`)
  return [
    `${counted(users.length, 'user')}: ${fewOf(users, fewNames) || 'nobody'}.`,
    ...(changed.length === 0 ? ['', 'Nobody gains or loses a service.'] : ['', '| step | users | gain | lose |', '|---:|---:|---|---|', ...changed]),
    ...stages.flatMap(lossLine),
  ]
}

function lossLine({ step, losses }: Stage): readonly string[] {
  return losses.flatMap(({ service, users }) => ['', `**Data at risk at step ${step}: ${service} of ${counted(users, 'user')}.** It is kept for a while and then deleted.`])
}

function priceLines({ seats, stages, cost }: Handover): readonly string[] {
  const moved = seats.filter(({ consumed, free }) => consumed.before !== consumed.after || free.before !== free.after)
  if (moved.length === 0) return ['No units are used or freed.']
  const bought = stages.filter(({ units }) => units.length > 0).map(({ step, what }) => `- step ${step}: ${text(what)}`)
  return [
    '| product | in use before | after | free after |',
    '|---|---:|---:|---:|',
    ...moved.map(line => `| ${text(line.skuPartNumber)} | ${line.consumed.before} | ${line.consumed.after} | ${line.free.after} |`),
    ...(bought.length === 0 ? [] : ['', `To be bought${cost === null ? '' : ` for ${cost.amount} ${text(cost.currency)} per ${text(cost.per)}`}:`, '', ...bought]),
  ]
}

function orderLines({ stages }: Handover): readonly string[] {
  const todo = stages.filter(({ refused }) => refused === null)
  return todo.length === 0 ? ['Nothing is done.'] : todo.flatMap(stage => [`${stage.step}. ${text(stage.what)}: ${callsInWords(stage)}${waitInWords(stage)}`])
}

function callsInWords({ calls }: Stage): string {
  const byHand = calls.flatMap(call => (call.op === 'byHand' ? [`by hand: ${text(call.what)}`] : []))
  const others = calls.length - byHand.length
  return [...byHand, ...(others === 0 ? [] : [counted(others, 'call')])].join(', ') || 'nothing to call'
}

function waitInWords({ isBackground, passages }: Stage): string {
  const users = passages.reduce((sum, one) => sum + one.users.length, 0)
  if (users === 0) return '.'
  return isBackground ? `; then wait until the service has worked it off for ${counted(users, 'user')}.` : `; check the rows of ${counted(users, 'user')}.`
}

function verifyLines({ stages, names, start }: Handover): readonly string[] {
  const first = start.seats.map(({ skuId, free }) => `- first: at least ${counted(free, 'unit')} of ${text(names.get(skuId) ?? skuId)} free`)
  const later = stages.flatMap(({ step, passages, notDetermined, units }) => [
    ...units.map(({ skuId, enabled }) => `- after step ${step}: the tenant has ${counted(enabled, 'unit')} of ${text(names.get(skuId) ?? skuId)}`),
    ...passages.map(({ users, after }) => `- after step ${step}: ${whom(users, names)}: ${rowsInWords(after, names)}`),
    ...(notDetermined === 0 ? [] : [`- after step ${step}: seats run short; nobody can know which of ${counted(notDetermined, 'user')} get one`]),
  ])
  return first.length + later.length === 0 ? ['Nothing changes for anybody.'] : ['`licenseAssignmentStates` of the users, before going on:', '', ...first, ...later]
}

function whom(users: readonly Guid[], names: Handover['names']): string {
  return users.length === 1 ? text(names.get(users[0]!) ?? users[0]!) : `${counted(users.length, 'user')} like ${text(names.get(users[0]!) ?? users[0]!)}`
}

function rowsInWords(rows: Stage['passages'][number]['after'], names: Handover['names']): string {
  const name = (id: Guid): string => text(names.get(id) ?? id)
  const row = rows.map(({ skuId, assignedByGroup, state, error }) => `${name(skuId)} ${assignedByGroup === null ? 'directly' : `by ${name(assignedByGroup)}`} ${state}${error === null ? '' : ` (${text(error)})`}`)
  return row.join('; ') || 'no licence'
}

function rollbackLines({ rollback, names, title, stages }: Handover, undo: readonly ChangeBody[]): readonly string[] {
  if (undo.length === 0) return ['There is nothing to take back.']
  const gone = stages.some(({ losses }) => losses.length > 0)
  return [
    rollback.notRestored === 0
      ? `Played: it gives ${counted(rollback.restored, 'user')} back the licences that they have today.`
      : `Played: it gives ${counted(rollback.restored, 'user')} back the licences that they have today, and leaves ${rollback.notRestored} with others.`,
    ...(gone ? ['Licences come back; mailboxes and files only as long as the service still keeps them.'] : []),
    'Export the tenant again and check this plan before you make it:',
    '',
    ...fenced(planYaml(`Take back: ${title}`, undo, id => names.get(id))),
  ]
}

/** A fence longer than any in the text. */
function fenced(code: string): readonly string[] {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}yaml`, code.trimEnd(), fence]
}
