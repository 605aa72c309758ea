import type { Judge } from '../../model/judge.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'
import type { Case } from '../../model/rule-test.js'
import type { Subject } from '../../model/subject.js'
import type { Violation } from '../../model/violation.js'
import { isSameVerdict, playCase, verdictOf } from './play.js'

/** Something that tests rules: a cell of a table, or a scenario. */
export interface Exercise {
  readonly file: string
  readonly project: Project
  /** Whether what it expects comes out when its project is played like this. */
  passes(project: Project, judge: Judge): Promise<boolean>
}

export function exerciseOf(one: Case): Exercise {
  return {
    file: one.place.file,
    project: one.project,
    passes: async (project, judge) => isSameVerdict(one.expected, verdictOf(await playCase({ ...one, project }, judge), one.rule)),
  }
}

/** What a judge was asked, and what it said. */
export interface Judged {
  readonly subject: Subject
  readonly violations: readonly Violation[]
}

/** A judge that remembers what it was asked. */
export function recording(judge: Judge): { readonly judge: Judge; readonly judged: readonly Judged[] } {
  const judged: Judged[] = []
  const judgeAndNote: Judge = {
    async judge(subjects) {
      const answers = await judge.judge(subjects)
      judged.push(...subjects.map((subject, index) => ({ subject, violations: answers[index]! })))
      return answers
    },
  }
  return { judge: judgeAndNote, judged }
}

/** One rule may be read several times, from what is compiled and from its file. */
export function ruleKey({ pack, id }: Pick<Rule, 'pack' | 'id'>): string {
  return `${pack} ${id}`
}
