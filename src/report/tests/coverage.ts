import type { CoveredRule, TestCoverage, TestReport } from '../../model/tests.js'
import { table } from '../columns.js'
import { counted } from '../count.js'
import type { Paint } from '../paint.js'
import { visible } from '../visible.js'

/** What is not shown by any test, rule by rule, and the share that is. */
export function coverageLines({ rules, covered, points, percent }: TestCoverage, paint: Paint): readonly string[] {
  const lacking = rules.filter(rule => rule.points.some(({ hits }) => hits === 0))
  const color = lacking.length === 0 ? paint.green : paint.yellow
  return [
    ...(lacking.length === 0 ? [] : ['', 'not shown by any test', ...table(lacking.flatMap(rowsOf), ['left', 'left', 'left'])]),
    '', color(`coverage ${percent}%`) + ` (${covered} of ${points} points of ${counted(rules.length, 'rule')})`,
  ]
}

function rowsOf({ ruleId, file, line, column, points }: CoveredRule): readonly (readonly string[])[] {
  return points.filter(({ hits }) => hits === 0).map((point, index) => [index === 0 ? visible(ruleId) : '', visible(wordsOf(point)), index === 0 ? visible(`${file}:${line}:${column}`) : ''])
}

function wordsOf({ what, names }: CoveredRule['points'][number]): string {
  switch (what) {
    case 'fired': return 'fires'
    case 'near-miss': return 'keeps silent where it nearly fires'
    case 'alternative': return `is met by ${names.join(' and ')} alone`
  }
}

/** As tools that show coverage read it: a rule is a function on the line where it stands, its points are branches of that line. */
export function renderLcov({ coverage }: TestReport): Iterable<string> {
  const { rules = [] } = coverage ?? {}
  const files = [...new Set(rules.map(({ file }) => file))]
  return files.map(file => record(file, rules.filter(rule => rule.file === file)))
}

function record(file: string, rules: readonly CoveredRule[]): string {
  const hitsOf = ({ points }: CoveredRule): number => points.find(({ what }) => what === 'fired')!.hits
  const branches = rules.flatMap(({ line, points }) => points.map(({ hits }, index) => `BRDA:${line},0,${index},${hits}`))
  const hit = rules.filter(rule => hitsOf(rule) > 0).length
  return [
    'TN:', `SF:${file}`,
    ...rules.map(({ line, ruleId }) => `FN:${line},${ruleId}`), ...rules.map(rule => `FNDA:${hitsOf(rule)},${rule.ruleId}`), `FNF:${rules.length}`, `FNH:${hit}`,
    ...branches, `BRF:${branches.length}`, `BRH:${branches.filter(line => !line.endsWith(',0')).length}`,
    ...rules.map(rule => `DA:${rule.line},${hitsOf(rule)}`), `LF:${rules.length}`, `LH:${hit}`,
    'end_of_record', '',
  ].join('\n')
}
