import type { Catalog } from '../../model/catalog.js'
import type { Command, Invocation } from '../command.js'
import type { NewFile } from '../texts/init-files.js'
import { quietOptions } from '../options.js'
import type { Io } from '../io.js'

/** The first minute with seatplan. */
export const init: Command = {
  name: 'init',
  summary: 'make a project that passes, and the scripts that export a snapshot',
  about: 'Writes a project into DIR (default: here): seatplan.yaml, a plan, a rule of the house with its test, a scenario, a tenant of two people, schemas and settings for editors, and scripts that export a snapshot of a real tenant and only read it. A file that is there already stays as it is; the schemas in .seatplan/ are made anew, with the names of the project\'s catalog.',
  arguments: [{ name: '[dir]', about: 'the folder; it is made if it is not there' }],
  options: quietOptions.filter(option => option.flags === '--quiet'),
  examples: [['seatplan init my-tenant', 'a project in the folder my-tenant']],
  run: runInit,
}

async function runInit({ words, given, io }: Invocation): Promise<number> {
  const [{ absolute }, { isGiven }, { optionProblem }, { refuse }] = await Promise.all([import('../paths.js'), import('../command.js'), import('../options.js'), import('../say.js')])
  const folder = absolute(words[0] ?? '.', io)
  if ((await io.files.stat(folder))?.kind === 'file') return refuse([optionProblem('no-folder', `\`${words[0]}\` is a file`, 'name a folder')], given, io)
  const lines: string[] = []
  for (const file of await newFiles()) lines.push(await writeNew(file, folder, io))
  for (const file of await schemaFiles(folder, io)) lines.push(await renew(file, folder, io))
  if (!isGiven(given, 'quiet')) io.err(`${lines.join('\n')}\n\n${nextSteps(words[0])}`)
  return 0
}

async function newFiles(): Promise<readonly NewFile[]> {
  const [{ projectFiles }, { exportCurl, exportPowerShell }] = await Promise.all([import('../texts/init-files.js'), import('../texts/init-scripts.js')])
  return [...projectFiles, { path: 'export.ps1', text: exportPowerShell }, { path: 'export.sh', text: exportCurl }]
}

/** Schemas for editors, in the project itself: nothing is fetched. */
async function schemaFiles(folder: string, io: Io): Promise<readonly NewFile[]> {
  const [{ schemaNames }, { readSchema, loadShipped }, { namesSchemaText }] = await Promise.all([import('../texts/init-files.js'), import('../shipped.js'), import('../../analyse/editor/names-schema.js')])
  const schemas = await Promise.all(schemaNames.map(async name => ({ path: `.seatplan/${name}.schema.json`, text: await readSchema(name) })))
  return [...schemas, { path: '.seatplan/names.schema.json', text: namesSchemaText(await catalogOf(folder, io), (await loadShipped()).packs) }]
}

/** The catalog of the project that stands there already; where it cannot be read, the one that comes with seatplan. */
async function catalogOf(folder: string, io: Io): Promise<Catalog> {
  const [{ loadConfig }, { openCatalog }, { unpackCatalog }, { loadShipped }] = await Promise.all([import('../../load/project/config.js'), import('../../load/project/workspace.js'), import('../../load/catalog/packed-catalog.js'), import('../shipped.js')])
  const shipped = await loadShipped()
  const config = await loadConfig(io.files, { cwd: folder, today: io.today() })
  const catalog = config.value === undefined ? undefined : await openCatalog(io.files, config.value, shipped)
  return catalog?.value ?? unpackCatalog(shipped.catalog)
}

/** What seatplan made itself may be of an earlier version. */
async function renew({ path, text }: NewFile, folder: string, io: Io): Promise<string> {
  const target = `${folder}/${path}`
  const isThere = (await io.files.stat(target)) !== undefined
  if (isThere && new TextDecoder().decode(await io.files.read(target)) === text) return `kept     ${path}`
  await io.write(target, [text])
  return `${isThere ? 'renewed ' : 'written '} ${path}`
}

async function writeNew({ path, text }: NewFile, folder: string, io: Io): Promise<string> {
  const target = `${folder}/${path}`
  if ((await io.files.stat(target)) !== undefined) return `kept     ${path}`
  await io.write(target, [text])
  return `written  ${path}`
}

function nextSteps(folder: string | undefined): string {
  const there = folder === undefined ? '' : ` in ${folder}`
  return `Next${there}:\n  seatplan check plan.yaml     what the plan does to the sample tenant\n  seatplan test                the scenario, and the test of the rule\n  export.ps1 or export.sh      a snapshot of your own tenant; then say \`tenant: ./tenant\` in seatplan.yaml\n`
}
