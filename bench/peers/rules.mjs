// The rules of the peers' bench, in a form that every peer translates: a rule is broken by whoever meets all of its conditions.
// `has`: a list holds the value; `lacks`: it holds none of the values; `is`, `in`: a single value.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The tenant's products with the plans that are anybody's: `{ skuId, skuPartNumber, plans }`. */
export function productsOf(folder) {
  const { value } = JSON.parse(readFileSync(join(folder, 'tenant/subscribedSkus.json'), 'utf8'))
  return value.map(({ skuId, skuPartNumber, servicePlans }) => ({ skuId, skuPartNumber, plans: servicePlans.filter(({ appliesTo }) => appliesTo === 'User').map(({ servicePlanId }) => servicePlanId) }))
}

/** 90 rules: 40 conflicts, 20 prerequisites, 10 countries, 10 groups, 10 of accounts. Most are broken by nobody, as in life. */
export function rulesOf(folder) {
  const products = productsOf(folder)
  const of = (part) => products.find(({ skuPartNumber }) => skuPartNumber === part)
  const { value: groups } = JSON.parse(readFileSync(join(folder, 'tenant/groups.json'), 'utf8'))
  const group = (name) => groups.find(({ displayName }) => displayName === name).id
  const plan = (part, i) => of(part).plans[i % of(part).plans.length]
  const only = (part) => of(part).plans.find((one) => !products.some(({ skuPartNumber, plans }) => skuPartNumber !== part && plans.includes(one)))
  const own = (left, right) => left.plans.filter((one) => !right.plans.includes(one))
  const bases = ['STANDARDPACK', 'ENTERPRISEPACK', 'SPE_E3', 'SPE_E5', 'SPE_F1'].map(of)
  const apart = bases.flatMap((left, i) => bases.slice(i + 1).map((right) => [own(left, right), own(right, left)])).filter((pair) => pair.every(({ length }) => length > 0))
  const take = (count, make) => Array.from({ length: count }, (_, i) => make(i))
  const pairs = apart.flatMap(([left, right]) => left.flatMap((one, i) => [[one, right[i % right.length]]]))
  const alone = bases.map(({ plans }) => new Set(plans))
  const never = pairs.filter((pair) => !alone.some((plans) => pair.every((one) => plans.has(one))))
  const conflicts = [...take(39, (i) => never[(i * 7) % never.length]), [plan('VISIOCLIENT', 0), only('SPE_F1')]]
  const dependents = [...take(18, (i) => [plan('SPE_E5', i * 2), take(6, (j) => plan('SPE_E5', i * 2 + 1 + j * 3))]), ...take(2, (i) => [plan('VISIOCLIENT', i), bases.filter(({ skuPartNumber }) => skuPartNumber !== 'SPE_F1').map(({ plans }) => plans[9 + i])])]
  const countries = ['BH', 'BN', 'CM', 'DZ', 'EG', 'IQ', 'JO', 'BR', 'IN', 'JP']
  const numbered = (kind, list) => list.map((rule, i) => ({ id: `${kind}-${i + 1}`, kind, ...rule }))
  return [
    ...numbered('conflict', conflicts.map((plans) => ({ plans, all: plans.map((one) => has('plans', one)) }))),
    ...numbered('prerequisite', dependents.map(([one, anyOf]) => ({ plan: one, anyOf, all: [has('plans', one), { fact: 'plans', op: 'lacks', value: anyOf }] }))),
    ...numbered('country', countries.map((country, i) => ({ all: [has('plans', plan('SPE_E5', i * 3)), { fact: 'usageLocation', op: 'in', value: ['BI', country] }] }))),
    ...numbered('group', take(10, (i) => ({ all: [has('groups', group(['Pilot', 'Cyclists', 'Works council'][i % 3])), has('plans', plan(i < 2 ? 'PROJECTPROFESSIONAL' : 'MCOMEETADV', i))] }))),
    ...numbered('account', products.slice(0, 10).map(({ skuId }, i) => ({ all: [i % 2 === 0 ? { fact: 'accountEnabled', op: 'is', value: false } : { fact: 'userType', op: 'is', value: 'Guest' }, has('products', skuId)] }))),
  ]
}

const has = (fact, value) => ({ fact, op: 'has', value })

/** The same as seatplan's rules: conflicts and prerequisites have kinds of their own there, everything else is a condition. */
export function writeRules(folder) {
  writeFileSync(join(folder, 'rules/bench.json'), JSON.stringify({ rules: rulesOf(folder).map(asSeatplan) }, null, 1))
}

function asSeatplan({ id, kind, plans, plan, anyOf, all }) {
  const rule = { id, severity: 'warning', reason: 'A rule of the bench.' }
  if (kind === 'conflict') return { ...rule, kind: 'mutually-exclusive', within: 'user', plans }
  if (kind === 'prerequisite') return { ...rule, kind: 'prerequisite', within: 'user', plan, requiresAnyOf: anyOf }
  return { ...rule, kind: 'condition', subject: 'user', when: { all: all.map(({ fact, op, value }) => (op === 'has' ? { fact, operator: 'includesAnyOf', value: [value] } : { fact, operator: op === 'is' ? 'equal' : 'in', value })) } }
}
