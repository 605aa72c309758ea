import { expect, test } from 'vitest'
import { problemAt, problemIn } from '../../../src/load/text/problems.js'

test('a name of any length is cut where it is quoted, between whole characters', () => {
  const [long, short] = ['😀'.repeat(100_000), 'Sales']
  const cut = `\`${'😀'.repeat(157)}...\``
  const place = { file: 'plan.yaml', line: 2, column: 3 }
  expect(problemAt(place, 'unknown-name', `unknown group \`${long}\``, `did you mean \`${short}\` or \`${long}\`?`)).toEqual({
    ...place, severity: 'error', code: 'unknown-name', message: `unknown group ${cut}`, hint: `did you mean \`Sales\` or ${cut}?`,
  })
  expect(problemIn(short, 'no-file', `there is no file \`${'a'.repeat(160)}\``).message).toBe(`there is no file \`${'a'.repeat(160)}\``)
})
