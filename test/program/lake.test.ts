import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generate } from '../../bench/generate.js'
import { quoted, type Database } from '../../src/load/database.js'
import { openDatabase, scratchFolder } from '../load/tenant/lake.js'

const dist = join(import.meta.dirname, '../../dist')
const seatplan = (cwd: string, ...argv: readonly string[]) => spawnSync(process.execPath, [join(dist, 'seatplan.js'), ...argv], { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
const resources = ['users.ndjson', 'groupMembers.ndjson', 'groups.json', 'subscribedSkus.json', 'organization.json']

let folder: string

/** The bench's tenant, converted as somebody would who has DuckDB: types are what it guesses. */
beforeAll(async () => {
  folder = scratchFolder()
  generate(folder, 2000)
  mkdirSync(join(folder, 'lake'))
  const database = await openDatabase()
  for (const resource of resources) await convert(database, resource)
})

async function convert(database: Database, resource: string): Promise<void> {
  const name = resource.split('.')[0]!
  const file = quoted(join(folder, 'tenant', resource))
  const rows = resource.endsWith('.ndjson') ? `FROM read_json(${file})` : `SELECT unnest(value, max_depth := 2) FROM read_json(${file})`
  await database.rows(`COPY (${rows}) TO ${quoted(join(folder, 'lake', `${name}.parquet`))}`)
  await database.rows(`ATTACH IF NOT EXISTS ${quoted(join(folder, 'lake.duckdb'))} AS target`)
  await database.rows(`CREATE TABLE target.${name} AS ${rows}`)
  if (resource === resources.at(-1)) await database.rows('DETACH target')
}

describe('the report on a lake', () => {
  test.each(['lake', 'lake.duckdb'])('%s is, byte for byte, that on JSON', (tenant) => {
    for (const options of [['--format', 'json', '--states', 'all', '--expand', '--remedies', 'some'], ['--remedies', 'none']]) {
      const json = seatplan(folder, 'check', 'plan.yaml', ...options)
      expect(json.status).toBe(1)
      expect(json.stdout.length).toBeGreaterThan(2000)
      expect(seatplan(folder, 'check', 'plan.yaml', '--tenant', tenant, ...options)).toMatchObject({ stdout: json.stdout, stderr: json.stderr, status: 1 })
    }
  })

  test.each(['lake', 'lake.duckdb'])('%s: other commands, too', (tenant) => {
    for (const command of [['explain', 'femi.ito0@bench.example'], ['list', 'groups'], ['list', 'users', '--format', 'json']]) {
      const json = seatplan(folder, ...command)
      expect(json).toMatchObject({ status: 0, stderr: '' })
      expect(seatplan(folder, ...command, '--tenant', tenant)).toMatchObject({ stdout: json.stdout, stderr: '', status: 0 })
    }
  })

  test('leaves nothing behind', () => {
    const spill = scratchFolder()
    const { status } = spawnSync(process.execPath, [join(dist, 'seatplan.js'), 'check', '--tenant', 'lake'], { cwd: folder, env: { ...process.env, TMPDIR: spill } })
    expect(status).toBe(0)
    expect(readdirSync(spill)).toEqual([])
  })
})

test('without the package seatplan runs, and says what is missing where it is needed', () => {
  const alone = scratchFolder()
  cpSync(dist, join(alone, 'dist'), { recursive: true })
  writeFileSync(join(alone, 'seatplan.yaml'), "tenant: t\nnow: '2026-11-24'\n")
  cpSync(join(folder, 'lake'), join(alone, 't'), { recursive: true })
  const run = (...argv: readonly string[]) => spawnSync(process.execPath, ['dist/seatplan.js', ...argv], { cwd: alone, encoding: 'utf8' })
  expect(run('check', '--tenant', join(folder, 'tenant'))).toMatchObject({ stderr: '', status: 0 })
  expect(run('check')).toMatchObject({
    stdout: '',
    stderr: 't  error  Parquet and DuckDB files are read by the package `@duckdb/node-api`, which is not installed\n      install it beside seatplan (`npm install @duckdb/node-api`), or export JSON: docs/snapshot.md\n\n1 error\n',
    status: 2,
  })
})
