import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** One import as it stands in a source file. */
export interface Import {
  /** The importing file, relative to src/, with forward slashes. */
  readonly from: string
  readonly line: number
  /** What the source says: `./names.js`, `node:fs`, `yaml`. */
  readonly specifier: string
  /** The imported file, relative to src/ (`../` in front: outside); undefined for packages and Node's own modules. */
  readonly to: string | undefined
}

/** Every import of every TypeScript file below `folder`: static, dynamic, type-only, re-exported, required. */
export function importsBelow(folder: string): { readonly modules: readonly string[]; readonly imports: readonly Import[] } {
  const modules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(file => file.replaceAll('\\', '/'))
    .filter(file => /\.(?:[cm]?tsx?|mjs)$/.test(file))
    .toSorted()
  return { modules, imports: modules.flatMap(file => importsOf(file, readFileSync(join(folder, file), 'utf8'))) }
}

/** The imports of one file. */
export function importsOf(from: string, source: string): readonly Import[] {
  const code = withoutComments(source)
  return patterns
    .flatMap(pattern => [...code.matchAll(pattern)])
    .map(found => ({ at: found.index, specifier: found[2] ?? computed }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, specifier }) => ({ from, line: lineOf(code, at), specifier, to: target(from, specifier) }))
}

/** What stands for a specifier that is worked out at run time: nobody can check such an arrow. */
export const computed = '(computed)'

const patterns = [
  // import x from 'y' · import type { x } from 'y' · export * from 'y' · import 'y'
  /^[ \t]*(?:import|export)\b(?:[^'"`;()=]*?\bfrom)?[ \t\n]*(['"])([^'"\n]+)\1/gm,
  // import('y') · import('y').Type · require('y') · import x = require('y')
  /(?<![\w$.])(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\1\s*[,)]/g,
  // import(y)
  /(?<![\w$.])(?:import|require)\s*\((?!\s*(['"`])([^'"`\n$]+)\1\s*[,)])/g,
]

/** Comments as blanks, strings as they are; lines and offsets stay. */
function withoutComments(source: string): string {
  const tokens = /\/\/[^\n]*|\/\*[^]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[^]|[^`\\])*`/g
  return source.replace(tokens, token => (token.startsWith('/') ? token.replaceAll(/[^\n]/g, ' ') : token))
}

function lineOf(code: string, at: number): number {
  const start = at + (/^\s*/.exec(code.slice(at))?.[0].length ?? 0)
  return code.slice(0, start).split('\n').length
}

function target(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(dirname(from), specifier).replace(/\.js$/, '.ts')
}
