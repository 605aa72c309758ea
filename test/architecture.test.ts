import { join } from 'node:path'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { importsBelow, importsOf } from './architecture/imports.js'
import { faultsIn } from './architecture/layers.js'

const root = join(import.meta.dirname, '..')
const { modules, imports } = importsBelow(join(root, 'src'))

describe('the source', () => {
  test('is there to be read', () => {
    expect(modules.length).toBeGreaterThan(50)
    expect(imports.length).toBeGreaterThan(modules.length)
  })

  test('has no arrow up or sideways, no circle, no second home of a package', () => {
    expect(faultsIn(imports).map(({ from, line, fault }) => `src/${from}:${line}  ${fault}`)).toEqual([])
  })

  test('meets json-rules-engine in exactly one place', () => {
    const places = imports.filter(({ specifier }) => specifier.startsWith('json-rules-engine')).map(({ from }) => from)
    expect(places).toEqual([expect.stringMatching(/^engine\//)])
  })

  test('is read as esbuild reads it', async () => {
    expect([...(await seenByEsbuild())].filter(arrow => !seen.has(arrow))).toEqual([])
  })
})

const seen = new Set(imports.map(({ from, to, specifier }) => `${from} -> ${to ?? specifier}`.replace(/\.ts$/, '')))

/** A second witness: whatever esbuild follows must be among what we read (it sees no type-only imports, so not the other way round). */
async function seenByEsbuild(): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: modules.map(file => `src/${file}`),
    outdir: 'nowhere',
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    packages: 'external',
    format: 'esm',
    logLevel: 'silent',
  })
  const arrows = Object.entries(metafile.inputs).flatMap(([from, { imports: found }]) =>
    found.map(({ path }) => `${from} -> ${path}`.replaceAll('src/', '').replace(/\.[jt]s$/, '')),
  )
  expect(arrows.length).toBeGreaterThan(0)
  return new Set(arrows)
}

describe('reading imports', () => {
  test.each([
    ['a value', `import { a } from '../model/a.js'`],
    ['a type', `import type { A } from '../model/a.js'`],
    ['types among values', `import { type A, b } from "../model/a.js"`],
    ['over several lines', `import {\n  a,\n  b, // from './not.js'\n} from '../model/a.js'`],
    ['everything', `import * as a from '../model/a.js'`],
    ['for what it does', `import '../model/a.js'`],
    ['re-exported names', `export { a } from '../model/a.js'`],
    ['re-exported types', `export type { A } from '../model/a.js'`],
    ['re-exported whole', `export * from '../model/a.js'`],
    ['dynamic', `const { a } = await import('../model/a.js')`],
    ['dynamic in a template', 'const a = import(`../model/a.js`)'],
    ['the type of a module', `let a: import('../model/a.js').A`],
    ['required', `const a = require('../model/a.js')`],
    ['with attributes', `import a from '../model/a.js' with { type: 'json' }`],
    ['after another on the line', `const b = 1; const a = import('../model/a.js')`],
  ])('%s', (_, source) => {
    expect(importsOf('kinds/x.ts', source)).toEqual([expect.objectContaining({ from: 'kinds/x.ts', to: 'model/a.ts' })])
  })

  test.each([
    ['a comment', `// import { a } from '../model/a.js'`],
    ['a comment over lines', `/*\nimport { a } from '../model/a.js'\n*/`],
    ['an exported constant', `export const from = 'a'`],
    ['an exported function', `export function a(from: string) { return 'b' }`],
    ['a method', `loader.import('../model/a.js')`],
    ['its own address', `new URL('../a', import.meta.url)`],
  ])('not %s', (_, source) => {
    expect(importsOf('kinds/x.ts', source)).toEqual([])
  })

  test('says on which line', () => {
    expect(importsOf('kinds/x.ts', `\n/* two\nlines */\n\nimport { a } from './a.js'\n`)).toEqual([
      { from: 'kinds/x.ts', line: 5, specifier: './a.js', to: 'kinds/a.ts' },
    ])
  })
})

