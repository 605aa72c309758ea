import type {
  Item,
  MutuallyExclusiveRule,
  PrerequisiteRule,
  Rule,
  UniqueProxyRule,
  UsageLocationRule,
} from '../../src/model/rule.js'
import type { License } from '../../src/model/tenant.js'
import type { Person, Source, World } from './world.js'
import { has, locationOf } from './world.js'

/** A plan (null: the product as such) that is on through one path. */
export interface Holding {
  readonly plan: string | null
  readonly sku: string
  readonly source: Source
  readonly company: boolean
}

export type Grants = ReadonlyMap<Source, readonly License[]>

/** A rule that is broken, with what it speaks of. */
export interface Broken {
  readonly rule: Rule
  readonly error: string
  readonly removal: boolean
  readonly holdings: readonly Holding[]
}

/** A rule that blocks an attempt, with the products that are to blame for it. */
export interface Block extends Broken {
  readonly culprits: readonly string[]
}

/** What a location or an address rule asks about the user. `at`: the location a source goes by. */
interface About {
  readonly who: Person
  readonly moving: { readonly source: Source } | undefined
}

export function holdingsOf(world: World, grants: Grants): Holding[] {
  const found: Holding[] = []
  for (const [source, licenses] of grants)
    for (const license of licenses) {
      found.push({ plan: null, sku: license.skuId, source, company: false })
      for (const plan of world.stock.get(license.skuId)?.plans ?? [])
        if (plan.company || !license.disabledPlans.includes(plan.id))
          found.push({ plan: plan.id, sku: license.skuId, source, company: plan.company })
    }
  return found
}

export function grantsOf(who: Person): Map<Source, License[]> {
  return new Map([...who.sources].map(([source, held]) => [source, held.effective]))
}

function same(one: Holding, other: Holding): boolean {
  return one.plan === other.plan && one.sku === other.sku && one.source === other.source
}

function without(list: readonly Holding[], gone: readonly Holding[]): Holding[] {
  return list.filter((holding) => !gone.some((other) => same(holding, other)))
}

function is(holding: Holding, item: Item): boolean {
  return item.type === 'plan' ? holding.plan === item.id : holding.plan === null && holding.sku === item.id
}

function ofAny(holdings: readonly Holding[], items: readonly Item[]): Holding[] {
  return holdings.filter((holding) => items.some((item) => is(holding, item)))
}

/** Everything that keeps one source of a user from moving to `intended`, seats aside. */
export function blocksOf(world: World, who: Person, source: Source, intended: readonly License[]): Block[] {
  const grants = grantsOf(who)
  const before = holdingsOf(world, grants)
  const after = holdingsOf(world, new Map([...grants, [source, intended]]))
  return blocking(world, 'user', before, after, { who, moving: { source } })
}

/** Everything that refuses a call on a group: the group's own licences, nothing else. */
export function groupBlocksOf(world: World, group: string, before: readonly License[], after: readonly License[]): Block[] {
  const was = holdingsOf(world, new Map([[group, before]]))
  const will = holdingsOf(world, new Map([[group, after]]))
  return blocking(world, 'group', was, will, undefined).filter(
    (block) => block.rule.kind !== 'mutually-exclusive' || world.settings.assumptions['A-GROUP-CHECK'],
  )
}

function blocking(
  world: World,
  where: 'user' | 'group',
  before: readonly Holding[],
  after: readonly Holding[],
  about: About | undefined,
): Block[] {
  const moved = [...without(after, before), ...without(before, after)]
  const blocks: Block[] = []
  for (const rule of world.rules) {
    if (rule.severity !== 'error') continue
    for (const broken of brokenBy(world, rule, where, before, after, about)) {
      const touched = broken.holdings.filter((holding) => moved.some((other) => same(holding, other)))
      if (touched.length > 0) blocks.push({ ...broken, culprits: [...new Set(touched.map((holding) => holding.sku))] })
    }
  }
  return blocks
}

/** The rules that block nothing, broken by what a user has. What went since the snapshot counts as taken away. */
export function standingOn(world: World, who: Person, start: readonly Holding[]): Broken[] {
  const now = holdingsOf(world, grantsOf(who))
  return world.rules
    .filter((rule) => rule.severity !== 'error')
    .flatMap((rule) =>
      brokenBy(world, rule, 'user', rule.kind === 'prerequisite' ? start : [], now, { who, moving: undefined }),
    )
}

/** The rules that block nothing, broken by a group's own licences. */
export function standingOnGroup(world: World, group: string, licenses: readonly License[]): Rule[] {
  const now = holdingsOf(world, new Map([[group, licenses]]))
  return world.rules.filter(
    (rule) => rule.severity !== 'error' && brokenBy(world, rule, 'group', [], now, undefined).length > 0,
  )
}

function brokenBy(
  world: World,
  rule: Rule,
  where: 'user' | 'group',
  before: readonly Holding[],
  after: readonly Holding[],
  about: About | undefined,
): Broken[] {
  switch (rule.kind) {
    case 'mutually-exclusive':
      return within(rule, where) ? exclusive(rule, after) : []
    case 'prerequisite':
      return within(rule, where) ? prerequisite(rule, before, after) : []
    case 'usage-location':
      return about ? location(world, rule, before, after, about) : []
    case 'unique-proxy':
      return about ? address(world, rule, after, about.who) : []
    default:
      return []
  }
}

function within(rule: MutuallyExclusiveRule | PrerequisiteRule, where: 'user' | 'group'): boolean {
  return rule.within === 'both' || rule.within === where
}

