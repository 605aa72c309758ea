import { createHash } from 'node:crypto'
import type { Guid } from '../../../model/catalog.js'
import type { Group, UserName } from '../../../model/tenant.js'
import { normalAddress } from '../addresses.js'
import { asGuid } from '../../text/guid.js'
import type { Lookups } from '../users-read.js'
import { blocks } from './blocks.js'
import type { Relation } from './relation.js'
import { addressesOf, names } from './sql.js'

/** What a check asks of single users is asked of the database when it is asked; nothing is read before. */
export function lookupsIn(users: Relation, groups: ReadonlyMap<Guid, Group>): Lookups {
  const ask = once(() => askable(users))
  const people = blocks(2048, 256, (from, to) => ask()('SELECT id, name, display FROM name WHERE ordinal >= $1 AND ordinal < $2 ORDER BY ordinal', [from, to]) as readonly Person[])
  const addresses = blocks(256, 256, (from, to) => ask()('SELECT addresses FROM name WHERE ordinal >= $1 AND ordinal < $2 ORDER BY ordinal', [from, to]) as readonly (readonly [readonly string[] | null])[])
  const count = once(() => ask()('SELECT count(*)::INTEGER FROM name', [])[0]![0] as number)
  const byName = once(() => nameIndex(ask(), 'name'))
  const byDisplayName = once(() => nameIndex(ask(), 'display'))

  function nameOf(ordinal: number): UserName {
    const [id, userPrincipalName] = people(ordinal)
    return { id, userPrincipalName }
  }

  /** Ordinals follow the order of ids. */
  function find(id: Guid): number | undefined {
    const guid = asGuid(id)
    let [low, high] = [0, count()]
    while (guid !== undefined && low < high) {
      const middle = (low + high) >> 1
      if (people(middle)[0] < guid) low = middle + 1
      else high = middle
    }
    return guid !== undefined && low < count() && people(low)[0] === guid ? low : undefined
  }

  function findByName(name: string): readonly number[] {
    const lower = name.toLowerCase()
    const named = byName()(lower).filter((ordinal) => people(ordinal)[1].toLowerCase() === lower)
    return named.length > 0 ? named : byDisplayName()(lower).filter((ordinal) => people(ordinal)[2].toLowerCase() === lower)
  }

  function holdersOf(address: string): ReturnType<Lookups['holdersOf']> {
    const normal = normalAddress(address)
    const found = ask()('SELECT ordinal FROM address WHERE address = $1 ORDER BY ordinal', [normal])
    const holders = [...groups.values()].filter(({ proxyAddresses }) => proxyAddresses.includes(normal)).map(({ id }) => id)
    return [...found.map(([ordinal]) => ({ user: ordinal as number })), ...holders.sort().map((id) => ({ group: id }))]
  }

  return { find, findByName, nameOf, holdersOf, addressesOf: (ordinal) => [...(addresses(ordinal)[0] ?? [])].sort() }
}

type Person = readonly [id: Guid, name: string, display: string]
type Ask = Relation['database']['rowsNow']

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Names and addresses in an order that makes looking them up quick. */
function askable(users: Relation): Ask {
  const { database } = users
  database.rowsNow(`CREATE OR REPLACE TEMP TABLE name AS ${names(users, addressesOf(users))}`)
  database.rowsNow('CREATE OR REPLACE TEMP TABLE address AS SELECT address, ordinal FROM (SELECT ordinal, unnest(addresses) AS address FROM name) ORDER BY address, ordinal')
  return database.rowsNow
}

/** Ordinals of users whose name may be this one, ascending: a hash of it narrows them down. */
function nameIndex(ask: Ask, column: 'name' | 'display'): (lower: string) => readonly number[] {
  const rows = ask(`SELECT hash, ordinal FROM (SELECT (md5_number_lower(regexp_replace(lower(${column}), '${unlikeThere}', '', 'g')) & 2147483647)::INTEGER AS hash, ordinal FROM name) ORDER BY hash, ordinal`)
  const hashes = Int32Array.from(rows, ([hash]) => hash as number)
  const ordinals = Uint32Array.from(rows, ([, ordinal]) => ordinal as number)
  return (lower) => {
    const hash = createHash('md5').update(lower.replace(unlikeHere, '')).digest().readUInt32LE(8) & 0x7fffffff
    const found: number[] = []
    for (let at = firstAt(hashes, hash); hashes[at] === hash; at++) found.push(ordinals[at]!)
    return found
  }
}

/** Letters whose lower case JavaScript and the database may not agree on (a dotted I, a last sigma, what Unicode added lately). */
const unlike = (letter: (code: string) => string): string =>
  `[${[['307', '307'], ['3c2', '3c3'], ['1c89', '1c8a'], ['a7c0', 'a7ff'], ['feff', 'feff'], ['10000', '10ffff']].map((range) => range.map((code) => letter(code!)).join('-')).join('')}]`
const unlikeHere = new RegExp(unlike((code) => `\\u{${code}}`), 'gu')
const unlikeThere = unlike((code) => `\\x{${code}}`)

function firstAt(sorted: Int32Array, value: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
