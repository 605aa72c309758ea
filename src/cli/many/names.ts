import { namer, ordinal } from '../../explain/anonymous/ordinals.js'
import type { Extent } from '../../explain/anonymous/renaming.js'
import type { BatchName, BatchProblem } from '../../model/batch.js'
import type { Problem } from '../../model/problem.js'

/** What tenants, plans and problems are called in the answer to many checks. */
export interface Names {
  of(name: BatchName): BatchName
  /** A problem as the answer shows it. */
  problem(problem: Problem): BatchProblem
}

/** Ordinals over the whole run, in the order of its names: `tenant-0001`, `plan-0001`. With `people` or without an extent these have their names. */
export function namesFor(all: readonly BatchName[], extent: Extent | undefined): Names {
  if (extent === undefined) return { of: name => name, problem: plain }
  const isAll = extent === 'all'
  const [tenant, plan, file] = [ordinals('tenant', all.map(one => one.tenant)), ordinals('plan', all.map(one => one.plan)), namer('file')]
  return {
    of: name => (isAll ? { tenant: tenant(name.tenant), plan: plan(name.plan) } : name),
    problem: problem => ({ ...unworded(problem), file: isAll ? file(problem.file) : problem.file }),
  }
}

function plain({ fix: _, ...problem }: Problem): BatchProblem {
  return problem
}

/** Its words may name anything. */
function unworded({ fix: _, hint: __, ...problem }: Problem): BatchProblem {
  return { ...problem, message: 'what is wrong is said on standard error alone: it may name somebody' }
}

function ordinals(what: string, names: readonly (string | null)[]): (name: string | null) => string | null {
  const known = new Map([...new Set(names.filter(name => name !== null))].sort().map((name, at) => [name, ordinal(what, at)]))
  return name => (name === null ? null : known.get(name)!)
}
