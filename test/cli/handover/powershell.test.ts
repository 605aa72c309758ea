import * as fc from 'fast-check'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/cli/main.js'
import { nodeIo } from '../../../src/cli/node-io.js'
import { frame } from '../../../src/report/handover/powershell-frame.js'
import { emitted, harmless } from './tenants.js'
import { blocksAround, executable, tokensOf } from './tokens.js'
import { attacks, calledBy } from './hostile.js'

const root = join(import.meta.dirname, '../../..')
const guid = /^'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'$/
const take = ['--emit', 'powershell']

/** Scripts as they are emitted: of a plan with every kind of step, and of the example. */
const scripts: Record<string, string> = {}
beforeAll(async () => {
  scripts['every kind of step'] = (await emitted(harmless, take)).said
  scripts['the example'] = await ofContoso()
})

async function ofContoso(): Promise<string> {
  const said: string[] = []
  const cwd = `${root}/examples/contoso`.replaceAll('\\', '/')
  await main(['remedies', 'plan.yaml', ...take], { ...nodeIo(), cwd, out: text => void said.push(text), err: () => {} })
  return said.join('')
}

describe.each(['every kind of step', 'the example'])('the script for %s', which => {
  const tokens = () => tokensOf(scripts[which]!)
  const parts = () => {
    const script = scripts[which]!
    const at = script.indexOf(frame)
    expect(at).toBeGreaterThan(0)
    return { head: script.slice(0, at), body: script.slice(at + frame.length) }
  }

  test('holds, beside the frame that all scripts share, only GUIDs, numbers and words of a closed list', () => {
    const { head, body } = parts()
    const words = ["''", "'Active'", "'ActiveWithError'", "'Error'", "'CountViolation'", "'MutuallyExclusiveViolation'", "'DependencyViolation'", "'ProhibitedInUsageLocationViolation'", "'UniquenessViolation'", "'DE'", "'Everything is done.'"]
    const strings = executable(tokensOf(body)).filter(({ type }) => type === 'string')
    expect(strings.length).toBeGreaterThan(20)
    expect(strings.filter(({ text }) => !guid.test(text) && !words.includes(text))).toEqual([])
    expect(executable(tokensOf(body)).filter(({ type }) => type === 'expandable')).toEqual([])
    expect(executable(tokensOf(head)).filter(({ type }) => type === 'string').map(({ text }) => text)).toEqual(["'Medium'"])
  })

  test('calls only what the frame defines', () => {
    const defined = new Set([...frame.matchAll(/^function ([\w-]+)/gm)].map(([, name]) => name!))
    const known = new Set(['if', '-not', '-and', '-eq', '-lt', 'string', 'ToLowerInvariant', 'Write-Verbose', 'true', 'false', 'null', 'skuId', 'disabledPlans', 'Users', 'Before', 'After', 'Sku', 'By', 'State', 'Error', 'Off'])
    const called = executable(tokensOf(parts().body)).filter(({ type, text }) => type === 'word' && !/^-[A-Z]\w+$/.test(text)).map(({ text }) => text)
    expect([...new Set(called)].filter(word => !defined.has(word) && !known.has(word))).toEqual([])
  })

  test('changes nothing outside ShouldProcess', () => {
    const all = executable(tokens())
    const writes = all.flatMap(({ text }, at) => (text === 'Invoke-MgLicenseUser' || (text === 'Invoke-MgGraphRequest' && all[at + 2]?.text !== 'GET') ? [at] : []))
    expect(writes.length).toBeGreaterThan(3)
    for (const at of writes) {
      const around = blocksAround(all, at)
      expect(around.some(head => head.startsWith('if ( $PSCmdlet . ShouldProcess (')), `line ${all[at]!.line}`).toBe(true)
      expect(around[0]).toMatch(/^function /)
    }
    expect(all.filter(({ text }) => /^(?:Set|New|Remove|Update|Add)-Mg/.test(text))).toEqual([])
    const grave = frame.split(/^function /m).filter(text => text.includes('$PSCmdlet.ShouldProcess'))
    expect(grave.every(text => text.includes('[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact ='))).toBe(true)
    expect(parts().head).toContain('[CmdletBinding(SupportsShouldProcess = $true')
  })

  test('names both lists in every licence call, and disabledPlans with every product', () => {
    const lines = scripts[which]!.split('\n').filter(line => /^\s*Set-(?:Group|User)License /.test(line))
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(line).toMatch(/ -Add @\(.*\) -Remove @\(.*\) -Grave \$(?:true|false)$/)
    for (const line of scripts[which]!.split('\n')) expect(line.match(/skuId = /g)?.length ?? 0).toBe(line.match(/skuId = '[0-9a-f-]+'; disabledPlans = @\(/g)?.length ?? 0)
    expect(frame.match(/addLicenses = @\(\$Add\); removeLicenses = @\(\$Remove\)/g)).toHaveLength(2)
  })

  test('looks before it takes away, and waits after every step that the service works on', () => {
    const steps = scripts[which]!.split(/^# Step \d+: /m).slice(1)
    for (const step of steps.filter(text => /Remove-GroupUser|-Remove @\('/.test(text))) {
      const look = step.search(/Assert-Rows \$passages/)
      expect(look).toBeGreaterThan(0)
      expect(step.search(/^ {2}(?:Remove-GroupUser|Set-)/m)).toBeGreaterThan(look)
    }
    for (const step of steps.filter(text => /^ {2}(?:(?:Add|Remove)-GroupUser|Invoke-)/m.test(text) || (text.includes('Set-GroupLicense') && text.includes('Users = @(')))) expect(step).toContain('Wait-Rows $passages')
  })
})

test('asks before Exchange or OneDrive goes', async () => {
  const script = scripts['every kind of step']!
  expect(script).toMatch(/Step 4 leaves 1 user without Exchange: it asks first/)
  expect(script).toMatch(/^ {2}Set-UserLicense .* -Grave \$true$/m)
  expect(frame).toMatch(/function Send-GraveChange \{\n {2}\[CmdletBinding\(SupportsShouldProcess = \$true, ConfirmImpact = 'High'\)\]/)
})

describe('whatever things are called', () => {
  /** Sorted: the place of a row follows from the id of its group, and that of a new group from its name. */
  const obeyed = (script: string): readonly string[] => script.split('\n').filter(line => !/^\s*# /.test(line)).sort()

  test.each(attacks)('%s changes no line that PowerShell obeys', async (_, name) => {
    const { said, exit } = await emitted(calledBy(name), take)
    expect(exit).toBe((await emitted(harmless, take)).exit)
    expect(obeyed(said).length).toBeGreaterThan(300)
    expect(obeyed(said)).toEqual(obeyed(scripts['every kind of step']!))
    expect(said.replaceAll(frame, '').match(/^\s*# .*["'`\u2018-\u201f]/gm) ?? []).toEqual([])
    expect(/[\r\u0000\u0085\u2028\u2029\u202e\ud800]/.test(said)).toBe(false)
    expect(() => tokensOf(said)).not.toThrow()
  })

  test('no name whatever changes a line that PowerShell obeys, or stands outside a comment', { timeout: 600_000 }, async () => {
    const letters = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }), fc.string({ unit: fc.constantFrom(...'\'"`$(){};#<>@&|\\\n\r\u0000\u0085\u2018\u2019\u201a\u201b\u2028\u2029\u202e aA1'), minLength: 1, maxLength: 20 }))
    const property = fc.asyncProperty(letters, async (letter) => {
      const { said, complained } = await emitted(calledBy(`n${letter}`), take)
      expect(complained).not.toMatch(/^ {2}at /m)
      if (said === '') return
      expect(obeyed(said)).toEqual(obeyed(scripts['every kind of step']!))
      const strings = executable(tokensOf(said.slice(said.indexOf(frame) + frame.length))).filter(({ type }) => type === 'string' || type === 'expandable')
      expect(strings.filter(({ text }) => !guid.test(text) && !/^'(?:[A-Z]{2}|[A-Za-z]*|Everything is done\.)'$/.test(text))).toEqual([])
    })
    await fc.assert(property, { seed: 20261129, numRuns: 25 })
  })
})
