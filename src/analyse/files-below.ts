import type { Files } from '../load/files.js'

/** The YAML and JSON files below a folder, sorted; folders whose names start with a dot are not looked into. */
export async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  const names = await files.list(folder)
  const below = await Promise.all(names.map(async (name): Promise<readonly string[]> => {
    const path = `${folder}/${name}`
    const found = await files.stat(path)
    if (found?.kind === 'folder') return name.startsWith('.') || name === 'node_modules' ? [] : filesBelow(files, path)
    return /\.(ya?ml|json)$/i.test(name) ? [path] : []
  }))
  return below.flat()
}