function exclusive(rule: MutuallyExclusiveRule, after: readonly Holding[]): Broken[] {
  const able = after.filter((holding) => !holding.company)
  const heldOf = (items: readonly Item[]) => items.filter((item) => able.some((holding) => is(holding, item)))
  const ours = heldOf(rule.items)
  const theirs = rule.against.length > 0 ? heldOf(rule.against) : ours
  const together = [
    ...ours.filter((item) => theirs.some((other) => differ(item, other))),
    ...theirs.filter((item) => ours.some((other) => differ(item, other))),
  ]
  if (together.length === 0) return []
  return [{ rule, error: 'MutuallyExclusiveViolation', removal: false, holdings: ofAny(able, together) }]
}

function differ(one: Item, other: Item): boolean {
  return one.type !== other.type || one.id !== other.id
}

function prerequisite(rule: PrerequisiteRule, before: readonly Holding[], after: readonly Holding[]): Broken[] {
  const dependents = (list: readonly Holding[]) =>
    list.filter((holding) => !holding.company && is(holding, rule.dependent))
  const unmet = requirements(rule).filter((alternatives) => !alternatives.some((all) => all.every((item) => on(after, item))))
  const needing = dependents(after)
  if (needing.length === 0 || unmet.length === 0) return []
  const adds = without(needing, before).length > 0
  const missing = unmet.flat(2).filter((item) => !on(after, item))
  const gone = ofAny(without(before, after), missing)
  const removal = !adds && gone.length > 0
  return [{ rule, error: 'DependencyViolation', removal, holdings: removal ? [...needing, ...gone] : needing }]
}

/** Each requirement: alternatives, of which each is a list that is needed whole. */
function requirements(rule: PrerequisiteRule): Item[][][] {
  const any = rule.requiresAnyOf.length > 0 ? [rule.requiresAnyOf.map((all) => [...all])] : []
  return [...any, ...rule.requiresAllOf.map((item) => [[item]])]
}

function on(holdings: readonly Holding[], item: Item): boolean {
  return holdings.some((holding) => is(holding, item))
}

function location(
  world: World,
  rule: UsageLocationRule,
  before: readonly Holding[],
  after: readonly Holding[],
  { who, moving }: About,
): Broken[] {
  const here = moving ? after.filter((holding) => holding.source === moving.source) : after
  const named = rule.items.length > 0 ? ofAny(here, rule.items) : here
  const wrong = named.filter((holding) => misplaced(world, rule, who, holding, before))
  return wrong.length > 0
    ? [{ rule, error: 'ProhibitedInUsageLocationViolation', removal: false, holdings: wrong }]
    : []
}

function misplaced(
  world: World,
  rule: UsageLocationRule,
  who: Person,
  holding: Holding,
  before: readonly Holding[],
): boolean {
  if ('requiredFor' in rule.condition) {
    const speaks = rule.condition.requiredFor === 'any' || holding.source === null
    return speaks && who.usageLocation === null && without([holding], before).length > 0
  }
  const place = holding.source === null ? who.usageLocation : locationOf(world, who)
  if (place === null || place === undefined) return false
  return 'prohibitedIn' in rule.condition
    ? rule.condition.prohibitedIn.includes(place)
    : !rule.condition.allowedIn.includes(place)
}

function address(world: World, rule: UniqueProxyRule, after: readonly Holding[], who: Person): Broken[] {
  const holdings = ofAny(after, rule.whenAnyPlan)
  if (holdings.length === 0 || !clashes(world, rule, who)) return []
  return [{ rule, error: 'UniquenessViolation', removal: false, holdings }]
}

/** Whether another object has one of the user's addresses (flipped: and holds one of the rule's plans). */
function clashes(world: World, rule: UniqueProxyRule, who: Person): boolean {
  if (world.settings.assumptions['A-PROXY-OBJECT']) return sharesAddress(world, who)
  return sharers(world, who).some((other) => ofAny(holdingsOf(world, grantsOf(other)), rule.whenAnyPlan).length > 0)
}

export function sharesAddress(world: World, who: Person): boolean {
  const mine = addressesOf(who)
  return (
    sharers(world, who).length > 0 ||
    [...world.teams.values()].some((team) => team.proxyAddresses.some((address) => mine.has(address.toLowerCase())))
  )
}

function sharers(world: World, who: Person): Person[] {
  const mine = addressesOf(who)
  return [...world.people.values()].filter(
    (other) => other.id !== who.id && !other.deleted && [...addressesOf(other)].some((address) => mine.has(address)),
  )
}

function addressesOf(who: Person): Set<string> {
  return new Set(who.proxyAddresses.map((address) => address.toLowerCase()))
}

/** The products that a move would take a new unit of. */
export function needsOf(who: Person, intended: readonly License[]): string[] {
  return intended.map((license) => license.skuId).filter((sku) => !has(who, sku))
}

/** The products of which a move would give the last unit back. */
export function releasesOf(who: Person, source: Source, intended: readonly License[]): string[] {
  return (who.sources.get(source)?.effective ?? [])
    .map((license) => license.skuId)
    .filter((sku) => !intended.some((license) => license.skuId === sku) && !has(who, sku, { source }))
}

export function unitsOf(world: World, sku: string): number {
  const stock = world.stock.get(sku)
  if (!stock) return 0
  return stock.enabled + (world.settings.seats === 'strict' ? 0 : stock.warning)
}

/** The seats rules that do not leave a unit of a product for each of those who want one. */
export function shortBy(world: World, sku: string, wanted = 1): Rule[] {
  const free = unitsOf(world, sku) - (world.stock.get(sku)?.consumed ?? 0)
  return world.rules.filter(
    (rule) =>
      rule.kind === 'seats' &&
      rule.severity === 'error' &&
      (rule.products.length === 0 || rule.products.includes(sku)) &&
      free - rule.keepFree < wanted,
  )
}
