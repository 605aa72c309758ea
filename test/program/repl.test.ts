import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')

function talk(input: string, ...argv: readonly string[]) {
  return spawnSync(process.execPath, [join(root, 'dist/seatplan.js'), 'repl', ...argv], { cwd: join(root, 'examples/contoso'), input, encoding: 'utf8' })
}

test('answers what comes through a pipe, and ends with it', () => {
  const { status, stdout, stderr } = talk('user vikram.sethi@contoso.com\ntry removeMembers vikram.sethi@contoso.com from Contractors\nundo\n', 'plan.yaml', '--quiet')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('user vikram.sethi@contoso.com')
  expect(stdout.match(/findings? unchanged/g)).toHaveLength(2)
  expect(stdout).not.toContain('seatplan>')
})

test('a line that nobody understands is exit code 2, and the others are answered', () => {
  const { status, stdout, stderr } = talk('tri\nfindings\n')
  expect(status).toBe(2)
  expect(stderr).toContain('unknown command `tri`\n      did you mean `try`?')
  expect(stdout).toContain('one-sharepoint-plan')
})
