// npm run build: src/ -> dist/.
//
//   seatplan.js     the entry, CommonJS: answers --version, else loads the program
//   start-thread.js the same for a thread of a batch
//   program.cjs     the whole command line in one file, so that V8 can be handed its compiled code
//   program.cache   that compiled code, made by running `check` once on examples/contoso
//   lsp.cjs         the language server, apart: nobody else waits for it
//   index.mjs       the library; it leaves dependencies to the reader's node_modules
//   duckdb-worker.mjs  the thread that reads Parquet, for both
//   shipped.json    the rule packs and the catalog that come with seatplan, already read
//   THIRD-PARTY-LICENSES.txt
//
// First assembly/ becomes src/load/generated/scanner.js. (types/ are written by tsc.) Built beside dist/ and then put in its place, so that nobody meets half a build.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { licencesOf } from './licences.js'
import { writeScanner } from './scanner.js'

const root = join(import.meta.dirname, '..')
const requireNode = createRequire(import.meta.url)

export async function buildAll(): Promise<void> {
  const out = join(root, `.dist-${process.pid}.tmp`)
  await mkdir(out, { recursive: true })
  try {
    await writeScanner()
    await bundle(out)
    await shipped(out)
    warm(out)
    await swap(out)
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

async function bundle(out: string): Promise<void> {
  await build({ ...common, ...entry, outfile: join(out, 'seatplan.js') })
  await build({ ...common, ...entry, entryPoints: ['src/batch/start-thread.ts'], outfile: join(out, 'start-thread.js') })
  const { metafile } = await build({ ...common, ...program, outfile: join(out, 'program.cjs') })
  const { metafile: ofServer } = await build({ ...common, ...languageServer, outfile: join(out, 'lsp.cjs') })
  await build({ ...common, ...library, outfile: join(out, 'index.mjs') })
  await build({ ...common, ...duckdb, outfile: join(out, 'duckdb-worker.mjs') })
  await writeFile(join(out, 'package.json'), '{ "type": "commonjs" }\n')
  await writeFile(join(out, 'THIRD-PARTY-LICENSES.txt'), licencesOf(root, [...inputsOf(metafile), ...inputsOf(ofServer)]))
}

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
} as const satisfies BuildOptions

/** CommonJS, and Node's modules only when they are used: `--version` needs none. */
const entry = {
  entryPoints: ['src/cli/seatplan.ts'],
  format: 'cjs',
  supported: { 'dynamic-import': false },
  plugins: [cachedProgram(), lazyNode()],
} satisfies BuildOptions

/** One function that takes what CommonJS gives, because that is what vm.Script can run. */
const program = {
  entryPoints: ['src/cli/program.ts'],
  format: 'cjs',
  minify: true,
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'seatplanUrl' },
  banner: { js: "(function (exports, require, module, filename) { const seatplanUrl = require('node:url').pathToFileURL(filename).href;" },
  footer: { js: '})' },
  alias: { 'jsonpath-plus': './scripts/no-jsonpath.ts' },
  plugins: [languageServerApart(), lazyNode()],
} satisfies BuildOptions

const languageServer = {
  entryPoints: ['src/lsp/server.ts'],
  format: 'cjs',
  minify: true,
  alias: { 'jsonpath-plus': './scripts/no-jsonpath.ts' },
} satisfies BuildOptions

const library = { entryPoints: ['src/index.ts'], format: 'esm', packages: 'external' } satisfies BuildOptions

/** A thread of its own, beside whatever starts it; the package that it needs is the reader's. */
const duckdb = { entryPoints: ['src/load/duckdb-worker.mjs'], format: 'esm', packages: 'external' } satisfies BuildOptions

/** The entries reach the program only through its loader. */
function cachedProgram(): Plugin {
  return {
    name: 'cached-program',
    setup(on) {
      on.onResolve({ filter: /^\.\/(?:program|thread)\.js$/ }, () => ({ path: join(root, 'scripts/load-program.ts') }))
    },
  }
}

/** `seatplan lsp` alone loads the server, which has a protocol with it that nobody else needs. */
function languageServerApart(): Plugin {
  return {
    name: 'language-server-apart',
    setup(on) {
      on.onResolve({ filter: /\/lsp\/server\.js$/ }, () => ({ path: './lsp.cjs', external: true }))
    },
  }
}

/**
 * Node compiles its own modules when they are first asked for; zlib, child_process (commander's) and streams are a tenth of the
 * start-up of a program that never calls them. In the bundle each name asks for its module when it is used.
 */
function lazyNode(): Plugin {
  return {
    name: 'lazy-node',
    setup(on) {
      on.onResolve({ filter: /.*/ }, ({ path, namespace }) => {
        const name = path.replace(/^node:/, '')
        return namespace !== 'lazy-node' && isObject(name) ? { path: name, namespace: 'lazy-node' } : undefined
      })
      on.onLoad({ filter: /.*/, namespace: 'lazy-node' }, ({ path }) => ({ contents: lazily(path), loader: 'js' }))
    },
  }
}

/** Some of Node's modules are functions (events, stream); those stay as they are. */
function isObject(name: string): boolean {
  return isBuiltin(name) && typeof requireNode(name) === 'object'
}

function lazily(name: string): string {
  const getters = Object.keys(requireNode(name) as object).map(key => `get ${JSON.stringify(key)}() { return load()[${JSON.stringify(key)}] },`)
  return `let loaded\nconst load = () => (loaded ??= require('node:${name}'))\nmodule.exports = { ${getters.join('\n')} }`
}

function inputsOf(metafile: Metafile | undefined): readonly string[] {
  return Object.keys(metafile?.inputs ?? {})
}

/** Packs and catalog, parsed and checked once, so that start-up reads YAML only for the user's own files. */
async function shipped(out: string): Promise<void> {
  const { compileShipped } = await import('../src/load/project/shipped.js')
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

/** What tsc wrote stays (it writes it anew right after); it describes an ECMAScript module. */
async function swap(out: string): Promise<void> {
  const dist = join(root, 'dist')
  const old = `${out}.old`
  if (existsSync(join(dist, 'types'))) await rename(join(dist, 'types'), join(out, 'types'))
  if (existsSync(dist)) await rename(dist, old)
  await rename(out, dist)
  await rm(old, { recursive: true, force: true })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildAll()
