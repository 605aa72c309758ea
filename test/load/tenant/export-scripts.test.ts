import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { exportCurl, exportPowerShell, groupProperties, permissions, userProperties } from '../../../src/cli/texts/init-scripts.js'
import { disk } from '../../../src/load/disk.js'
import { userAttributes } from '../../../src/kinds/vocabulary.js'
import { folder, group, guid, plain, sales, shown, staff, tenantIn } from './snapshot.js'

const has = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const unlicensed = guid('g', 9)
const groups = [...plain.groups, group(unlicensed, 'Unlicensed')]
const resources: Readonly<Record<string, readonly unknown[]>> = {
  '/v1.0/users': plain.users,
  '/v1.0/groups': groups,
  '/v1.0/subscribedSkus': plain.subscribedSkus,
  '/v1.0/organization': plain.organization,
  '/v1.0/directory/subscriptions': [],
  [`/v1.0/groups/${sales}/members`]: plain.members[sales]!,
  [`/v1.0/groups/${staff}/members`]: [],
}

/** A Graph that gives two elements a page, to who has the token. */
let server: Server
let graph = ''
const asked: string[] = []
let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seatplan-export-'))
  server = createServer((request, response) => {
    const url = new URL(request.url!, graph)
    const all = resources[url.pathname]
    if (request.headers.authorization !== 'Bearer secret' || request.method !== 'GET' || all === undefined) return void response.writeHead(403).end()
    asked.push(decodeURIComponent(request.url!))
    const skip = Number(url.searchParams.get('$skiptoken') ?? 0)
    const next = skip + 2 < all.length ? { '@odata.nextLink': `${graph}${url.pathname}?$skiptoken=${skip + 2}` } : {}
    response.end(JSON.stringify({ '@odata.context': 'x', ...next, value: all.slice(skip, skip + 2) }))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  graph = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(root, { recursive: true })
})

test.skipIf(!has('curl') || !has('jq') || !has('bash'))('the curl script exports a tenant that is read without a remark', async () => {
  await writeFile(join(root, 'export.sh'), exportCurl)
  await promisify(execFile)('bash', ['export.sh', 't'], { cwd: root, env: { ...process.env, GRAPH_URL: graph, GRAPH_TOKEN: 'secret' } })
  expect((await readdir(join(root, 't'))).sort()).toEqual(['groups.json', 'members', 'organization.json', 'subscribedSkus.json', 'subscriptions.json', 'users.json'])
  expect((await readdir(join(root, 't/members'))).sort()).toEqual([`${sales}.json`, `${staff}.json`])
  const tenant = await tenantIn(disk(root))
  expect(shown(tenant)).toEqual(shown(await tenantIn(folder({ groups }))))
  expect(asked).toContain(`/v1.0/users?$top=999&$select=${userProperties.join(',')}`)
  expect(asked).toContain(`/v1.0/groups?$top=999&$select=${groupProperties.join(',')}`)
})

test.skipIf(!has('curl') || !has('jq') || !has('bash'))('the curl script stops at the first refusal and leaves no file that looks whole', async () => {
  await writeFile(join(root, 'export.sh'), exportCurl)
  const run = promisify(execFile)('bash', ['export.sh', 'refused'], { cwd: root, env: { ...process.env, GRAPH_URL: graph, GRAPH_TOKEN: 'wrong' } })
  await expect(run).rejects.toMatchObject({ code: 22 })
  expect((await readdir(join(root, 'refused'))).filter((name) => name.endsWith('.json'))).toEqual([])
})

test.each([
  ['PowerShell', exportPowerShell],
  ['curl', exportCurl],
])('the %s script asks for what is read, and for nothing that writes', (_, script) => {
  for (const name of [...permissions, ...userProperties, ...groupProperties, ...userAttributes]) expect(script).toContain(name)
  expect(script).not.toMatch(/Write\.|POST|PATCH|PUT|DELETE|\$expand/)
  for (const name of ['users', 'groups', 'subscribedSkus', 'organization', 'subscriptions', 'members/']) expect(script).toContain(name)
})

test('the PowerShell script reads the next page and lets no blank escape', () => {
  expect(exportPowerShell).toContain(`'"@odata\\.nextLink"\\s*:\\s*"([^"]+)"'`)
  expect(exportPowerShell).toContain(`-replace '\\r?\\n', ' '`)
  expect(exportPowerShell).not.toContain('undefined')
})
