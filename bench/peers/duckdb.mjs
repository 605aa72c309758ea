// DuckDB: it reads the files itself; one query asks for all rules. With `shapes`, users are grouped before plans are looked at.
import { DuckDBInstance } from '@duckdb/node-api'
import { join } from 'node:path'
import { counter, folder, mode, rules } from './people.mjs'
import { productsOf } from './rules.mjs'

const counts = counter()
const connection = await (await DuckDBInstance.create(':memory:')).connect()
const file = (name) => `read_json('${join(folder, 'tenant', name)}', format = 'newline_delimited')`
const quoted = (values) => `[${values.map((value) => `'${value}'`).join(', ')}]`
const named = [...new Set(rules.flatMap(({ all }) => all.flatMap(({ fact, value }) => (fact === 'groups' ? [value] : []))))]
const plans = `MAP {${productsOf(folder).map(({ skuId, plans }) => `'${skuId}': ${quoted(plans)}`).join(', ')}}`
const seen = 'usageLocation, accountEnabled, userType, groups, list_transform(licenseAssignmentStates, lambda r: {skuId: r.skuId::VARCHAR, off: r.disabledPlans::VARCHAR[]}) AS rows'
const grouped = mode === 'users' ? `SELECT 1 AS users, ${seen} FROM joined` : `SELECT count(*) AS users, usageLocation, accountEnabled, userType, groups, rows FROM (SELECT ${seen} FROM joined) GROUP BY ALL`

const result = await connection.runAndReadAll(`
WITH member AS (SELECT id, list_sort(list(groupId::VARCHAR)) AS groups FROM ${file('groupMembers.ndjson')} WHERE groupId::VARCHAR IN (${named.map((id) => `'${id}'`).join(', ')}) GROUP BY id),
  joined AS (SELECT u.*, coalesce(m.groups, []) AS groups FROM ${file('users.ndjson')} AS u LEFT JOIN member AS m USING (id)),
  person AS (SELECT *, list_transform(rows, lambda r: r.skuId) AS products, flatten(list_transform(rows, lambda r: list_filter(${plans}[r.skuId], lambda p: NOT list_contains(r.off, p)))) AS plans FROM (${grouped}))
SELECT ${rules.map(({ id, all }) => `coalesce(sum(users) FILTER (WHERE ${all.map(sqlOf).join(' AND ')}), 0)::INTEGER AS "${id}"`).join(', ')} FROM person`)
for (const [id, users] of Object.entries(result.getRowObjectsJS()[0])) if (users > 0) counts.add(id, users)
counts.print()

function sqlOf({ fact, op, value }) {
  return { has: () => `list_contains(${fact}, '${value}')`, lacks: () => `NOT list_has_any(${fact}, ${quoted(value)})`, is: () => `${fact} = ${typeof value === 'boolean' ? value : `'${value}'`}`, in: () => `${fact} IN (${value.map((one) => `'${one}'`).join(', ')})` }[op]()
}
