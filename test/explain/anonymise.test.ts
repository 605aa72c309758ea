import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check, disk, loadProject, usualOptions } from '../../src/index.js'
import { loadShipped } from '../../src/cli/shipped.js'
import { anonymise } from '../../src/explain/anonymise.js'

const cwd = join(import.meta.dirname, '../../examples/contoso').replaceAll('\\', '/')

test('nothing that names the tenant survives', async () => {
  const shipped = await loadShipped()
  const { value: project, problems } = await loadProject(disk(), { shipped, cwd, plan: `${cwd}/plan.yaml`, env: {}, options: {}, today: '2026-11-24' })
  if (project === undefined) throw new Error(JSON.stringify(problems))
  const known = new Set(shipped.packs.flatMap(pack => pack.rules).map(({ id, place }) => `${id} ${place.file}`))
  const report = await check(project, { ...usualOptions, expand: true, states: 'all' })
  const blank = anonymise(report, project, ({ id, place }) => known.has(`${id} ${place.file}`))
  const text = JSON.stringify(blank)
  const { tenant } = project
  const people = Array.from({ length: tenant.users }, (_, at) => tenant.nameOf(at))
  const secrets = [
    ...people.flatMap(({ id, userPrincipalName }) => [id, userPrincipalName, ...userPrincipalName.split('@')]),
    ...people.flatMap((_, at) => [...tenant.addressesOf(at)]),
    ...[...tenant.groups.values()].flatMap(({ id, displayName }) => [id, displayName]),
    tenant.organization.displayName ?? '', tenant.organization.id ?? '', project.plan!.title, project.plan!.file,
    ...project.rules.rules.filter(({ id, place }) => !known.has(`${id} ${place.file}`)).flatMap(({ id, reason, place }) => [id, reason, place.file]),
    ...report.findings.map(({ fingerprint }) => fingerprint),
  ].filter(secret => secret.length > 3)
  expect(secrets.length).toBeGreaterThan(50)
  expect(secrets.filter(secret => JSON.stringify(report).includes(secret)).length).toBeGreaterThan(20)
  const isWithin = (secret: string): boolean => new RegExp(`(?<![\\p{L}\\p{N}_])${secret.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_])`, 'u').test(text)
  expect(secrets.filter(isWithin)).toEqual([])
  expect(blank.findings.map(({ id, users }) => [id, users.count])).toEqual(report.findings.map(({ id, users }) => [id, users.count]))
  expect(blank.summary).toEqual(report.summary)
  const [first] = blank.states!
  expect([first!.userPrincipalName, first!.userId]).toEqual(['user-0001', '00000000-0000-4000-9000-000000000001'])
}, 60_000)