describe('judging imports', () => {
  test.each([
    ['model/a.ts', `import '../kinds/b.js'`, 'imports kinds/b.ts: model stands below kinds'],
    ['simulate/a.ts', `import type { B } from '../engine/b.js'`, 'imports engine/b.ts: simulate stands below engine'],
    ['kinds/a.ts', `const b = await import('../load/b.js')`, 'imports load/b.ts: kinds stands below load'],
    ['model/a.ts', `export * from '../index.js'`, 'imports index.ts: model stands below index.ts'],
    ['report/a.ts', `import '../check.js'`, 'imports check.ts: report and check.ts stand side by side'],
    ['cli/a.ts', `import '../index.js'`, 'imports index.ts: cli and index.ts stand side by side'],
    ['check.ts', `import './report/b.js'`, 'imports report/b.ts: check.ts and report stand side by side'],
    ['report/a.ts', `import '../kinds/b.js'`, 'imports kinds/b.ts: report knows only model'],
    ['utils/a.ts', `import '../model/b.js'`, 'utils is in no layer'],
    ['cli/a.ts', `import '../helpers.js'`, 'imports helpers.ts, which is in no layer'],
    ['load/a.ts', `import '../../rules/b.js'`, 'imports ../rules/b.ts, which is outside src/'],
    ['load/text/a.ts', `import '../tenant/b.js'`, 'imports load/tenant/b.ts: it stands above load/text in load'],
    ['load/files.ts', `import './tenant/b.js'`, 'imports load/tenant/b.ts: it stands above load/files.ts in load'],
    ['kinds/a.ts', `import 'json-rules-engine'`, 'imports json-rules-engine, which only engine/ knows'],
    ['simulate/a.ts', `import 'node:fs'`, 'imports node:fs, but does not stand on the machine'],
    ['load/a.ts', `import 'node:fs'`, 'imports node:fs, but does not stand on the machine'],
    ['kinds/a.ts', `import 'node:crypto'`, 'imports node:crypto, but does not stand on the machine'],
    ['cli/a.ts', `const b = await import(name)`, 'imports something worked out at run time; write the name out'],
    ['cli/a.ts', 'const b = await import(`./${name}.js`)', 'imports something worked out at run time; write the name out'],
  ])('%s: %s', (from, source, fault) => {
    expect(faultsIn(importsOf(from, source))).toEqual([{ from, line: 1, fault }])
  })

  test.each([
    ['cli/a.ts', `import '../check.js'`],
    ['cli/a.ts', `import '../report/text.js'`],
    ['index.ts', `import './check.js'`],
    ['check.ts', `import './remedy/a.js'`],
    ['report/a.ts', `import './b.js'`],
    ['engine/a.ts', `import 'json-rules-engine'`],
    ['load/disk.ts', `import 'node:fs/promises'`],
    ['load/a.ts', `import 'node:zlib'`],
    ['load/graph/a.ts', `import '../../model/b.js'`],
    ['load/project/a.ts', `import '../text/b.js'`],
    ['load/duckdb.ts', `import './database.js'`],
    ['load/tenant/a.ts', `import '../files.js'`],
  ])('allows %s: %s', (from, source) => {
    expect(faultsIn(importsOf(from, source))).toEqual([])
  })

  test('a second place that knows a package', () => {
    const both = ['engine/a.ts', 'engine/b.ts'].flatMap(from => importsOf(from, `import { Engine } from 'json-rules-engine'`))
    expect(faultsIn(both)).toEqual([{ from: 'engine/b.ts', line: 1, fault: 'imports json-rules-engine, which engine/a.ts imports already' }])
  })

  test('a circle, told once', () => {
    const circle = [
      ...importsOf('kinds/a.ts', `import './b.js'`),
      ...importsOf('kinds/b.ts', `import './c.js'`),
      ...importsOf('kinds/c.ts', `import type { A } from './a.js'`),
    ]
    expect(faultsIn(circle)).toEqual([
      { from: 'kinds/a.ts', line: 1, fault: 'stands in a circle: kinds/a.ts -> kinds/b.ts -> kinds/c.ts -> kinds/a.ts' },
    ])
  })

  test('a circle of folders, whose files stand in none', () => {
    const circle = [...importsOf('analyse/lint/a.ts', `import '../lints/b.js'`), ...importsOf('analyse/lints/c.ts', `import '../lint/d.js'`)]
    expect(faultsIn(circle)).toEqual([{ from: 'analyse/lint', line: 1, fault: 'stands in a circle: analyse/lint -> analyse/lints -> analyse/lint' }])
  })
})
