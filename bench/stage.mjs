// node bench/stage.mjs: in a project's folder, reads it and checks plan.yaml once, and prints the milliseconds of processor time that reading
// took, and all that follows: playing, judging, explaining, the report as a value. The code of both is cold.
import { readFileSync } from 'node:fs'
import { check, disk, loadProject, usualOptions } from '../dist/index.mjs'

const shipped = JSON.parse(readFileSync(new URL('../dist/shipped.json', import.meta.url), 'utf8'))
const spent = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
const start = spent()
const { value, problems } = await loadProject(disk(), { shipped, cwd: process.cwd(), plan: 'plan.yaml', env: {}, options: {}, today: '2026-11-24' })
if (value === undefined) throw new Error(JSON.stringify(problems))
const read = spent()
const report = await check(value, { ...usualOptions, remedies: 'none' })
if (report.findings.length === 0) throw new Error('nothing was found')
console.log(JSON.stringify({ reading: read - start, stage: spent() - read, cohorts: report.tenant.cohorts }))
