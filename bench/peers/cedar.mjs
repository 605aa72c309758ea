// Cedar: every rule a policy that forbids, parsed once; the policies that decided are the rules that are broken.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { counter, eachPerson, rules } from './people.mjs'

const counts = counter()
const staticPolicies = { allow: 'permit(principal, action, resource);', ...Object.fromEntries(rules.map(({ id, all }) => [id, `forbid(principal, action, resource) when { ${all.map(cedarOf).join(' && ')} };`])) }
const parsed = cedar.preparsePolicySet('rules', { staticPolicies })
if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed))
const call = { principal: { type: 'User', id: 'one' }, action: { type: 'Action', id: 'hold' }, resource: { type: 'Tenant', id: 'one' }, preparsedPolicySetId: 'rules', entities: [] }
eachPerson((context, users) => {
  const answer = cedar.statefulIsAuthorized({ ...call, context })
  if (answer.type !== 'success') throw new Error(JSON.stringify(answer))
  if (answer.response.decision === 'deny') for (const rule of answer.response.diagnostics.reason) counts.add(rule, users)
})
counts.print()

function cedarOf({ fact, op, value }) {
  const text = JSON.stringify(value)
  return { has: `context.${fact}.contains(${text})`, lacks: `!context.${fact}.containsAny(${text})`, is: `context.${fact} == ${text}`, in: `${text}.contains(context.${fact})` }[op]
}
