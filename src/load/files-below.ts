import type { Files } from './files.js'

/** All files below a folder, sorted; what starts with a dot is not looked at, nor what npm installs. A link that leads back up is not followed. */
export async function filesBelow(files: Files, folder: string): Promise<readonly string[]> {
  return (await below(files, folder, [])).toSorted()
}

/** `above` are the folders that are being looked through, without links. */
async function below(files: Files, folder: string, above: readonly string[]): Promise<readonly string[]> {
  const here = (await files.real?.(folder)) ?? folder
  if (above.includes(here)) return []
  const names = (await files.list(folder)).filter((name) => !name.startsWith('.') && name !== 'node_modules')
  const found = await Promise.all(names.map(async (name) => {
    const path = `${folder}/${name}`
    const there = await files.stat(path)
    return there === undefined ? [] : there.kind === 'folder' ? below(files, path, [...above, here]) : [path]
  }))
  return found.flat()
}

/** Those of them that may be written for seatplan: YAML and JSON. */
export async function textsBelow(files: Files, folder: string): Promise<readonly string[]> {
  return (await filesBelow(files, folder)).filter((path) => /\.(ya?ml|json)$/i.test(path))
}
