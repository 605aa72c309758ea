// json-logic-engine, every rule compiled once.
import { LogicEngine } from 'json-logic-engine'
import { counter, eachPerson, rules } from './people.mjs'

const counts = counter()
const engine = new LogicEngine()
const compiled = rules.map(({ id, all }) => [id, engine.build({ and: all.map(logicOf) })])
eachPerson((facts, users) => {
  for (const [id, isBroken] of compiled) if (isBroken(facts)) counts.add(id, users)
})
counts.print()

function logicOf({ fact, op, value }) {
  if (op === 'has') return { in: [value, { var: fact }] }
  if (op === 'lacks') return { '!': { or: value.map((one) => ({ in: [one, { var: fact }] })) } }
  return op === 'is' ? { '===': [{ var: fact }, value] } : { in: [{ var: fact }, value] }
}
