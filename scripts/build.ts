// npm run build: src/ -> dist/.
//
//   seatplan.js     the entry: answers --version, else loads the program
//   program.cjs     the whole command line in one file, CommonJS, so that V8 can be handed its compiled code
//   program.cache   that compiled code, made by running `check` once on examples/contoso
//   index.js        the library; it leaves dependencies to the reader's node_modules
//   shipped.json    the rule packs and the catalog that come with seatplan, already read
//   THIRD-PARTY-LICENSES.txt
//
// (types/ are written by tsc.) Built beside dist/ and then put in its place, so that nobody meets half a build.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { licencesOf } from './licences.js'

const root = join(import.meta.dirname, '..')

export async function buildAll(): Promise<void> {
  const out = join(root, `.dist-${process.pid}.tmp`)
  await mkdir(out, { recursive: true })
  try {
    await bundle(out)
    await shipped(out)
    warm(out)
    await swap(out)
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

async function bundle(out: string): Promise<void> {
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  } as const satisfies BuildOptions
  await build({
    ...common,
    entryPoints: ['src/cli/seatplan.ts'],
    outfile: join(out, 'seatplan.js'),
    format: 'esm',
    plugins: [cachedProgram],
  })
  const program = await build({
    ...common,
    ...callable,
    define: { 'import.meta.url': 'seatplanUrl' },
    entryPoints: ['src/cli/program.ts'],
    outfile: join(out, 'program.cjs'),
    format: 'cjs',
    minify: true,
    alias: { 'jsonpath-plus': './scripts/no-jsonpath.ts' },
  })
  await library(out, common)
  await writeFile(join(out, 'THIRD-PARTY-LICENSES.txt'), licencesOf(root, inputsOf(program.metafile)))
}

/** vm.Script runs expressions: the bundle is one function that takes what CommonJS gives. */
const callable = {
  banner: { js: "(function (exports, require, module, filename) { const seatplanUrl = require('node:url').pathToFileURL(filename).href;" },
  footer: { js: '})' },
} satisfies BuildOptions

/** The entry reaches the program only through its loader. */
const cachedProgram: Plugin = {
  name: 'cached-program',
  setup(build) {
    build.onResolve({ filter: /^\.\/program\.js$/ }, () => ({ path: join(root, 'scripts/load-program.ts') }))
  },
}

async function library(out: string, common: BuildOptions): Promise<void> {
  await build({ ...common, entryPoints: ['src/index.ts'], outfile: join(out, 'index.js'), format: 'esm', packages: 'external' })
}

function inputsOf(metafile: Metafile | undefined): readonly string[] {
  return Object.keys(metafile?.inputs ?? {})
}

/** Packs and catalog, parsed and checked once, so that start-up reads YAML only for the user's own files. */
async function shipped(out: string): Promise<void> {
  const { compileShipped } = await import('../src/load/shipped.js')
  const { disk } = await import('../src/load/disk.js')
  const { value, problems } = await compileShipped(disk(), root.replaceAll('\\', '/'))
  const wrong = problems.filter(({ severity }) => severity === 'error')
  if (value === undefined || wrong.length > 0) throw new Error(`what is shipped is wrong: ${JSON.stringify(wrong, null, 2)}`)
  await writeFile(join(out, 'shipped.json'), JSON.stringify(value))
}

/** Runs the example once, in a process of its own, and keeps what V8 compiled on the way. */
function warm(out: string): void {
  const example = join(root, 'examples/contoso')
  const args = [join(root, 'scripts/warm.cjs'), join(out, 'program.cjs'), join(out, 'program.cache'), example, 'check', 'plan.yaml']
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`the example does not run, so nothing is built:\n${stderr}`)
}

/** What tsc wrote stays: it is written anew right after. */
async function swap(out: string): Promise<void> {
  const dist = join(root, 'dist')
  const old = `${out}.old`
  if (existsSync(join(dist, 'types'))) await rename(join(dist, 'types'), join(out, 'types'))
  if (existsSync(dist)) await rename(dist, old)
  await rename(out, dist)
  await rm(old, { recursive: true, force: true })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildAll()
