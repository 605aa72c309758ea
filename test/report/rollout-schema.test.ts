import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { withExamples } from '../../scripts/with-examples.js'
import { rolloutOf } from '../../src/analyse/rollout/rollout.js'
import { createJudge } from '../../src/engine/judge.js'
import { rolloutJson } from '../../src/report/rollout-json.js'
import { rolloutSchema } from '../../src/report/rollout-schema.js'
import { plansOfCatalog } from '../../src/simulate/world.js'
import { contoso, scenario, scenariosIn } from '../remedy/handover/projects.js'

const root = join(import.meta.dirname, '../..')
const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(rolloutSchema)

test('the published schema is the one of the source', () => {
  expect(JSON.parse(readFileSync(join(root, 'schemas/rollout.schema.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(withExamples(rolloutSchema, 'rollout'))))
})

test.each(['the example', ...scenariosIn('rollout')])('it describes the answer for %s', async path => {
  const project = path === 'the example' ? await contoso() : await scenario(path)
  const judge = createJudge(project.rules.rules, plansOfCatalog(project.catalog), { verify: false })
  const { rollout } = await rolloutOf(project, project.plan!, judge, ({ verdict }) => verdict === 'unsafe')
  validate(JSON.parse(rolloutJson(rollout)))
  expect(validate.errors ?? []).toEqual([])
})

test('it refuses a key that it does not describe', () => {
  expect(validate({ schemaVersion: 1 })).toBe(false)
})

const page = readFileSync(join(root, 'docs/rollout.md'), 'utf8')

test.each(['report', ...Object.keys(rolloutSchema.$defs)])('the page explains every key: %s', name => {
  const schema = name === 'report' ? rolloutSchema : rolloutSchema.$defs[name as keyof typeof rolloutSchema.$defs]
  const keys = Object.keys((schema as { properties: object }).properties)
  expect(keys.filter(key => !page.includes(`\`${key}\``))).toEqual([])
})
