import type { Library } from '../../load/project/known.js'
import type { Shipped } from '../../load/project/shipped.js'
import type { Project } from '../../model/project.js'
import type { Rule } from '../../model/rule.js'

/** What an editor knows of the world around a file: the project as it was when it could last be read. */
export interface Knowledge {
  readonly project: Project | Library
  readonly shipped: Shipped
}

/** Every rule that has a name: those of the project, then those of shipped packs that it does not load. */
export function rulesKnown({ project: { rules }, shipped }: Knowledge): readonly Rule[] {
  const own = [...rules.rules, ...(rules.idle ?? [])]
  const ids = new Set(own.map(({ id }) => id))
  return [...own, ...shipped.packs.flatMap((pack) => pack.rules).filter(({ id }) => !ids.has(id))]
}

export function ruleKnown(id: string, knowledge: Knowledge): Rule | undefined {
  return rulesKnown(knowledge).find((rule) => rule.id === id)
}

/** Whether a rule came with seatplan: its place is then seen from the folder of the package. */
export function isShipped({ id, place }: Rule, { shipped }: Knowledge): boolean {
  return shipped.packs.some(({ rules }) => rules.some((rule) => rule.id === id && rule.place.file === place.file && rule.place.line === place.line))
}
