// What the peers in JavaScript are given: the tenant's users as facts, read as plainly and quickly as JavaScript can (lines, JSON.parse),
// memberships joined; or the distinct ones among them, with how many users each has.
import { openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { productsOf, rulesOf } from './rules.mjs'

export const [folder, mode] = process.argv.slice(2)
export const rules = rulesOf(folder)

/** Calls `take(facts, users)` for each user, or, with the mode `shapes`, for each kind of user. */
export function eachPerson(take) {
  const factsOf = reader()
  if (mode === 'users') return eachUser((user, groups) => take(factsOf(user, groups), 1))
  const shapes = new Map()
  eachUser((user, groups) => {
    const key = JSON.stringify([user.usageLocation, user.accountEnabled, user.userType, groups, user.licenseAssignmentStates.map(({ skuId, disabledPlans, state }) => [skuId, disabledPlans, state])])
    const known = shapes.get(key)
    if (known === undefined) shapes.set(key, { facts: factsOf(user, groups), users: 1 })
    else known.users++
  })
  for (const { facts, users } of shapes.values()) take(facts, users)
}

function reader() {
  const plans = new Map(productsOf(folder).map(({ skuId, plans }) => [skuId, plans]))
  return ({ usageLocation, accountEnabled, userType, licenseAssignmentStates: rows }, groups) => {
    const on = new Set()
    for (const { skuId, disabledPlans } of rows) for (const plan of plans.get(skuId)) if (!disabledPlans.includes(plan)) on.add(plan)
    return { usageLocation: usageLocation ?? '', accountEnabled, userType, groups, products: [...new Set(rows.map(({ skuId }) => skuId))], plans: [...on] }
  }
}

/** Users with their groups, of those that rules name. */
function eachUser(take) {
  const named = new Set(rules.flatMap(({ all }) => all.flatMap(({ fact, value }) => (fact === 'groups' ? [value] : []))))
  const groupsOf = new Map()
  for (const line of lines('groupMembers.ndjson')) {
    const { groupId, id } = JSON.parse(line)
    if (!named.has(groupId)) continue
    const groups = groupsOf.get(id)
    if (groups === undefined) groupsOf.set(id, [groupId])
    else groups.push(groupId)
  }
  for (const line of lines('users.ndjson')) {
    const user = JSON.parse(line)
    take(user, groupsOf.get(user.id)?.sort() ?? [])
  }
}

function* lines(name) {
  const file = openSync(join(folder, 'tenant', name), 'r')
  const buffer = Buffer.allocUnsafe(1 << 20)
  let rest = ''
  for (let length; (length = readSync(file, buffer)) > 0; ) {
    const parts = (rest + buffer.toString('latin1', 0, length)).split('\n')
    rest = parts.pop()
    yield* parts
  }
  if (rest !== '') yield rest
}

/** Users by rule, for whoever compares; rules that nobody breaks are left out. */
export function counter() {
  const counts = {}
  return {
    add: (rule, users) => (counts[rule] = (counts[rule] ?? 0) + users),
    print: () => process.stdout.write(`${JSON.stringify(counts)}\n`),
  }
}

export const read = (name) => readFileSync(join(folder, name), 'utf8')
