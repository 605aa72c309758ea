import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['package.json', 'src', 'assembly', 'scripts', 'rules', 'catalogs', 'examples/contoso']

/** Whether something that dist/ is made of has changed since it was made. */
export function isStale(root: string): boolean {
  const built = statSync(join(root, 'dist/program.cache'), { throwIfNoEntry: false })
  return built === undefined || sources.some((source) => newestOf(join(root, source)) > built.mtimeMs)
}

function newestOf(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestOf(join(path, name))))
}
