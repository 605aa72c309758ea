import { expect, test } from 'vitest'
import type { Problem } from '../../src/model/problem.js'
import { renderProblems } from '../../src/report/problems.js'

const problem = (place: Partial<Problem>, message: string): Problem =>
  ({ file: 'plan.yaml', severity: 'error', code: 'test', message, ...place })

const several: readonly Problem[] = [
  problem({ file: 'rules/b.yaml', line: 10, column: 2 }, 'later in the other file'),
  problem({ file: 'rules/b.yaml', line: 9, column: 12 }, 'second column'),
  problem({ file: 'rules/b.yaml', line: 9, column: 3, severity: 'warning' }, 'has no `source`'),
  problem({ line: 4, column: 13, hint: 'did you mean `EXCHANGE_S_STANDARD`?' }, 'unknown service plan `EXCHANGE_S_STANDRAD`'),
  problem({}, 'cannot be read'),
  problem({ line: 4, column: 13 }, 'and another at the same place'),
]

test('problems stand by file, place and message, with their hints and a count', () => {
  expect(renderProblems(several, { color: false })).toBe([
    'plan.yaml  error  cannot be read',
    'plan.yaml:4:13  error  and another at the same place',
    'plan.yaml:4:13  error  unknown service plan `EXCHANGE_S_STANDRAD`',
    '      did you mean `EXCHANGE_S_STANDARD`?',
    'rules/b.yaml:9:3  warning  has no `source`',
    'rules/b.yaml:9:12  error  second column',
    'rules/b.yaml:10:2  error  later in the other file',
    '',
    '5 errors, 1 warning',
    '',
  ].join('\n'))
})

test('the order in which problems were found changes nothing', () => {
  expect(renderProblems([...several].reverse(), { color: false })).toBe(renderProblems(several, { color: false }))
})

test('nothing wrong says nothing', () => {
  expect(renderProblems([], { color: true })).toBe('')
})

test('what the user wrote cannot move the cursor or turn the text', () => {
  const text = renderProblems([problem({ hint: 'a\nb' }, 'unknown group `\u202eselaS\u001b[2J`')], { color: false })
  expect(text).toBe('plan.yaml  error  unknown group `\\u202eselaS\\u001b[2J`\n      a\\u000ab\n\n1 error\n')
})

test('colour changes nothing but the colour', () => {
  const painted = renderProblems(several, { color: true })
  expect(painted).toContain('\u001b[31merror\u001b[39m')
  // oxlint-disable-next-line no-control-regex
  expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(renderProblems(several, { color: false }))
})
