import { faultHint, faultWords } from '../batch/fault.js'
import { version } from '../model/version.js'
import type { Io } from './io.js'

/** Runs one command line and gives its exit code: 0 clean, 1 findings that count, 2 wrong input, 3 seatplan itself failed. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
  if (argv[0] === '--version' || argv[0] === '-V') return sayVersion(io)
  try {
    const [{ runLine }, { commands }] = await Promise.all([import('./parse.js'), import('./commands.js')])
    return await runLine(argv, io, commands)
  } catch (bug) {
    return (await ofTheDisk(bug, io)) ?? confess(bug, io)
  }
}

function sayVersion(io: Io): number {
  io.out(`${version}\n`)
  return 0
}

/** What the disk does not give, or does not take: wrong input. */
async function ofTheDisk(bug: unknown, io: Io): Promise<number | undefined> {
  const [{ diskProblem, isOfTheDisk }, { shownFrom }, { refuse }] = await Promise.all([import('../load/text/disk-fault.js'), import('../load/paths.js'), import('./say.js')])
  return isOfTheDisk(bug) && bug.path !== undefined ? refuse([diskProblem(shownFrom(io.cwd, bug.path), bug)], [], io) : undefined
}

/** Nothing a reader can write ends here. */
function confess(bug: unknown, io: Io): number {
  io.err(`${faultWords(bug)}\n`)
  io.err(`${io.env['SEATPLAN_DEBUG'] ? '' : '      '}${faultHint(bug, io.env)}\n`)
  return 3
}
