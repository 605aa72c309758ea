import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
}

/** The licence texts of every package that has a file among the bundle's inputs. */
export function licencesOf(root: string, inputs: readonly string[]): string {
  const packages = [...new Set(inputs.flatMap(packageOf))].toSorted()
  if (packages.length === 0) throw new Error('the bundle has no package in it; have its inputs been read?')
  return packages.map((folder) => licenceOf(join(root, folder))).join(`\n${'-'.repeat(80)}\n\n`)
}

function packageOf(input: string): readonly string[] {
  const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)
  return found === null ? [] : [found[0]]
}

function licenceOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  const text = file === undefined ? '(the package carries no licence text)\n' : readFileSync(join(folder, file), 'utf8')
  return `${name} ${version} (${license})\n\n${text.trimEnd()}\n`
}
