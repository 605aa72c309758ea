// SQLite in memory: people, and what each has, in tables with keys; one question for each rule. Node's own where it has one.
import { counter, eachPerson, rules } from './people.mjs'

const Database = await import('node:sqlite').then(({ DatabaseSync }) => DatabaseSync, () => import('better-sqlite3').then(({ default: one }) => one))
const database = new Database(':memory:')
database.exec(`CREATE TABLE person (id INTEGER PRIMARY KEY, users INTEGER, usageLocation TEXT, accountEnabled INTEGER, userType TEXT);
${['plans', 'products', 'groups'].map((table) => `CREATE TABLE "${table}" (value TEXT, person INTEGER, PRIMARY KEY (value, person)) WITHOUT ROWID`).join(';\n')}`)

const counts = counter()
const person = database.prepare('INSERT INTO person VALUES (?, ?, ?, ?, ?)')
const lists = Object.fromEntries(['plans', 'products', 'groups'].map((table) => [table, database.prepare(`INSERT INTO "${table}" VALUES (?, ?)`)]))
let count = 0
database.exec('BEGIN')
eachPerson((facts, users) => {
  const id = ++count
  person.run(id, users, facts.usageLocation, facts.accountEnabled ? 1 : 0, facts.userType)
  for (const table of ['plans', 'products', 'groups']) for (const value of facts[table]) lists[table].run(value, id)
})
database.exec('COMMIT')
for (const { id, all } of rules) {
  const { broken } = database.prepare(`SELECT sum(users) AS broken FROM person AS p WHERE ${all.map(sqlOf).join(' AND ')}`).get()
  if (broken !== null) counts.add(id, broken)
}
counts.print()

function sqlOf({ fact, op, value }) {
  const listed = (values) => `EXISTS (SELECT 1 FROM "${fact}" AS l WHERE l.value IN (${values.map(text).join(', ')}) AND l.person = p.id)`
  return { has: () => listed([value]), lacks: () => `NOT ${listed(value)}`, is: () => `p.${fact} = ${text(value)}`, in: () => `p.${fact} IN (${value.map(text).join(', ')})` }[op]()
}

function text(value) {
  return typeof value === 'boolean' ? String(Number(value)) : `'${value}'`
}
