import { createJudge } from '../../src/engine/judge.js'
import { play as playCohorts } from '../../src/engine/play.js'
import type { Judge } from '../../src/model/judge.js'
import type { PlansOf } from '../../src/model/subject.js'
import type { Trace } from '../../src/model/trace.js'
import type { Case } from '../reference/case.js'
import { projectOf, type Folding } from '../reference/project.js'
import { play, type Played } from '../reference/reference.js'
import { accountOfReference, accountOfTrace, namesOf } from './account.js'

export function plansOf(input: Case): PlansOf {
  const products = new Map(input.products.map((product) => [product.id, product]))
  return (sku) =>
    (products.get(sku)?.plans ?? [])
      .map((plan) => ({ servicePlanId: plan.id, appliesTo: plan.company ? ('Company' as const) : ('User' as const) }))
      .sort((one, other) => (one.servicePlanId < other.servicePlanId ? -1 : 1))
}

export function judgeOf(input: Case): Judge {
  return createJudge(input.rules, plansOf(input))
}

export async function traceOf(input: Case, folding: Folding = 'folded'): Promise<Trace> {
  return playCohorts(projectOf(input, folding), judgeOf(input))
}

/** Where seatplan and the reference differ, empty when they agree. `-`: the reference alone says so, `+`: seatplan alone. */
export async function differences(input: Case, folding: Folding = 'folded'): Promise<string[]> {
  return differencesOf(input, await traceOf(input, folding))
}

export function differencesOf(input: Case, trace: Trace): string[] {
  const played = play(input)
  const expected = accountOfReference(played, input)
  const actual = accountOfTrace(trace, input)
  const open = couldFailIn(played, input)
  const lines = [...expected].flatMap(([topic, theirs]) => {
    const ours = actual.get(topic) ?? new Set<string>()
    const told = (line: string, there: ReadonlySet<string>) =>
      there.has(line) || (topic === 'refusals' && toldOtherwise(line, there))
    const known = topic === 'findings' ? vagueIn(trace, input) : new Set<string>()
    return [
      ...[...theirs].filter((line) => !told(line, ours) && !known.has(withoutStep(line))).map((line) => `- ${topic}: ${line}`),
      ...[...ours].filter((line) => !told(line, theirs) && !open.has(line)).map((line) => `+ ${topic}: ${line}`),
    ].sort()
  })
  return [...lines, ...rangeDifferences(played, trace, input)]
}

/** A call with several things wrong about it may be refused with any of the service's reasons. */
function toldOtherwise(line: string, there: ReadonlySet<string>): boolean {
  const [step = '', rule = '', error = '', , user = ''] = line.split(' ')
  return rule === '' && error === '' && [...there].some((one) => one.startsWith(`${step}   `) && one.endsWith(` ${user}`))
}

function withoutStep(line: string): string {
  return line.replace(/^(\S+) \d+/, '$1')
}

/** Findings of which seatplan does not say since when they concern this very user. */
function vagueIn(trace: Trace, input: Case): Set<string> {
  const names = namesOf(trace, input)
  return new Set(
    trace.cohorts.flatMap((cohort) =>
      cohort.standings
        .filter((one) => !one.determined)
        .flatMap(({ cause, origin }) =>
          [...cohort.members].map((user) => [names(user), cause.ruleId, cause.error, cause.source, cause.skuId, origin].join(' ')),
        ),
    ),
  )
}

/** Users who could have gone without a seat in another order: seatplan may let a finding begin that early. */
function couldFailIn(played: Played, input: Case): Set<string> {
  const users = [...input.users.map((user) => user.id), ...played.findings.keys()]
  return new Set(
    played.shortages
      .filter(({ min, max }) => min < max)
      .flatMap(({ step, rule, source, sku }) =>
        input.changes.slice(step - 1).flatMap((_, later) =>
          users.map((user) => [user, step + later, rule, 'CountViolation', source, sku, 'introduced'].join(' ')),
        ),
      ),
  )
}

/** How many go without a seat, at least and at most, where it was decided once in the whole plan. */
function rangeDifferences(played: Played, trace: Trace, input: Case): string[] {
  const names = namesOf(trace, input)
  return played.shortages.flatMap(({ rule, source, sku, min, max, failed }) => {
    const concerns = (one: { rule: string | null; source: string | null; sku: string | null; error: string | null }) =>
      one.rule === rule && one.source === source && one.sku === sku && one.error === 'CountViolation'
    const often = played.shortages.filter((one) => one.rule === rule && one.source === source && one.sku === sku).length
    const users = [...played.findings.values()].flat().filter(concerns).length
    if (often > 1 || users !== failed) return []
    const said = new Set<string>()
    let slack = { below: 0, above: 0 }
    for (const cohort of trace.cohorts)
      for (const { cause, failed: lost, determined } of cohort.standings) {
        if (!concerns({ rule: cause.ruleId, source: cause.source ?? null, sku: cause.skuId, error: cause.error })) continue
        slack = trace.slack.get(cause.key) ?? slack
        if (determined || lost) for (const user of cohort.members) said.add(names(user))
      }
    const range = [said.size - slack.below, said.size + slack.above]
    return range[0] === min && range[1] === max ? [] : [`- ranges: ${rule} ${source} ${sku} ${min}..${max}`, `+ ranges: ${range.join('..')}`]
  })
}
