import type { Finding, UsersConcerned } from '../model/report.js'
import { counted, digits, range } from './count.js'

const fewNames = 3

/** `312 users, such as ada@contoso.com`; for a finding about no user, what it is about. */
export function whoOf(finding: Finding, expand: boolean): string {
  if (finding.users.max === 0) return withoutUsers(finding)
  if (isByPath(finding)) return `${known(finding.users, expand)}; ${byPath}`
  return finding.users.determined ? known(finding.users, expand) : unknown(finding, expand)
}

/** `3 users: ada, bob, eve`, or a sample of them. */
export function known({ count, min = count, max = count, sample }: Partial<UsersConcerned> & Pick<UsersConcerned, 'count' | 'sample'>, expand: boolean): string {
  const names = shown(sample, expand)
  const many = usersIn({ min, max })
  if (names.length === 0) return many
  return names.length === max ? `${many}: ${names.join(', ')}` : `${many}, such as ${names.join(', ')}`
}

const manyNames = 200

/** The same with as many names as a page has room for. */
export function whoByName(finding: Finding): string {
  return whoOf({ ...finding, users: { ...finding.users, sample: finding.users.sample.slice(0, manyNames) } }, true)
}

/** The same without naming anybody. */
export function howMany(finding: Finding): string {
  if (finding.users.max === 0) return withoutUsers(finding)
  if (isByPath(finding)) return `${usersIn(finding.users)}, ${byPath}`
  return finding.users.determined ? usersIn(finding.users) : `${manyOf(finding)}, nobody can know which`
}

/** Two assignments that exclude each other wait for the same users: who is concerned is known, and not by which of the two. */
export const isByPath = ({ users, error }: Finding): boolean => !users.determined && error === 'MutuallyExclusiveViolation'

const byPath = 'by which of the two nobody can know'

/** Who may be concerned can be named; who is, cannot. */
function unknown(finding: Finding, expand: boolean): string {
  const among = shown(finding.users.sample, expand)
  return `${howMany(finding)}${among.length === 0 ? '' : `; among others it may be ${among.join(', ')}`}`
}

function manyOf({ users, evidence }: Finding): string {
  const wanted = evidence['wanted']
  return typeof wanted === 'number' ? `${range(users)} of ${counted(wanted, 'user')}` : usersIn(users)
}

const usersIn = (numbers: { readonly min: number; readonly max: number }): string =>
  numbers.min === numbers.max ? counted(numbers.max, 'user') : `${range(numbers)} users`

const shown = (sample: readonly string[], expand: boolean): readonly string[] => (expand ? sample : sample.slice(0, fewNames))

function withoutUsers({ scope, group, skus }: Finding): string {
  switch (scope) {
    case 'change': return 'the call itself; no user is touched'
    case 'group': return `group ${group?.displayName ?? '(unknown)'}`
    case 'sku': return `product ${skus.map(sku => sku.skuPartNumber).join(', ')}`
    case 'user': return `${digits(0)} users`
    case 'waiver': return 'a waiver; no user is touched'
  }
}
