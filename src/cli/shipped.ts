import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Shipped } from '../load/project/shipped.js'

/** The folder of the package: above `dist/`, or above `src/cli/` where seatplan runs from its source. */
export function packageFolder(): string {
  const here = fileURLToPath(new URL('.', import.meta.url)).replaceAll('\\', '/')
  return here.replace(/\/(?:src\/cli|dist|[^/]+)\/$/, '')
}

/** A JSON schema of one of seatplan's file formats, as it is shipped. */
export function readSchema(name: string): Promise<string> {
  return readFile(`${packageFolder()}/schemas/${name}.schema.json`, 'utf8')
}

/** The catalog and packs that come with seatplan: compiled at build time beside the program, else compiled now. */
export async function loadShipped(): Promise<Shipped> {
  const built = builtText()
  return built === undefined ? compileNow() : (JSON.parse(built) as Shipped)
}

function builtText(): string | undefined {
  try {
    return readFileSync(new URL('shipped.json', import.meta.url), 'utf8')
  } catch (error) {
    return absent(error as NodeJS.ErrnoException)
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}

let compiled: Promise<Shipped> | undefined

/** Only where seatplan runs from its source. Once in a process. */
function compileNow(): Promise<Shipped> {
  return (compiled ??= compile())
}

async function compile(): Promise<Shipped> {
  const [{ compileShipped }, { disk }] = await Promise.all([import('../load/project/shipped.js'), import('../load/disk.js')])
  const { value, problems } = await compileShipped(disk(), packageFolder())
  if (value === undefined) throw new Error(`what is shipped cannot be read: ${problems[0]?.file}: ${problems[0]?.message}`)
  return value
}
