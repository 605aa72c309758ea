import type { TestReport, TestedRules, TestedScenario } from '../../model/tests.js'
import { table } from '../columns.js'
import { counted, digits } from '../count.js'
import type { Paint } from '../paint.js'
import { visible } from '../visible.js'

/** So many files are seen at once. */
const few = 20
/** Of more that do not pass, the rest is counted. */
const mostRows = 50

/** What does not pass, once more, worst first, where it stands among many: what cannot be read, then what differs most. */
export function summaryLines({ scenarios, ruleTests }: TestReport, paint: Paint): readonly string[] {
  const all = [...scenarios, ...ruleTests]
  const worst = all.filter(({ outcome }) => outcome === 'failed' || outcome === 'unread').sort(byHarm)
  if (all.length <= few || worst.length === 0) return []
  const rows = worst.slice(0, mostRows).map(one => [paint.red(one.outcome), visible(one.file), one.outcome === 'unread' ? '-' : digits(differing(one))])
  const left = worst.length - rows.length
  return ['', ...table([['result', 'file', 'differences'], ...rows], ['left', 'left', 'right']), ...(left > 0 ? [`  and ${counted(left, 'more file')}`] : []), '']
}

/** The order of files decides between equals. */
function byHarm(a: TestedScenario | TestedRules, b: TestedScenario | TestedRules): number {
  const rank = ({ outcome }: { readonly outcome: string }): number => (outcome === 'unread' ? 0 : 1)
  return rank(a) - rank(b) || differing(b) - differing(a)
}

function differing(one: TestedScenario | TestedRules): number {
  return 'cases' in one ? one.cases.filter(({ outcome }) => outcome === 'failed').length : one.differences.length
}
