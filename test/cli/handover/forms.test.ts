import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { main } from '../../../src/cli/main.js'
import { nodeIo } from '../../../src/cli/node-io.js'
import { attacks, calledBy } from './hostile.js'
import { emitted, harmless, ids } from './tenants.js'

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

async function contoso(...argv: readonly string[]): Promise<{ readonly exit: number; readonly said: string; readonly complained: string }> {
  const [said, complained]: [string[], string[]] = [[], []]
  const cwd = join(import.meta.dirname, '../../../examples/contoso').replaceAll('\\', '/')
  const exit = await main(['remedies', 'plan.yaml', ...argv], { ...nodeIo(), cwd, out: text => void said.push(text), err: text => void complained.push(text) })
  return { exit, said: said.join(''), complained: complained.join('') }
}

interface Request {
  readonly id: string
  readonly method: string
  readonly url: string
  readonly dependsOn?: readonly string[]
  readonly body?: { readonly addLicenses?: readonly { readonly skuId: string; readonly disabledPlans: readonly string[] }[]; readonly removeLicenses?: readonly string[] }
}
interface Document {
  readonly names: Readonly<Record<string, string>>
  readonly steps: readonly { readonly step: number; readonly isBackground: boolean; readonly batches: readonly { readonly requests: readonly Request[] }[]; readonly waitFor: { readonly rows: readonly object[] } }[]
}

describe('request batches', () => {
  test('hold at most twenty requests, each depending on the one before it', async () => {
    const { said } = await contoso('--emit', 'graph')
    const batches = (JSON.parse(said) as Document).steps.flatMap(({ batches }) => batches)
    expect(batches.length).toBeGreaterThan(5)
    for (const { requests } of batches) {
      expect(requests.length).toBeLessThanOrEqual(20)
      expect(requests.map(({ id }) => id)).toEqual(requests.map((_, at) => String(at + 1)))
      expect(requests.map(({ dependsOn }) => dependsOn)).toEqual(requests.map((_, at) => (at === 0 ? undefined : [String(at)])))
    }
  })

  test('name both lists, disabledPlans with every product, and only ids', async () => {
    const { steps } = JSON.parse((await emitted(harmless, ['--emit', 'graph'])).said) as Document
    const requests = steps.flatMap(({ batches }) => batches.flatMap(batch => batch.requests))
    const licensing = requests.filter(({ url }) => url.endsWith('/assignLicense'))
    expect(licensing.length).toBe(3)
    for (const { body } of licensing) {
      expect(body).toEqual({ addLicenses: expect.any(Array), removeLicenses: expect.any(Array) })
      for (const license of body!.addLicenses!) expect(license).toEqual({ skuId: expect.stringMatching(guid), disabledPlans: expect.any(Array) })
    }
    for (const { url } of requests) expect(url.replaceAll(guid, 'ID')).toMatch(/^\/(?:users\/ID|groups\/(?:ID|\{newGroup1\}))(?:\/(?:assignLicense|members(?:\/ID)?\/\$ref|reprocessLicenseAssignment))?$/)
  })

  test('of one step never share a batch with another, and what the service works on is waited for', async () => {
    const { steps } = JSON.parse((await contoso('--emit', 'graph')).said) as Document
    for (const { isBackground, batches, waitFor } of steps.filter(one => one.batches.length > 0)) {
      const paths = batches.flatMap(({ requests }) => requests.map(({ method, url }) => `${method} ${url.replace(/users\/.*|members\/.*/, '')}`))
      expect(new Set(paths).size).toBe(1)
      if (isBackground) expect(waitFor.rows.length).toBeGreaterThan(0)
    }
  })

  test.each(attacks)('%s in names is nowhere but among the names', async (_, name) => {
    const plain = JSON.parse((await emitted(harmless, ['--emit', 'graph'])).said) as Document
    const hostile = JSON.parse((await emitted(calledBy(name), ['--emit', 'graph'])).said) as Document
    const requests = ({ steps }: Document) => steps.map(({ batches }) => batches)
    expect(requests(hostile)).toEqual(requests(plain))
    for (const word of Object.values(hostile.names)) expect(word).not.toMatch(/["'`\u2018-\u201f\r\n\u0085\u2028\u2029\u202e]/)
  })
})

describe('a change request', () => {
  test('says what, why, who, price, order, verification and rollback', async () => {
    const { said } = await contoso('--emit', 'markdown')
    expect(said.match(/^## .*$/gm)).toEqual(['## What', '## Why', '## Who', '## Price', '## Order', '## Verification', '## Rollback'])
    expect(said).toContain('cured by f1.r1')
    expect(said).toMatch(/^Played: it gives \d+ users back the licences that they have today/m)
  })

  test('takes back by a plan that seatplan can check', async () => {
    const { said } = await emitted(harmless, ['--emit', 'markdown'])
    const yaml = /```yaml\n([^]*?)```/.exec(said)![1]!
    expect(yaml).toMatch(/^title: 'Take back: /)
    expect(yaml).toContain(`skuId: ${ids.e1}  # STANDARDPACK`)
  })

  test.each(attacks)('%s in names neither ends a line nor marks anything up', async (_, name) => {
    const { said } = await emitted(calledBy(name), ['--emit', 'markdown'])
    const headings = said.match(/^#+ .*$/gm)!
    expect(headings).toHaveLength(8)
    const marked = said.split(/^`+yaml$/m)[0]!.replace('`licenseAssignmentStates`', '').match(/(?<!\\)[<`[]|[^\n]{2000}/g) ?? []
    expect(marked.map(text => text.slice(0, 100))).toEqual([])
    expect(/[\r\u0000\u0085\u2028\u2029\u202e]/.test(said)).toBe(false)
  })
})

describe('a plan', () => {
  test.each(attacks)('%s in names changes nothing that is read back', async (_, name) => {
    const strip = (text: string) => text.split('\n').slice(1).filter(line => !line.includes('displayName')).map(line => line.replace(/ {2}# .*$/, '').replace(guid, id => ((Object.values(ids) as string[]).includes(id) ? id : 'ID')))
    const [plain, hostile] = [(await emitted(harmless, ['--emit', 'yaml'])).said, (await emitted(calledBy(name), ['--emit', 'yaml'])).said]
    expect(strip(hostile).length).toBeGreaterThan(20)
    expect(strip(hostile)).toEqual(strip(plain))
  })

  test('takes the first clean way out of every finding, together', async () => {
    const { said, complained, exit } = await contoso('--emit', 'yaml')
    expect(exit).toBe(0)
    expect(complained).toMatch(/^taken: f1\.r1, /)
    expect(complained).toContain('the resulting plan introduces nothing\n')
    expect(said).toMatch(/^title: /)
  })

  test('of several ways out has what each of them does', async () => {
    const listed = JSON.parse((await contoso('--format', 'json')).said) as { findings: { id: string; remedies: { id: string; clean: boolean; changes: unknown[] }[] }[] }
    const firsts = listed.findings.flatMap(({ remedies }) => remedies.find(({ clean }) => clean)?.id ?? [])
    const { complained, exit } = await contoso('--apply', firsts.slice(0, 3).join(','))
    expect(complained).not.toContain('not cured')
    expect(exit).toBeLessThan(2)
  })
})
