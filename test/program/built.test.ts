import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const manifest = JSON.parse(read('package.json')) as { version: string; dependencies: Record<string, string>; devDependencies: Record<string, string>; bin: { seatplan: string } }

const node = (cwd: string, ...argv: readonly string[]) => spawnSync(process.execPath, argv, { cwd, encoding: 'utf8' })

describe('the built program', () => {
  test('says the version of package.json before anything is loaded', () => {
    const alone = mkdtempSync(join(tmpdir(), 'seatplan-'))
    copyFileSync(join(root, manifest.bin.seatplan), join(alone, 'seatplan.cjs'))
    expect(node(alone, 'seatplan.cjs', '--version')).toMatchObject({ stdout: `${manifest.version}\n`, stderr: '', status: 0 })
  })

  test('runs without the code that V8 compiled for it, and with a cache that V8 refuses', () => {
    const alone = mkdtempSync(join(tmpdir(), 'seatplan-'))
    for (const file of ['package.json', 'seatplan.js', 'program.cjs']) copyFileSync(join(root, 'dist', file), join(alone, file))
    const bare = node(alone, 'seatplan.js', '--help')
    expect(bare).toMatchObject({ stdout: expect.stringContaining('check'), status: 0 })
    writeFileSync(join(alone, 'program.cache'), 'compiled by somebody else')
    expect(node(alone, 'seatplan.js', '--help')).toMatchObject({ stdout: bare.stdout, stderr: '', status: 0 })
  })

  test('leaves the language server to a file of its own', () => {
    const isIn = (file: string): boolean => read(file).includes('textDocument/completion')
    expect([isIn('dist/lsp.cjs'), isIn('dist/program.cjs')]).toEqual([true, false])
  })

  test('carries the licence of every package that is in it, and no path expressions', () => {
    const licences = read('dist/THIRD-PARTY-LICENSES.txt')
    const built = ['commander', 'vscode-languageserver', 'vscode-languageserver-textdocument'].map((name) => [name, manifest.devDependencies[name]])
    for (const [name, version] of [...Object.entries(manifest.dependencies), ...built]) expect(licences).toContain(`${name} ${version} (`)
    expect(licences).not.toContain('jsonpath-plus')
  })
})

describe('the library', () => {
  test('is installed with the packages that it imports, and no others', () => {
    const imported = [...read('dist/index.mjs').matchAll(/^(?:import|export) [^;]*? from "([^"]+)";$/gm)].map(([, name]) => name!).filter((name) => !isBuiltin(name))
    expect(Object.keys(manifest.dependencies).sort()).toEqual([...new Set(imported.map((name) => name.split('/')[0]))].sort())
  })

  test('is an ECMAScript module with the same pipeline', () => {
    const script = `import * as seatplan from 'seatplan'; console.log(typeof seatplan.check, seatplan.version)`
    expect(node(root, '--input-type=module', '-e', script)).toMatchObject({ stdout: `function ${manifest.version}\n`, stderr: '', status: 0 })
  })
})

describe('what the README says', () => {
  test('is what CI does', () => {
    expect(read('README.md')).toContain('npm ci && npm test')
    expect(read('.ci/run')).toMatch(/^npm ci && npm test$/m)
  })
})
