import { serialiseCatalog } from '../../load/catalog/catalog-files.js'
import { loadConfig, type Config } from '../../load/project/config.js'
import { isDay } from '../../load/text/days.js'
import { noFile } from '../../load/text/problems.js'
import { shownFrom } from '../../load/paths.js'
import { importProductNames } from '../../load/catalog/product-names/read.js'
import { describeImport } from '../../load/catalog/product-names/summary.js'
import type { Problem } from '../../model/problem.js'
import { isGiven, valueOf, type Invocation } from '../command.js'
import type { Io } from '../io.js'
import { optionProblem } from '../options.js'
import { absolute } from '../paths.js'
import { refuse } from '../say.js'

const listName = 'Product names and service plan identifiers for licensing (Microsoft)'

/** `catalog import`: writes both files, and only when all rows could be read. */
export async function importCatalog(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const date = valueOf(given, 'date') ?? io.today()
  const path = absolute(words[0]!, io)
  const found = await io.files.stat(path)
  const wrong = [...wrongDate(date), ...(found?.kind === 'file' ? [] : [notThere(words[0]!, found)])]
  if (wrong.length > 0) return refuse(wrong, given, io)
  const { value, problems } = importProductNames(await io.files.read(path), { file: shownFrom(io.cwd, path), name: listName, date })
  if (value === undefined) return refuse(problems, given, io)
  const target = await targetOf(invocation)
  for (const { file, text } of serialiseCatalog(value.catalog)) await io.write(`${target.folder}/${file}`, [text])
  io.out(valueOf(given, 'format') === 'json' ? `${JSON.stringify({ schemaVersion: 1, source: value.catalog.source, ...value.summary }, undefined, 2)}\n` : describeImport(value.summary))
  if (!isGiven(given, 'quiet')) io.err(`wrote ${shownFrom(io.cwd, target.folder)}/products.json and plans.json\n${target.advice}`)
  return 0
}

function wrongDate(date: string): Problem[] {
  return isDay(date) ? [] : [optionProblem('no-day', `\`--date ${date}\` is no day`, 'write it as YYYY-MM-DD, for example `--date 2026-11-24`', 'date')]
}

function notThere(word: string, found: { readonly kind: string } | undefined): Problem {
  return optionProblem('no-file', noFile(word, found), 'download the CSV from Microsoft\'s page on product names and service plan identifiers')
}

interface Target {
  readonly folder: string
  readonly advice: string
}

/** The folder of an import, and what has to be done before the project uses it. A project file that cannot be read does not stand in the way. */
async function targetOf({ given, io }: Invocation): Promise<Target> {
  const config = (await loadConfig(io.files, { cwd: io.cwd, today: io.today(), env: io.env })).value
  const root = config?.root ?? io.cwd
  const output = valueOf(given, 'output')
  const folder = output === undefined ? `${root}/catalogs/microsoft` : absolute(output, io)
  return { folder, advice: isUsed(folder, config) ? '' : adviceFor(folder, root, io) }
}

/** What the project's file names; if it names no catalog, the usual folder beside it. */
function isUsed(folder: string, config: Config | undefined): boolean {
  if (config === undefined) return false
  if (config.catalogs.length === 0) return config.file !== undefined && folder === `${config.root}/catalogs/microsoft`
  return config.catalogs.some(({ path }) => `${folder}/`.startsWith(`${path.replace(/\/$/, '')}/`))
}

function adviceFor(folder: string, root: string, io: Pick<Io, 'cwd'>): string {
  return `      to use it, name it in ${shownFrom(io.cwd, `${root}/seatplan.yaml`)}: \`catalogs: ./${shownFrom(root, folder)}\`\n`
}
