import type { Desk } from './desk.js'
import { forms } from './short-form.js'
import { words } from './talk.js'

/** So many are offered; so many users are looked at. */
const mostOffered = 50
const mostUsers = 100_000

/** What could stand where the line ends, and the part of the line that it would replace. */
export function completions(line: string, desk: Desk): readonly [offers: readonly string[], typed: string] {
  const [word = '', ...rest] = line.trimStart().split(/\s+/)
  if (rest.length === 0) return [starting(words.map(({ name }) => `${name} `), word), word]
  if (word === 'try' && rest.length === 1) return [starting(forms.map(({ op }) => `${op} `), rest[0]!), rest[0]!]
  const typed = /(?:^|[\s,])("[^"]*|[^\s,"]*)$/.exec(line)?.[1] ?? ''
  return [starting(namesFor(word, typed, desk), typed), typed]
}

function namesFor(word: string, typed: string, desk: Desk): readonly string[] {
  switch (word) {
    case 'user':
      return users(typed, desk)
    case 'group':
      return groups(desk)
    case 'explain':
      return [...products(desk), ...desk.project.rules.rules.map(({ id }) => id)]
    case 'why':
    case 'remedies':
      return desk.report.findings.map(({ id }) => id)
    case 'take':
      return desk.report.findings.map(({ id }) => `${id}.r1`)
    case 'plan':
      return ['save ']
    case 'try':
      return [...products(desk), ...groups(desk), ...users(typed, desk)]
    default:
      return []
  }
}

/** Owned ones. */
const products = ({ project: { tenant } }: Desk): readonly string[] => [...tenant.subscribedSkus.values()].map(({ skuPartNumber }) => skuPartNumber)

const groups = ({ project: { tenant } }: Desk): readonly string[] => [...tenant.groups.values()].map(({ displayName }) => (/[\s,]/.test(displayName) ? `"${displayName}"` : displayName))

function users(typed: string, { project: { tenant } }: Desk): readonly string[] {
  const found: string[] = []
  for (let ordinal = 0; typed !== '' && ordinal < Math.min(tenant.users, mostUsers) && found.length <= mostOffered; ordinal += 1) {
    const { userPrincipalName } = tenant.nameOf(ordinal)
    if (isStart(typed, userPrincipalName)) found.push(userPrincipalName)
  }
  return found
}

const starting = (all: readonly string[], typed: string): readonly string[] => [...new Set(all.filter((one) => isStart(typed, one)))].sort().slice(0, mostOffered)

const isStart = (typed: string, name: string): boolean => name.toLowerCase().startsWith(typed.toLowerCase()) || (name.startsWith('"') && name.slice(1).toLowerCase().startsWith(typed.toLowerCase()))
