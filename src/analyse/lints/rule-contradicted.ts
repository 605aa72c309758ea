import { createJudge } from '../../engine/judge.js'
import { play } from '../../engine/play.js'
import type { Project } from '../../model/project.js'
import { plansOfCatalog } from '../../simulate/world.js'
import type { Lint, Remark } from './lint.js'

/** A rule that the tenant proves wrong. */
export const ruleContradicted: Lint = {
  id: 'rule-contradicted',
  about: 'Users of the loaded tenant hold, Active and without an error, what a rule says the service refuses.',
  around: async ({ project }) => (project === undefined ? [] : remarksOn(project)),
}

async function remarksOn(project: Project): Promise<readonly Remark[]> {
  const users = await usersAgainst({ ...project, plan: undefined })
  return project.rules.rules.flatMap((rule): readonly Remark[] => {
    const count = users.get(rule.id)
    if (count === undefined || rule.severity !== 'error') return []
    const who = count === 1 ? 'a user of this tenant holds' : `${count} users of this tenant hold`
    return [{ place: rule.place, message: `${who} what \`${rule.id}\` says cannot be`, hint: 'the service does not enforce it here: make it a warning, or check its source' }]
  })
}

/** By rule: whose licences stand against it in the snapshot. */
async function usersAgainst(project: Project): Promise<ReadonlyMap<string, number>> {
  const trace = await play(project, createJudge(project.rules.rules, plansOfCatalog(project.catalog)))
  const users = new Map<string, number>()
  for (const { standings, members } of trace.cohorts) {
    const ids = standings.flatMap(({ contradicts, cause }) => (contradicts === true && cause.ruleId !== null ? [cause.ruleId] : []))
    for (const id of new Set(ids)) users.set(id, (users.get(id) ?? 0) + members.length)
  }
  return users
}
