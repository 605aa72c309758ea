/**
 * Sows single mistakes into the shipped rules, catalogs, plans and scenarios, and says how many lint reports, and at the right line.
 *
 *   npx tsx scripts/mutations.ts
 */
import { compileShipped } from '../src/load/project/shipped.js'
import { disk } from '../src/load/disk.js'
import { mistakes } from './mutations/mistakes.js'
import { scoreOf, scoreTable, shippedSources, type Score } from './mutations/sow.js'

const { value: shipped, problems } = await compileShipped(disk(), '.')
if (shipped === undefined) throw new Error(problems[0]?.message)
const sources = shippedSources()
const scores: Score[] = []
for (const mistake of mistakes) scores.push(await scoreOf(mistake, sources, shipped))
process.stdout.write(scoreTable(scores))
for (const { id, escaped } of scores) for (const { file, lines, problems: said } of escaped) process.stdout.write(`escaped: ${id}, ${file}:${lines.slice(0, 3).join('|')}${said.map(({ file: where, line, message }) => `\n  said ${where}:${line} ${message}`).join('')}\n`)
