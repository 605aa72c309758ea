import type { Remedy } from '../model/report.js'
import type { Tier } from '../model/settings.js'

type Compare = (a: Remedy, b: Remedy) => number

const safeties: readonly Remedy['safety'][] = ['safe', 'needs-decision', 'on-premises', 'needs-purchase']

/** What each tier prefers: less of it first, but for `alsoCures`. */
const comparisons: Readonly<Record<Tier, Compare>> = {
  causes: (a, b) => concerned(a) - concerned(b),
  safety: (a, b) => safeties.indexOf(a.safety) - safeties.indexOf(b.safety),
  losesPlans: (a, b) => a.losesPlans.length - b.losesPlans.length,
  money: (a, b) => (a.money?.amount ?? 0) - (b.money?.amount ?? 0),
  alsoCures: (a, b) => b.alsoCures.length - a.alsoCures.length,
  users: (a, b) => a.affects.users - b.affects.users,
  calls: (a, b) => a.affects.calls - b.affects.calls,
}

/** Clean ones first, then tier by tier, then by title. */
export const ranked = (tiers: readonly Tier[]): Compare => (a, b) => {
  if (a.clean !== b.clean) return a.clean ? -1 : 1
  for (const tier of tiers) {
    const difference = comparisons[tier](a, b)
    if (difference !== 0) return difference
  }
  return a.title < b.title ? -1 : 1
}

/** Users concerned by what it causes; each cause counts as one more. */
const concerned = ({ causes }: Remedy): number => causes.reduce((sum, one) => sum + one.users.count, causes.length)
