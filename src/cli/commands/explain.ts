import type { Command, Invocation } from '../command.js'
import { anonymiseOption, outputOptions, projectOptions, quietOptions } from '../options.js'

/** What something is called may be anything: a rule, a product, a service plan, a group, a user. */
export const explain: Command = {
  name: 'explain',
  summary: 'what a rule, product, service plan, group or user means here',
  about: 'Tells what ID means in this project: a rule in words, with its source, whether it blocks, the products it touches, and the smallest case in which it speaks beside one in which it does not; a product or service plan with who has it and which rules name it; a group with its licences and the users in error; a user with all rows. ID is an id, a GUID or a name. Unknown or ambiguous ones are exit code 2. Without a tenant, rules, products and service plans are explained from the catalog and the rules alone.',
  arguments: [{ name: '<id>', about: 'a rule id, a GUID, a part number, a plan name, a displayName or a userPrincipalName' }],
  options: [...projectOptions, anonymiseOption, ...outputOptions, ...quietOptions],
  examples: [
    ['seatplan explain one-sharepoint-plan', 'what the rule says, whether it blocks, and an example'],
    ['seatplan explain ENTERPRISEPACK', 'who has the product, by which groups, and what is in it'],
    ['seatplan explain ada@contoso.com', 'which licences she has, from where, and in which state'],
  ],
  run: runExplain,
}

async function runExplain(invocation: Invocation): Promise<number> {
  const [{ answer }, { answerExplain }, { loadKnown }, { loadShipped }] = await Promise.all([import('../answer.js'), import('../explain-answer.js'), import('../../load/project/known.js'), import('../shipped.js')])
  return answer(invocation, loadKnown, async (project, options, as) => answerExplain(as(invocation.words[0] ?? ''), project, options, (await loadShipped()).packs))
}
