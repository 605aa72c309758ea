import type { Assessment, DirectRemoval, Gap, PassedViolation, Rollout, Sequence, SequenceStep, SomeUsers } from '../model/rollout.js'
import { wrapped } from './columns.js'
import { counted, fewOf, range } from './count.js'
import { colored, uncolored, type Paint } from './paint.js'
import type { RenderOptions } from './reporter.js'
import { allVisible } from './visible.js'

const fewPlans = 6

/** The answer for the reader who is about to begin: is this order safe, and if not, what to do instead. */
export function rolloutText(hostile: Rollout, { color, width, expand }: RenderOptions): string {
  const rollout = allVisible(hostile)
  const paint = color ? colored : uncolored
  const lines = [
    ...verdictLines(rollout, paint),
    ...assessmentLines(rollout.asGiven, paint, expand),
    ...rollout.sequences.flatMap(sequence => sequenceLines(sequence, paint, expand)),
    ...searchLines(rollout),
  ]
  return `${lines.flatMap(line => brokenAt(line, Math.max(60, width))).join('\n')}\n`
}

/** Sentences are broken between words; their indent stays. */
function brokenAt(line: string, width: number): readonly string[] {
  const indent = /^ */.exec(line)![0]
  return line === '' ? [''] : wrapped(line.slice(indent.length), width, indent)
}

function verdictLines({ asGiven, plan, sequences }: Rollout, paint: Paint): readonly string[] {
  const words = {
    safe: paint.green('The steps are safe in this order.'),
    verify: paint.yellow('The steps pass through errors that go again; nobody is without service if each step is verified.'),
    unsafe: paint.red(`The steps are not safe in this order${sequences.length === 0 ? '' : '; there is a way that is'}.`),
  }
  return [words[asGiven.verdict], `${plan.title} (${plan.file})`, '']
}

function assessmentLines({ violations, gaps, directRemovals }: Assessment, paint: Paint, expand: boolean): readonly string[] {
  const removals = directRemovals.flatMap(removal => removalLines(removal, expand))
  const lines = [...violations.map(violation => `  ${violationWords(violation)}`), ...gaps.map(gap => `  ${gapWords(gap, expand)}`), ...removals.map(line => `  ${line}`)]
  return lines.length === 0 ? [] : [paint.bold('As given'), ...lines, '']
}

function violationWords({ ruleId, error, reason, group, skus, users, step, lastStep }: PassedViolation): string {
  const when = lastStep === null ? `from step ${step} on` : lastStep === step ? `after step ${step}, and then gone` : `after steps ${step} to ${lastStep}, and then gone`
  const what = [ruleId ?? 'an error that no loaded rule explains', error ?? reason].filter(Boolean).join(', ')
  const where = [skus.join(', '), group === null ? '' : `group ${group.displayName}`].filter(part => part !== '').join(', ')
  return `${when}: ${what}${where === '' ? '' : ` (${where})`}${users.max === 0 ? '' : `, ${range(users)} ${users.max === 1 ? 'user' : 'users'}`}`
}

function gapWords({ users, gapAtSteps, servicePlans, services }: Gap, expand: boolean): string {
  const missing = [...services, fewOf(servicePlans, expand ? servicePlans.length : fewPlans)].filter(part => part !== '').join(', ')
  const steps = gapAtSteps.length === 1 ? `step ${gapAtSteps[0]}` : `steps ${gapAtSteps[0]} to ${gapAtSteps.at(-1)}`
  return `after ${steps}: ${whom(users)} without ${missing}`
}

function removalLines({ step, sku, safe, unsafe }: DirectRemoval, expand: boolean): readonly string[] {
  const why = {
    groupInError: 'the row of their group is in error',
    groupPending: 'their group has not given it yet',
    fewerPlans: 'their groups give less',
  }
  return [
    `step ${step}: the direct ${sku} can be taken from ${safe.count === 0 ? 'nobody' : whom(safe)}${unsafe.length === 0 ? ': their groups give the same' : ''}`,
    ...unsafe.map(({ users, because, error, servicePlans }) => `step ${step}: not from ${whom(users)}: ${why[because]}${error === null ? '' : ` (${error})`}${servicePlans.length === 0 ? '' : `; lost would be ${fewOf(servicePlans, expand ? servicePlans.length : fewPlans)}`}`),
  ]
}

function sequenceLines({ id, title, verdict, passesThrough, leavesOut, steps }: Sequence, paint: Paint, expand: boolean): readonly string[] {
  return [
    `${paint.bold(`${id}  ${title}`)} ${verdict === 'safe' ? paint.green('(safe)') : paint.yellow('(verify each step)')}`,
    ...passesThrough.map(violation => `  expected: ${violationWords(violation)}`),
    ...(leavesOut.count === 0 ? [] : [`  leaves out ${whom(leavesOut)}`]),
    ...steps.flatMap(step => stepLines(step, expand)),
    '',
  ]
}

function stepLines({ step, from, what, isBackground, verify, freeUnits, notDetermined }: SequenceStep, expand: boolean): readonly string[] {
  const changed = verify.filter(({ users }) => users.count > 0)
  const shown = expand ? changed : changed.slice(0, 5)
  return [
    `  ${step}. ${what}${from.length === 1 && from[0] === step ? '' : ` (step ${from.join(' and ')} of the plan)`}`,
    ...freeUnits.map(({ sku, atLeast }) => `     before: ${counted(atLeast, 'unit')} of ${sku} free`),
    ...(isBackground && changed.length > 0 ? ['     wait until the service has worked it off'] : []),
    ...shown.map(({ users, rows }) => `     verify: ${whom(users)}: ${rows.map(({ sku, by, state, error }) => `${sku} ${by === 'direct' ? 'directly' : `by ${by}`} ${state}${error === null ? '' : ` (${error})`}`).join('; ') || 'no licence'}`),
    ...(shown.length < changed.length ? [`     and ${changed.length - shown.length} more: --expand`] : []),
    ...(notDetermined === 0 ? [] : [`     seats run short: nobody can know which of ${counted(notDetermined, 'user')} get one`]),
  ]
}

function searchLines({ sequences, tried, complete, asGiven }: Rollout): readonly string[] {
  if (asGiven.verdict === 'safe') return []
  const scope = `${counted(tried, 'sequence was', 'sequences were')} played${complete ? '' : '; there are more orders than that'}.`
  return [sequences.length === 0 ? `No order, grouping or batches of these steps are safe: ${scope} See \`seatplan remedies\` for changes to the plan itself.` : scope]
}

function whom({ count, sample }: SomeUsers): string {
  return count === 1 ? sample[0] ?? '1 user' : `${counted(count, 'user')}${sample[0] === undefined ? '' : ` like ${sample[0]}`}`
}
