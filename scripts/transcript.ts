// npm run transcript: runs the README's example and puts what it says between the README's markers, shortened where it says so.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildAll } from './build.js'
import { isStale } from './stale.js'

const root = join(import.meta.dirname, '..')
const [open, close] = ['<!-- transcript: made by `npm run transcript` -->', '<!-- /transcript -->']

/** What of the report is shown: paragraphs by how they begin. */
const shown = [/^(Not yet|Passed)/, /^plan /, /^Steps/, /^New with this plan/, /one-sharepoint-plan {2}\(new\)/, /^Seats/, /^Totals/]

if (isStale(root)) await buildAll()
const readme = join(root, 'README.md')
const text = readFileSync(readme, 'utf8')
const [before, after] = [text.indexOf(open), text.indexOf(close)]
if (before < 0 || after < before) throw new Error('the README has lost its markers')
const block = ['```console', '$ npx seatplan check plan.yaml', ...shortened(report()), '```']
writeFileSync(readme, `${text.slice(0, before)}${open}\n${block.join('\n')}\n${text.slice(after)}`)

function report(): string {
  const argv = [join(root, 'dist/seatplan.js'), 'check', 'plan.yaml', '--no-color']
  const { stdout, stderr, status } = spawnSync(process.execPath, argv, { cwd: join(root, 'examples/contoso'), encoding: 'utf8' })
  if (status !== 1) throw new Error(`the example should end with 1, not ${status}: ${stderr}`)
  return stdout
}

function shortened(report: string): readonly string[] {
  const paragraphs = report.trimEnd().split('\n\n')
  const kept = shown.map(start => paragraphs.findIndex(paragraph => start.test(paragraph)))
  if (kept.includes(-1)) throw new Error(`the report has nothing that begins with ${shown[kept.indexOf(-1)]}`)
  return paragraphs.flatMap((paragraph, i) => {
    if (kept.includes(i)) return [paragraph, '']
    return kept.includes(i - 1) ? ['...', ''] : []
  }).slice(0, -1)
}
