// Stands in for src/cli/program.ts in the built entry files: loads dist/program.cjs through the code that V8 compiled for it at
// build time (dist/program.cache). V8 refuses a cache of another version or other flags by itself, and then compiles as always.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

type Program = { readonly run: (argv: readonly string[]) => Promise<number>; readonly work: () => Promise<void> }

const filename = join(__dirname, 'program.cjs')

export function run(argv: readonly string[]): Promise<number> {
  return load().run(argv)
}

export function work(): Promise<void> {
  const { work } = load()
  collectAlone()
  return work()
}

/**
 * How much a function may run before V8 spends time on making it faster. As V8 has it, a check of seconds spends a quarter of its processor
 * time on that, and much of it twice, because what functions are given changes from one step of a check to the next. Versions that nobody
 * tried keep their own number.
 */
function patientCompiler(): void {
  if (isTried) setFlagsFromString('--interrupt-budget=1000000')
}

/**
 * Of the threads of a batch each collects its garbage itself. V8 would have others help, and wait for them: but they have no core to
 * themselves, and a thread that waited for them was idle for a tenth of its time.
 */
function collectAlone(): void {
  if (isTried) setFlagsFromString('--no-parallel-scavenge')
}

/** V8 13.6 is that of Node 24. */
const isTried = Number.parseInt(process.versions.v8, 10) <= 13

function load(): Program {
  patientCompiler()
  const module = { exports: {} as Program }
  const wrapped = script().runInThisContext() as (exports: object, require: NodeJS.Require, module: object, filename: string) => void
  wrapped(module.exports, createRequire(filename), module, filename)
  return module.exports
}

function script(): Script {
  // The bundle is plain ASCII; latin1 is read without looking at it twice.
  const source = readFileSync(filename, 'latin1')
  const cachedData = cache()
  return new Script(source, {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  })
}

function cache(): Buffer | undefined {
  try {
    return readFileSync(join(__dirname, 'program.cache'))
  } catch {
    return undefined
  }
}
