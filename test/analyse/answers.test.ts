import { expect, test } from 'vitest'
import { answerExplain, type Answer } from '../../src/cli/explain-answer.js'
import { answerList, listables, type ListOptions } from '../../src/cli/list-answer.js'
import { contoso, groupIds, rules, skus } from './contoso.js'

const explain = (handle: string): Promise<Answer> => answerExplain(handle, contoso, { format: 'text', color: false })
const list = (what: (typeof listables)[number], over: Partial<ListOptions> = {}): Answer =>
  answerList(what, contoso, { format: 'text', color: false, inError: false, ...over })

const asked = [
  rules.oneExchange.id, rules.prohibited.id, rules.guests.id, rules.off.id, rules.past.id, 'service/inherited', 'ENTERPRISEPACK', skus.both,
  'exchange online (plan 1)', 'EXCHANGE_S_FOUNDATION', 'sales', 'Design', groupIds.twin2, groupIds.hostile, 'ada@contoso.com', 'CEM@contoso.com', 'dora@contoso.com', 'eve@contoso.com',
]

test('what things mean', async () => {
  const answers = await Promise.all(asked.map(async handle => `> seatplan explain '${handle}'\n${(await explain(handle)).text}`))
  await expect(answers.join('\n')).toMatchFileSnapshot('explain.golden.txt')
})

test('explained for programs', async () => {
  const answers = await Promise.all(asked.map(async handle => `// ${handle}\n${(await answerExplain(handle, contoso, { format: 'json', color: false })).text}`))
  await expect(answers.join('\n')).toMatchFileSnapshot('explain-json.golden.txt')
})

const narrowings: readonly Partial<ListOptions>[] = [{}, { inError: true }, { product: 'PROJECTPROFESSIONAL' }, { group: 'Design' }, { inError: true, product: 'STANDARDPACK' }]

test('what there is', async () => {
  const answers = listables.flatMap(what => narrowings.map(over => `> seatplan list ${what} ${JSON.stringify(over)}\n${list(what, over).text}`))
  await expect(answers.join('\n')).toMatchFileSnapshot('list.golden.txt')
})

test.each([
  ['a rule', 'one-exchange-pla', 'nothing is called `one-exchange-pla`', 'did you mean `one-exchange-plan`?'],
  ['a rule that is off', 'switched-of', 'nothing is called `switched-of`', 'did you mean `switched-off`?'],
  ['a group', 'Salse', 'nothing is called `Salse`', 'did you mean `Sales`?'],
  ['a user', 'eva@contoso.com', 'nothing is called `eva@contoso.com`', 'did you mean `eve@contoso.com`?'],
  ['nothing near', 'qqqqqqqqqq', 'nothing is called `qqqqqqqqqq`', 'it is no rule, product, service plan, group or user of this project'],
  ['two groups', 'twins', '`twins` is the name of 2 things', `write the id of one of them: group ${groupIds.twin1}, group ${groupIds.twin2}`],
  ['a product and a plan', 'YAMMER_ENTERPRISE', '`YAMMER_ENTERPRISE` is the name of 2 things', `write the id of one of them: product ${skus.both} (Yammer as a product), service plan 00000016-0000-4000-8000-000000000000 (Yammer)`],
])('what cannot be explained is wrong input: %s', async (_, handle, message, hint) => {
  expect(await explain(handle)).toEqual({
    text: '', exitCode: 2,
    problems: [{ file: 'seatplan', severity: 'error', code: hint.startsWith('write') ? 'ambiguous-name' : 'unknown-name', message, hint }],
  })
})

test('a list by what does not exist is wrong input, all of it at once', () => {
  const { problems, exitCode } = list('users', { product: 'ENTERPRISPACK', group: 'twins' })
  expect(exitCode).toBe(2)
  expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
    ['unknown product `ENTERPRISPACK`', 'did you mean `ENTERPRISEPACK`?'],
    ['`twins` is the name of 2 groups', `write the id of one of them: ${groupIds.twin1} (Twins), ${groupIds.twin2} (twins)`],
  ])
})

test.each(listables)('a list of %s for programs', what => {
  const answer: Readonly<Record<string, unknown>> = JSON.parse(list(what, { format: 'json' }).text)
  expect(Object.keys(answer)).toEqual(['schemaVersion', what])
  expect(answer[what]).toHaveLength({ users: 5, groups: 5, products: 3 }[what])
})

test('the order in which a tenant holds things changes nothing', () => {
  const { tenant } = contoso
  const shuffled = {
    ...contoso,
    tenant: { ...tenant, cohorts: [...tenant.cohorts].reverse(), groups: new Map([...tenant.groups].reverse()), subscribedSkus: new Map([...tenant.subscribedSkus].reverse()) },
  }
  for (const what of listables) expect(answerList(what, shuffled, { format: 'text', color: false, inError: false })).toEqual(list(what))
  for (const handle of asked) expect(answerExplain(handle, shuffled, { format: 'text', color: false })).toEqual(explain(handle))
})
