import { explainId } from '../analyse/about/about.js'
import type { Library } from '../load/project/known.js'
import type { Pack } from '../load/project/rules.js'
import type { Problem } from '../model/problem.js'
import type { Project } from '../model/project.js'
import { colored, uncolored } from '../report/paint.js'
import { aboutText } from './texts/about.js'

/** What a command says to standard output, what is wrong with what it was asked, and the exit code. */
export interface Answer {
  readonly text: string
  readonly problems: readonly Problem[]
  readonly exitCode: 0 | 2
}

export interface AnswerOptions {
  readonly format: 'text' | 'json'
  readonly color: boolean
}

/** What an id or name means in the project; unknown and ambiguous ones are wrong input. */
export async function answerExplain(handle: string, project: Project | Library, options: AnswerOptions, packs: readonly Pack[] = []): Promise<Answer> {
  const found = await explainId(handle, project, packs)
  if ('wrong' in found) return refused([{ file: 'seatplan', severity: 'error', ...found.wrong }])
  const text = options.format === 'json' ? asJson({ schemaVersion: 1, ...found.about }) : aboutText(found.about, options.color ? colored : uncolored)
  return { text, problems: [], exitCode: 0 }
}

export function refused(problems: readonly Problem[]): Answer {
  return { text: '', problems, exitCode: 2 }
}

export function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
