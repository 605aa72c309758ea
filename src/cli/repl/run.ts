import type { Project } from '../../model/project.js'
import type { ReportOptions } from '../../model/settings.js'
import { counted } from '../../report/count.js'
import { verdictOf } from '../../report/text-verdict.js'
import type { Session } from '../../session.js'
import type { Io } from '../io.js'
import { absolute } from '../paths.js'
import { completions } from './complete.js'
import type { Prompt } from './prompt.js'
import { openTalk, problemsText, type Reply, type TalkOptions } from './talk.js'

const options: ReportOptions = { failOn: 'error', failOnExisting: false, failOnTransient: false, states: 'none', remedies: 'none', expand: false }

/** Answers line by line until there are no more. The exit code is 2 where a line of a pipe could not be understood. */
export async function talk(session: Session, project: Project, prompt: Prompt, how: TalkOptions & { readonly quiet: boolean }, io: Io): Promise<number> {
  const { desk, answer } = await openTalk({ session, options }, project, how)
  if (!how.quiet) io.err(`${counted(project.tenant.users, 'user')}. ${verdictOf(desk().report)}\n\`help\` lists what can be asked; nothing is written to a tenant\n`)
  let isWrong = false
  for await (const line of prompt.lines((typed) => completions(typed, desk()))) {
    const reply = await answer(line)
    io.out(reply.text)
    const problems = reply.save === undefined ? reply.problems : await saved(reply.save, io, how.quiet)
    io.err(problemsText(problems, how.color))
    isWrong ||= problems.length > 0
    if (reply.ends === true) break
  }
  return isWrong && !prompt.isTerminal ? 2 : 0
}

/** A file that is there already is nobody's to write over. */
async function saved({ file, text }: NonNullable<Reply['save']>, io: Io, quiet: boolean): Promise<Reply['problems']> {
  const path = absolute(file, io)
  if ((await io.files.stat(path)) !== undefined) return [{ file: 'repl', severity: 'error', code: 'file-exists', message: `there is a file \`${file}\` already`, hint: 'choose another name' }]
  await io.write(path, [text])
  if (!quiet) io.err(`wrote ${file}\n`)
  return []
}
