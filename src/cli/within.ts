import { confined, OutsideRoot } from '../load/project/confined.js'
import { shownFrom } from '../load/paths.js'
import type { Given } from './command.js'
import type { Io } from './io.js'
import { optionProblem } from './options.js'
import { absolute } from './paths.js'
import { refuse } from './say.js'

/** Runs a command that may read what lies below a folder and nothing else. What it has to say is held back if it asked for more. */
export async function within(root: string, given: readonly Given[], io: Io, run: (io: Io) => Promise<number>): Promise<number> {
  const top = absolute(root, io)
  if ((await io.files.stat(top))?.kind !== 'folder') return refuse([optionProblem('no-folder', `there is no folder \`${root}\``, '`--root` is the folder below which everything lies that may be read', 'root')], given, io)
  const outside = new Set<string>()
  const files = await confined(io.files, top, outside)
  const check = (): void => {
    for (const path of outside) throw new OutsideRoot(path)
  }
  const machine = io.machine && { ...io.machine, smallFiles: await confined(io.machine.smallFiles, top, outside) }
  const inner: Io = { ...io, ...(machine && { machine }), confined: { root: top, outside }, files, out: text => (check(), io.out(text)), write: async (path, chunks) => (check(), io.write(path, chunks)) }
  try {
    const code = await run(inner)
    return outside.size === 0 ? code : refuseOutside()
  } catch (error) {
    if (error instanceof OutsideRoot) return refuseOutside()
    throw error
  }

  function refuseOutside(): number {
    const shown = [...outside].map(path => shownFrom(io.cwd, path)).sort()
    return refuse(shown.map(path => optionProblem('outside-root', `\`${path}\` lies outside of \`--root ${root}\`, and is not read`, 'something names it, or a link leads there: leave it out, or choose a folder that holds both')), given, io)
  }
}
