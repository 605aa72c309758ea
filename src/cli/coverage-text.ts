import type { Coverage, Point, RuleCoverage } from '../analyse/rule-tests/coverage.js'
import { table } from '../report/columns.js'
import { counted } from '../report/count.js'
import type { Paint } from '../report/paint.js'
import { visible } from '../report/visible.js'

/** What is not shown by any test, rule by rule, and the share that is. */
export function coverageLines({ rules, covered, points, percent }: Coverage, paint: Paint): readonly string[] {
  const lacking = rules.filter(rule => rule.points.some(({ hits }) => hits === 0))
  const color = lacking.length === 0 ? paint.green : paint.yellow
  return [
    ...(lacking.length === 0 ? [] : ['', 'not shown by any test', ...table(lacking.flatMap(rowsOf), ['left', 'left', 'left'])]),
    '', color(`coverage ${percent}%`) + ` (${covered} of ${points} points of ${counted(rules.length, 'rule')})`,
  ]
}

function rowsOf({ ruleId, place, points }: RuleCoverage): readonly (readonly string[])[] {
  return points.filter(({ hits }) => hits === 0).map((point, index) => [index === 0 ? visible(ruleId) : '', visible(wordsOf(point)), index === 0 ? visible(`${place.file}:${place.line}:${place.column}`) : ''])
}

function wordsOf({ what, names }: Point): string {
  switch (what) {
    case 'fired': return 'fires'
    case 'near-miss': return 'keeps silent where it nearly fires'
    case 'alternative': return `is met by ${names.join(' and ')} alone`
  }
}

/** As JSON has it. */
export function coverageData({ rules, covered, points, percent }: Coverage): object {
  return { rules: rules.map(({ place, ...rule }) => ({ ...rule, ...place })), covered, points, percent }
}

/** As tools that show coverage read it: a rule is a function on the line where it stands, its points are branches of that line. */
export function coverageLcov({ rules }: Coverage): string {
  const files = [...new Set(rules.map(({ place }) => place.file))]
  return files.map(file => record(file, rules.filter(({ place }) => place.file === file))).join('')
}

function record(file: string, rules: readonly RuleCoverage[]): string {
  const hitsOf = ({ points }: RuleCoverage): number => points.find(({ what }) => what === 'fired')!.hits
  const branches = rules.flatMap(({ place, points }) => points.map(({ hits }, index) => `BRDA:${place.line},0,${index},${hits}`))
  const hit = rules.filter(rule => hitsOf(rule) > 0).length
  return [
    'TN:', `SF:${file}`,
    ...rules.map(({ place, ruleId }) => `FN:${place.line},${ruleId}`), ...rules.map(rule => `FNDA:${hitsOf(rule)},${rule.ruleId}`), `FNF:${rules.length}`, `FNH:${hit}`,
    ...branches, `BRF:${branches.length}`, `BRH:${branches.filter(line => !line.endsWith(',0')).length}`,
    ...rules.map(rule => `DA:${rule.place.line},${hitsOf(rule)}`), `LF:${rules.length}`, `LH:${hit}`,
    'end_of_record', '',
  ].join('\n')
}
