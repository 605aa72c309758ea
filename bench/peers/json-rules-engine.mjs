// json-rules-engine as its documentation shows it: one engine, one run for each user.
import { Engine } from 'json-rules-engine'
import { counter, eachPerson, rules } from './people.mjs'

const counts = counter()
const engine = new Engine(rules.map(({ id, all }) => ({ conditions: { all: all.flatMap(conditionsOf) }, event: { type: id } })))
const people = []
eachPerson((facts, users) => people.push([facts, users]))
for (const [facts, users] of people) for (const { type } of (await engine.run(facts)).events) counts.add(type, users)
counts.print()

function conditionsOf({ fact, op, value }) {
  if (op === 'lacks') return value.map((one) => ({ fact, operator: 'doesNotContain', value: one }))
  return [{ fact, operator: { has: 'contains', is: 'equal', in: 'in' }[op], value }]
}
