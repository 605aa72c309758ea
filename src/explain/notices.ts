import type { NoticeLine } from '../model/report.js'
import type { Finding } from '../model/report.js'
import { countOf, list, type Situation } from './situation.js'

/** Days ahead in which a lapsing subscription is told. */
const horizon = 90

/** Observations of loading, of playing and of looking at the result, sorted by id and text; equal ones added up. */
export function noticesOf(situation: Situation, findings: readonly Finding[]): readonly NoticeLine[] {
  const { project, trace } = situation
  const all = [
    ...project.tenant.notices,
    ...project.notices,
    ...(project.plan?.notices ?? []),
    ...trace.notices,
    ...contradicted(findings),
    ...notInForce(situation),
    ...lapsing(situation),
  ]
  return all
    .map(({ id, text, count }) => ({ id, text, count }))
    .sort((a, b) => compare(a.id, b.id) || compare(a.text, b.text))
}

function contradicted(findings: readonly Finding[]): readonly NoticeLine[] {
  const users = new Map<string, number>()
  for (const { ruleId, severity, origin, error, users: concerned } of findings)
    if (ruleId !== null && severity === 'info' && origin === 'existing' && error === null)
      users.set(ruleId, (users.get(ruleId) ?? 0) + concerned.count)
  return [...users].map(([ruleId, count]) => ({
    id: 'rule-contradicted',
    text: `${countOf(count, 'user')} in this tenant ${count === 1 ? 'has' : 'have'} Active licences that ${ruleId} says cannot be: the rule may not hold here`,
    count,
  }))
}

function notInForce({ project }: Situation): readonly NoticeLine[] {
  const ids = project.rules.notInForce
  if (ids.length === 0) return []
  return [{ id: 'rule-not-in-force', text: `${countOf(ids.length, 'rule')} not in force on ${project.now}: ${list(ids)}`, count: ids.length }]
}

/** Trials and subscriptions that lapse soon, while somebody may count on their seats. */
function lapsing({ project }: Situation): readonly NoticeLine[] {
  return project.tenant.subscriptions.flatMap((one) => {
    const day = one.nextLifecycleDateTime
    if (day === null || one.status === 'Deleted') return []
    const days = daysBetween(project.now, day)
    if (days < 0 || days > horizon) return []
    const what = one.isTrial ? 'trial' : 'subscription'
    const text = `${countOf(one.totalLicenses, 'seat')} of ${one.skuPartNumber} (${what}, ${one.status}) lapse on ${day}`
    return [{ id: 'subscription-lapses', text, count: one.totalLicenses }]
  })
}

const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
