import type { ChangeBody } from '../../model/report.js'

/** What a short form says, or what is wrong with it. */
export type Short = { readonly change: ChangeBody } | { readonly wrong: string; readonly hint: string }

/** Whether a name is a group's; everything else is taken for a user. */
type IsGroup = (name: string) => boolean

interface Form {
  readonly op: string
  /** As help shows it, after `try`. */
  readonly usage: string
  /** The prepositions that may part what follows the op. */
  readonly words: readonly string[]
  read(parts: Parts, isGroup: IsGroup): ChangeBody | undefined
}

/** What stands before the first preposition, and after each. */
type Parts = Readonly<Record<string, string>>

export const forms: readonly Form[] = [
  { op: 'assignLicense', usage: 'assignLicense PRODUCT, ... to NAME [without PLAN, ...]', words: ['to', 'without'], read: ({ what, to, without }, isGroup) => both(what, to) && { op: 'assignLicense', to: assignee(to!, isGroup), addLicenses: list(what!).map((sku) => ({ sku, disabledPlans: list(without ?? '') })) } },
  { op: 'removeLicense', usage: 'removeLicense PRODUCT, ... from NAME', words: ['from'], read: ({ what, from }, isGroup) => both(what, from) && { op: 'assignLicense', to: assignee(from!, isGroup), removeLicenses: list(what!) } },
  { op: 'addMembers', usage: 'addMembers USER, ... to GROUP', words: ['to'], read: ({ what, to }) => both(what, to) && { op: 'addMembers', group: bare(to!), users: list(what!) } },
  { op: 'removeMembers', usage: 'removeMembers USER, ... from GROUP', words: ['from'], read: ({ what, from }) => both(what, from) && { op: 'removeMembers', group: bare(from!), users: list(what!) } },
  { op: 'setMembers', usage: 'setMembers USER, ... of GROUP', words: ['of'], read: ({ what, of }) => both(what, of) && { op: 'setMembers', group: bare(of!), users: list(what!) } },
  { op: 'updateUser', usage: 'updateUser USER set KEY=VALUE, ...', words: ['set'], read: ({ what, set }) => both(what, set) && updated('updateUser', { user: bare(what!) }, set!) },
  { op: 'updateGroup', usage: 'updateGroup GROUP set KEY=VALUE, ...', words: ['set'], read: ({ what, set }) => both(what, set) && updated('updateGroup', { group: bare(what!) }, set!) },
  { op: 'createUser', usage: 'createUser USER [set KEY=VALUE, ...]', words: ['set'], read: ({ what, set }) => some(what) && { op: 'createUser', user: { userPrincipalName: bare(what!), ...values(set ?? '') } } },
  { op: 'createGroup', usage: 'createGroup GROUP', words: [], read: ({ what }) => some(what) && { op: 'createGroup', group: { displayName: bare(what!) } } },
  { op: 'deleteUser', usage: 'deleteUser USER', words: [], read: ({ what }) => some(what) && { op: 'deleteUser', user: bare(what!) } },
  { op: 'restoreUser', usage: 'restoreUser USER', words: [], read: ({ what }) => some(what) && { op: 'restoreUser', user: bare(what!) } },
  { op: 'deleteGroup', usage: 'deleteGroup GROUP', words: [], read: ({ what }) => some(what) && { op: 'deleteGroup', group: bare(what!) } },
  { op: 'changeUnits', usage: 'changeUnits PRODUCT +5 | -5 | =40', words: [], read: ({ what }) => units(what ?? '') },
  { op: 'reprocess', usage: 'reprocess NAME', words: [], read: ({ what }, isGroup) => some(what) && (isGroup(bare(what!)) ? { op: 'reprocess', group: bare(what!) } : { op: 'reprocess', users: list(what!) }) },
]

/** `removeLicense STANDARDPACK from ada@contoso.com` as a plan's file would write it. */
export function readShort(text: string, isGroup: IsGroup): Short {
  const [, op = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text.trim()) ?? []
  const form = forms.find((one) => one.op.toLowerCase() === op.toLowerCase())
  if (form === undefined) return { wrong: op === '' ? '`try` needs a change' : `unknown change \`${op}\``, hint: `there are ${forms.map((one) => one.op).join(', ')}; or write it as in a plan: { op: ... }` }
  const change = form.read(partsOf(rest, form.words), isGroup)
  return change === undefined ? { wrong: `this is no \`${form.op}\``, hint: `write \`try ${form.usage}\`` } : { change }
}

/** Parted at words that stand by themselves and outside quotes. */
function partsOf(text: string, words: readonly string[]): Parts {
  const parts: Record<string, string> = { what: '' }
  let at = 'what'
  for (const word of text.match(/"[^"]*"|'[^']*'|[^\s"']+|["']/g) ?? []) {
    if (words.includes(word) && parts[word] === undefined) parts[(at = word)] = ''
    else parts[at] = `${parts[at]} ${word}`.trim()
  }
  return parts
}

const some = (text: string | undefined): true | undefined => (text ? true : undefined)
const both = (one: string | undefined, other: string | undefined): true | undefined => (one && other ? true : undefined)

function list(text: string): readonly string[] {
  const items = text.match(/"[^"]*"|'[^']*'|[^,"']+/g) ?? []
  return items.map((item) => bare(item)).filter((item) => item !== '')
}

const bare = (text: string): string => text.trim().replace(/^(["'])(.*)\1$/s, '$2')

function assignee(name: string, isGroup: IsGroup): ChangeBody {
  const [first, ...others] = list(name)
  if (others.length > 0) return { users: [first, ...others] }
  return isGroup(first ?? '') ? { group: first } : { user: first }
}

const updated = (op: string, what: ChangeBody, set: string): ChangeBody => ({ op, ...what, ...values(set) })

function values(set: string): ChangeBody {
  return Object.fromEntries(list(set).map((pair) => {
    const [key = '', value = ''] = pair.split(/=(.*)/s)
    return [key.trim(), valueOf(bare(value))]
  }))
}

function valueOf(text: string): unknown {
  return text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : text
}

function units(text: string): ChangeBody | undefined {
  const [, sku, sign, count] = /^(.+?)\s+([+=-])\s*(\d{1,8})$/.exec(text) ?? []
  if (sku === undefined) return undefined
  return sign === '=' ? { op: 'changeUnits', sku: bare(sku), set: Number(count) } : { op: 'changeUnits', sku: bare(sku), add: sign === '-' ? -Number(count) : Number(count) }
}
