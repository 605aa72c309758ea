import { createRequire } from 'node:module'
import type { Move } from '../../../src/remedy/move.js'
import type { Choice, ChoiceRule, Side } from './choices.js'

/** Its one file is for `require`: loaders of modules disagree about its default. */
const { run } = createRequire(import.meta.url)('clingo-wasm') as typeof import('clingo-wasm')

/** A move as the second opinion sees it: plans of one path switched on or off. */
export interface Switch {
  readonly side: Side
  readonly to: 'on' | 'off'
  readonly plans: readonly string[]
}

export function switchOf({ deeds }: Move): Switch {
  const [deed] = deeds
  if (deed?.type !== 'disable' && deed?.type !== 'enable') throw new Error(`no switch: ${deed?.type}`)
  return { side: 'group' in deed.target ? 'group' : 'direct', to: deed.type === 'enable' ? 'on' : 'off', plans: deed.plans }
}

/** What answer set programming says of a choice: indices into the switches, each list sorted. */
export interface Answer {
  readonly clean: readonly string[]
  readonly atAPrice: readonly string[]
}

/** The smallest sets that cure a broken rule, by clingo: no play, no search of ours, only the rules written as logic. */
export async function answer(choice: Choice, target: string, switches: readonly Switch[]): Promise<Answer> {
  const cures = await smallest(programOf(choice, target, switches))
  const clean = await smallest(`${programOf(choice, target, switches)}\n:- caused(R).`)
  return { clean, atAPrice: cures.filter((one) => !clean.includes(one)) }
}

/** All answer sets of which no other's moves are a part. */
export async function smallest(program: string): Promise<readonly string[]> {
  const result = await run(program, 0, ['--heuristic=Domain', '--enum-mode=domRec'])
  if (result.Result === 'ERROR') throw new Error(result.Error)
  const sets = (result.Call[0]?.Witnesses ?? []).map(({ Value }) => Value.map((atom) => Number(/\d+/.exec(atom)![0])).sort((a, b) => a - b).join(' '))
  return sets.sort()
}

export function programOf({ paths, rules }: Choice, target: string, switches: readonly Switch[]): string {
  const facts = [
    ...(['direct', 'group'] as const).flatMap((side) => paths[side].on.map((plan) => `first(${side},${plan}).`)),
    ...rules.flatMap(factsOf),
    ...switches.flatMap(({ side, to, plans }, index) => [`move(${index}).`, ...plans.map((plan) => `does(${index},${to},${side},${plan}).`)]),
    `target(${target}).`,
  ]
  return `${facts.join('\n')}\n${logic}`
}

function factsOf(rule: ChoiceRule): readonly string[] {
  const { id } = rule
  if (rule.type === 'exclude') return [`exclude(${id},${rule.plans[0]},${rule.plans[1]}).`]
  return [
    `need(${id},${rule.plan}).`,
    ...rule.allOf.map((plan) => `all(${id},${plan}).`),
    ...rule.anyOf.flatMap((plans, index) => [`way(${id},${index}).`, ...plans.map((plan) => `part(${id},${index},${plan}).`)]),
  ]
}

/**
 * World `0` is as planned, `1` after the moves; in each, `mine` is the direct licence alone (its call is refused at once if it
 * breaks a rule) and `both` is what the user would have. A finding is known by its rule and by what of the direct licence takes part.
 */
const logic = `
{ take(M) : move(M) }.
:- does(M,on,S,P), does(N,off,S,P), take(M), take(N).
on(0,S,P) :- first(S,P).
on(1,S,P) :- first(S,P), not does(M,off,S,P) : take(M).
on(1,S,P) :- take(M), does(M,on,S,P).
has(W,both,P) :- on(W,_,P).
has(W,mine,P) :- on(W,direct,P).
view(0,both). view(1,both). view(1,mine).
broken(W,V,R) :- exclude(R,A,B), has(W,V,A), has(W,V,B).
met(W,V,R,I) :- view(W,V), way(R,I), has(W,V,P) : part(R,I,P).
broken(W,V,R) :- need(R,X), has(W,V,X), way(R,_), not met(W,V,R,I) : way(R,I).
broken(W,V,R) :- need(R,X), has(W,V,X), all(R,P), not has(W,V,P).
meets(W,R,P) :- broken(W,both,R), exclude(R,P,_), on(W,direct,P).
meets(W,R,P) :- broken(W,both,R), exclude(R,_,P), on(W,direct,P).
meets(W,R,P) :- broken(W,both,R), need(R,P), on(W,direct,P).
other(R) :- meets(1,R,P), not meets(0,R,P).
other(R) :- meets(0,R,P), not meets(1,R,P).
caused(R) :- broken(1,both,R), not broken(0,both,R), not target(R).
caused(R) :- broken(1,both,R), other(R), not target(R).
:- broken(1,mine,_).
:- target(R), broken(1,both,R).
#heuristic take(M) : move(M). [1,false]
#show take/1.
`
