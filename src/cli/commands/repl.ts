import { isGiven, type Command, type Invocation } from '../command.js'
import { projectOptions, quietOptions, waiverOptions } from '../options.js'

/** A talk about a tenant and a plan. */
export const repl: Command = {
  name: 'repl',
  summary: 'a prompt on a loaded tenant: ask, try changes, undo them',
  about: 'Loads the tenant once and waits for lines: who has what (user, group), what is wrong and why (findings, why f1), what a change would do (try removeLicense STANDARDPACK from ada@contoso.com), back again (undo), the ways out (remedies f1, take f1.r1), and the plan that comes of it (plan, plan save FILE). Tab completes names, the arrow keys bring earlier lines back; they are kept nowhere. Lines may also come through a pipe; then the exit code is 2 if one could not be understood. Nothing is ever written to a tenant.',
  arguments: [{ name: '[plan]', about: 'a plan to begin with; without it the tenant as it is' }],
  options: [...projectOptions, ...waiverOptions, ...quietOptions],
  examples: [
    ['seatplan repl', 'ask about the tenant as it is'],
    ['seatplan repl plan.yaml', 'go on with a plan'],
    ['echo "try deleteGroup Sales" | seatplan repl', 'one question from a script'],
  ],
  run: runRepl,
}

async function runRepl(invocation: Invocation): Promise<number> {
  const { words, given, io } = invocation
  const [{ refuse, warn, progress }, { openSession }, { requestOf }, { absolute }, { loadShipped }, { optionProblem }] = await Promise.all([
    import('../say.js'), import('../../session.js'), import('../project.js'), import('../paths.js'), import('../shipped.js'), import('../options.js'),
  ])
  const prompt = io.prompt?.()
  if (prompt === undefined) return refuse([optionProblem('no-prompt', 'nobody can type here', 'run it in a terminal, or pipe lines into it')], given, io)
  const session = openSession(io.files)
  const bar = progress(given, io)
  bar.say('reading the tenant')
  const loaded = await session.load({ ...requestOf(invocation, await loadShipped()), memberships: 'all', ...(words[0] !== undefined && { plan: absolute(words[0], io) }) })
  bar.done()
  if (loaded.value === undefined) return refuse(loaded.problems, given, io)
  warn(loaded.problems, given, io)
  const { talk } = await import('../repl/run.js')
  return talk(session, loaded.value, prompt, { color: io.isTerminal.out && !isGiven(given, 'no-color') && !io.env['NO_COLOR'], width: io.width, quiet: isGiven(given, 'quiet') }, io)
}
