import { isGiven, valueOf, type Command, type Invocation, type Option } from '../command.js'
import type { Listable } from '../list-answer.js'
import { anonymiseOption, outputOptions, projectOptions, quietOptions } from '../options.js'

const narrowing: readonly Option[] = [
  { flags: '--in-error', about: 'only what has a recorded error' },
  { flags: '--product <product>', about: 'only what has to do with this product' },
  { flags: '--group <group>', about: 'only what has to do with this group' },
]

/** What the portal lists, from the snapshot. */
export const list: Command = {
  name: 'list',
  summary: 'users, groups or products of the tenant, also only those in error',
  about: 'Lists what the snapshot says, sorted by name. The options narrow each other: users in error because of one group, groups that license a product.',
  arguments: [],
  options: [],
  examples: [],
  commands: [
    listOf('users', 'users with their rows of licenseAssignmentStates', [
      ['seatplan list users --in-error --group Sales', 'users in error because of a group'],
      ['seatplan list users --product ENTERPRISEPACK', 'licensed users of a product'],
    ]),
    listOf('groups', 'groups with their products and the number of users in error', [
      ['seatplan list groups --in-error', 'groups with errors'],
      ['seatplan list groups --product ENTERPRISEPACK', 'licensed groups of a product'],
    ]),
    listOf('products', 'owned products with their units, users and groups', [['seatplan list products --in-error', 'products that fail somewhere']]),
  ],
}

function listOf(what: Listable, summary: string, examples: Command['examples']): Command {
  return {
    name: what, summary, about: `Lists ${summary}.`, arguments: [], options: [...narrowing, ...projectOptions, anonymiseOption, ...outputOptions, ...quietOptions], examples,
    run: invocation => runList(what, invocation),
  }
}

async function runList(what: Listable, invocation: Invocation): Promise<number> {
  const [{ answer }, { answerList }, { loadProject }] = await Promise.all([import('../answer.js'), import('../list-answer.js'), import('../../load/project/project.js')])
  const { given } = invocation
  const [product, group] = [valueOf(given, 'product'), valueOf(given, 'group')]
  return answer(invocation, loadProject, (project, options, as) => answerList(what, project, {
    ...options, inError: isGiven(given, 'in-error'), ...(product === undefined ? {} : { product }), ...(group === undefined ? {} : { group: as(group) }),
  }))
}
