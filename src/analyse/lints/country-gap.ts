import { itemKey } from '../../kinds/items.js'
import { clauses } from '../../kinds/prerequisite.js'
import { countryCodes } from '../../load/catalog/countries.js'
import type { Item, PrerequisiteRule } from '../../model/rule.js'
import { forbidden } from '../rule-logic.js'
import { called, few } from './shelf.js'
import type { House, Lint, Remark } from './lint.js'

/** An add-on that may be given in a country where what it needs may not. */
export const countryGap: Lint = {
  id: 'country-gap',
  about: 'An add-on is allowed in a country in which all that it needs is forbidden.',
  rules: (house) => {
    const forbids = forbiddenBy(house, house.rules)
    return house.rules.flatMap((written): readonly Remark[] => {
      const { rule, body } = written
      if (rule.kind === 'usage-location' && body !== undefined) return hindered(written, house, forbids)
      if (rule.kind !== 'prerequisite' || body === undefined) return []
      const gaps = countryCodes.filter((code) => isGap(rule, code, forbids))
      return gaps.length === 0 ? [] : [{
        place: rule.place,
        message: `${called(rule.dependent, house.names)} may be given in ${few(gaps.map((code) => `\`${code}\``), 5)}, where nothing that \`${rule.id}\` asks for may`,
        hint: 'forbid it there as well, or name something that may be given there',
      }]
    })
  },
}

/** Add-ons that came with seatplan and that this rule alone makes impossible somewhere: only this rule can be changed. */
function hindered(written: House['rules'][number], house: House, forbids: Forbids): readonly Remark[] {
  const needs = house.rules.flatMap(({ rule, body }) => (rule.kind === 'prerequisite' && body === undefined ? [rule] : []))
  const gaps = needs.map((rule) => ({ rule, codes: countryCodes.filter((code) => isGap(rule, code, forbids)) })).filter(({ codes }) => codes.length > 0)
  if (gaps.length === 0) return []
  const without = forbiddenBy(house, house.rules.filter((one) => one !== written))
  const made = gaps.flatMap(({ rule, codes }) => {
    const own = codes.filter((code) => !isGap(rule, code, without))
    return own.length === 0 ? [] : [{ rule, codes: own }]
  })
  if (made.length === 0) return []
  const codes = [...new Set(made.flatMap((one) => one.codes))].sort()
  return [{
    place: written.rule.place,
    message: `\`${written.rule.id}\` forbids in ${few(codes.map((code) => `\`${code}\``), 5)} what ${few([...new Set(made.map(({ rule }) => called(rule.dependent, house.names)))])} cannot be without, which may be given there`,
    hint: `forbid that there as well; see ${made[0]!.rule.place.file}:${made[0]!.rule.place.line}`,
  }]
}

type Forbids = (item: Item, code: string) => boolean

function isGap(rule: PrerequisiteRule, code: string, forbids: Forbids): boolean {
  return !forbids(rule.dependent, code) && clauses(rule).some((clause) => clause.every((item) => forbids(item, code)))
}

/** A plan is forbidden where a rule says so, or where all products that carry it are. */
function forbiddenBy({ shelf, now }: House, rules: House['rules']): Forbids {
  const places = new Map<string, Set<string>>()
  for (const { rule } of rules) {
    if (rule.kind !== 'usage-location' || (rule.validTo !== undefined && rule.validTo < now)) continue
    for (const item of rule.items) places.set(itemKey(item), new Set([...(places.get(itemKey(item)) ?? []), ...forbidden(rule)]))
  }
  const named: Forbids = (item, code) => places.get(itemKey(item))?.has(code) ?? false
  return (item, code) => {
    if (named(item, code) || item.type === 'product' || places.size === 0) return named(item, code)
    const carriers = shelf.carrying(item.id)
    return carriers.length > 0 && carriers.every(({ skuId }) => named({ type: 'product', id: skuId }, code))
  }
}
