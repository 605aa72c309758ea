import type { Exercise } from '../analyse/rule-tests/exercise.js'
import { exerciseOf } from '../analyse/rule-tests/exercise.js'
import { check } from '../check.js'
import type { Files } from '../load/files.js'
import { shownFrom } from '../load/paths.js'
import { loadScenario, type Scenario, type ScenarioRequest } from '../load/project/scenario.js'
import type { RuleTest } from '../model/rule-test.js'
import { unexpected } from './observe.js'

/** Scenarios and tables as exercises of rules. What cannot be read, or is skipped, exercises nothing. */
export async function exercisesOf(files: Files, request: Omit<ScenarioRequest, 'path'>, scenarios: readonly string[], ruleTests: readonly RuleTest[]): Promise<readonly Exercise[]> {
  const loaded: Exercise[] = []
  for (const path of scenarios) {
    const { value } = await loadScenario(files, { ...request, path })
    if (value !== undefined) loaded.push(ofScenario(value, shownFrom(request.root, path)))
  }
  return [...ruleTests.flatMap(({ cases }) => cases.filter(({ skip }) => skip === undefined).map(exerciseOf)), ...loaded]
}

function ofScenario({ project, options, expect }: Scenario, file: string): Exercise {
  return { file, project, passes: async (played, judge) => unexpected(await check(played, { ...options, judge }), expect).length === 0 }
}
