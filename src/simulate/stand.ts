import type { Guid } from '../model/catalog.js'
import type { Rule, RuleSet } from '../model/rule.js'
import type { GroupStateSubject, ProductSubject, Subject, UserSubject } from '../model/subject.js'
import type { Group } from '../model/tenant.js'
import type { Cause, Standing } from '../model/trace.js'
import type { Violation } from '../model/violation.js'
import { clashes, tenantLocation } from './attempt.js'
import { holdingsOf, restand, standingCauses } from './causes.js'
import { entriesOf } from './entries.js'
import { contradicting, opened, openedOnce } from './opened.js'
import { grantsOf, isDynamic, isFailed, pathOf } from './paths.js'
import { assumes, splitOff, unitsOf, type Asking, type Crowd, type World, type WorldStanding } from './world.js'
import { onceFor } from '../once.js'

/** What standing states were last judged, so that only what changed is judged again. */
export interface Judged {
  readonly users: Map<number, Crowd['state']>
  /** Crowds by their index, as they were looked at last. */
  readonly seen: Crowd[]
  readonly others: Map<string, string>
}

export const copyOfJudged = ({ users, seen, others }: Judged): Judged => ({ users: new Map(users), seen: [...seen], others: new Map(others) })

export const nothingJudged = (): Judged => ({ users: new Map(), seen: [], others: new Map() })

/** Judges what stands after a step for everything that blocks nothing: users, groups, products. */
export function* judgeStanding(world: World, judged: Judged): Asking<void> {
  yield* judgeUsers(world, judged)
  if (isJudged(world, 'group')) yield* judgeOthers(world, judged, groupSubjects(world))
  if (isJudged(world, 'product')) yield* judgeOthers(world, judged, productSubjects(world))
}

/** Whether any rule speaks of groups or products as such. */
export function isJudged({ project: { rules } }: Pick<World, 'project'>, what: 'group' | 'product'): boolean {
  const known = entriesOf(spokenOf, rules)
  const is = known.get(what) ?? rules.rules.some((rule) => speaksOf(rule, what))
  known.set(what, is)
  return is
}

const spokenOf = new WeakMap<RuleSet, Map<'group' | 'product', boolean>>()

function speaksOf(rule: Rule, what: 'group' | 'product'): boolean {
  if (rule.severity === 'off') return false
  if (rule.kind === 'condition') return rule.subject === what
  return rule.severity !== 'error' && (what === 'group' ? 'within' in rule && rule.within !== 'user' : rule.kind === 'seats')
}

function* judgeUsers(world: World, judged: Judged): Asking<void> {
  if (!assumes(world, 'A-PROXY-OBJECT')) singleOutClashing(world)
  const open: number[] = []
  world.crowds.forEach((crowd, index) => {
    if (crowd === judged.seen[index] && !hangsOnRivals(world, crowd)) return
    judged.seen[index] = crowd
    if (!isToJudge(world, judged, crowd)) return
    judged.users.set(crowd.members[0]!, crowd.state)
    if (isKnown(world, index)) judged.seen[index] = world.crowds[index]!
    else open.push(index)
  })
  const verdicts = open.length === 0 ? [] : yield open.map((index) => userSubject(world, world.crowds[index]!))
  open.forEach((index, i) => {
    const crowd = world.crowds[index]!
    world.crowds[index] = stood(world, crowd, verdicts[i]!)
    judged.seen[index] = world.crowds[index]!
    if (world.remembers) judgedBefore.set(crowd, { step: world.step, after: world.crowds[index]! })
  })
}

const judgedBefore = new WeakMap<Crowd, { readonly step: number; readonly after: Crowd }>()

/** Puts in its place what became of a crowd that was judged at this step in another play. */
function isKnown(world: World, index: number): boolean {
  const crowd = world.crowds[index]!
  const known = judgedBefore.get(crowd)
  if (known?.step !== world.step || hangsOnRivals(world, crowd)) return false
  world.crowds[index] = known.after
  return true
}

function stood(world: World, crowd: Crowd, verdict: readonly Violation[]): Crowd {
  if (verdict.length === 0 && crowd.standings.length === 0) return crowd
  const found = verdict.flatMap((violation) => standing(world, crowd, violation))
  if (found.length === 0 && !crowd.standings.some(isStanding)) return crowd
  return { ...crowd, standings: restand(crowd.standings, isStanding, found, world.step) }
}

/** In the snapshot, and where that contradicts a rule. */
const isInitial = (world: World, { standings }: Crowd): boolean =>
  world.step === 0 || standings.some((one) => one.open && one.contradicts)

function isToJudge(world: World, judged: Judged, crowd: Crowd): boolean {
  const { state, members } = crowd
  return state !== undefined && (hangsOnRivals(world, crowd) || judged.users.get(members[0]!) !== state)
}

/** Whether a rival's licence takes the address changes without the user's own state. */
const hangsOnRivals = (world: World, { state }: Crowd): boolean => state?.addressClash === true && !assumes(world, 'A-PROXY-OBJECT')

/** Users who share an address have different rivals: each is a crowd of its own. */
function singleOutClashing(world: World): void {
  world.crowds.slice().forEach((crowd, index) => {
    if (!crowd.state?.addressClash) return
    for (const ordinal of crowd.members.subarray(1)) splitOff(world, index, new Set([ordinal]))
  })
}

/** Of the user's state, not of a row. */
const isStanding = ({ cause }: Standing): boolean => cause.scope === 'user' && cause.error === null

/**
 * What blocks is judged on attempts, not here; but licences that are on in the snapshot may contradict such a rule,
 * and that is told for as long as they do.
 */
function standing(world: World, crowd: Crowd, violation: Violation): readonly Standing[] {
  const now = standingCauses(violation, 'user').map((cause) => openedOnce(world, cause))
  const isCondition = violation.evidence.kind === 'condition'
  const blocks = !isCondition && ruleOf(world, violation)?.severity === 'error'
  if (world.step > 0) return blocks ? now.filter((one) => isContradicted(crowd, one)) : now
  if (!isCondition && contradicts(world, crowd, violation)) return now.map(contradicting)
  return blocks ? [] : now
}

const isContradicted = ({ standings }: Crowd, now: Standing): boolean =>
  standings.some((old) => old.open && old.contradicts && old.cause.key === now.cause.key)

/** Indexed once for a rule set: many plans are judged, and explained, with it. */
export const rulesById = onceFor(({ rules }: RuleSet): ReadonlyMap<string, Rule> => new Map(rules.map((rule) => [rule.id, rule])))

const ruleOf = ({ project: { rules } }: World, { ruleId }: Violation): Rule | undefined => rulesById(rules).get(ruleId)

/**
 * Whether licences that are `Active` are evidence against a rule. An address or a missing location may have come later,
 * so only conflicts, prerequisites and named countries count.
 */
function contradicts(world: World, { state }: Crowd, violation: Violation): boolean {
  const rule = ruleOf(world, violation)
  if (rule?.kind === 'unique-proxy') return false
  if (rule?.kind === 'usage-location' && 'requiredFor' in rule.condition) return false
  return holdingsOf(violation.evidence).every((holding) => !isFailed(pathOf(state!, holding.assignedByGroup)))
}

export function userSubject(world: World, crowd: Crowd): UserSubject {
  const { before, state } = crowd
  const { usageLocation, accountEnabled, userType, onPremisesSyncEnabled, memberOf, attributes } = state!
  return {
    type: 'user',
    initial: isInitial(world, crowd),
    before: before ? grantsOf(before) : [],
    after: grantsOf(state!),
    usageLocation,
    effectiveLocation: usageLocation ?? tenantLocation(world),
    addressClash: clashes(world, crowd),
    accountEnabled,
    userType,
    onPremisesSyncEnabled,
    memberOf,
    attributes,
    tenantCountry: world.project.tenant.organization.countryLetterCode,
  }
}

/** Groups and products whose facts changed since they were last judged. */
function* judgeOthers(world: World, judged: Judged, subjects: readonly Subject[]): Asking<void> {
  const changed = subjects.filter((subject) => judged.others.get(keyOf(subject)) !== JSON.stringify(subject))
  for (const subject of changed) judged.others.set(keyOf(subject), JSON.stringify(subject))
  if (changed.length === 0) return
  const verdicts = yield changed
  changed.forEach((subject, i) => {
    const found = verdicts[i]!.flatMap((violation) => otherCauses(subject, violation).map((cause) => opened(world, cause)))
    const concerns = (one: Standing): boolean => one.cause.evidence.kind !== 'service' && isAbout(one.cause, subject)
    const now = restand(world.standings, concerns, found, world.step).map((one): WorldStanding => ({ users: [], ...one }))
    world.standings.splice(0, world.standings.length, ...now)
  })
}

const keyOf = (subject: Subject): string =>
  subject.type === 'groupState' ? `group ${subject.groupId}` : subject.type === 'product' ? `sku ${subject.skuId}` : ''

/** A standing violation of a group names the group, one of a product the product. */
const otherCauses = (subject: Subject, violation: Violation): readonly Cause[] =>
  standingCauses(violation, subject.type === 'groupState' ? 'group' : 'sku').map((cause) => ({
    ...cause,
    ...(subject.type === 'groupState' && { source: subject.groupId }),
    ...(subject.type === 'product' && { skuId: subject.skuId }),
    key: `${cause.key} ${keyOf(subject)}`,
  }))

const isAbout = (cause: Cause, subject: Subject): boolean => cause.error === null && cause.key.endsWith(` ${keyOf(subject)}`)

function groupSubjects(world: World): readonly GroupStateSubject[] {
  const counts = new Map<Guid, number>()
  for (const { state, members } of world.crowds)
    for (const id of state?.memberOf ?? []) counts.set(id, (counts.get(id) ?? 0) + members.length)
  return [...world.groups.values()].map((group) => groupSubject(world, group, counts.get(group.id) ?? 0))
}

const groupSubject = (world: World, group: Group, memberCount: number): GroupStateSubject => ({
  type: 'groupState',
  groupId: group.id,
  displayName: group.displayName,
  licenses: group.assignedLicenses ?? [],
  securityEnabled: group.securityEnabled,
  mailEnabled: group.mailEnabled,
  dynamic: isDynamic(group),
  onPremisesSyncEnabled: group.onPremisesSyncEnabled,
  isAssignableToRole: group.isAssignableToRole,
  memberCount,
  tenantCountry: world.project.tenant.organization.countryLetterCode,
})

const productSubjects = (world: World): readonly ProductSubject[] =>
  [...world.skus.values()].map((sku) => ({
    type: 'product',
    skuId: sku.skuId,
    ...sku.prepaidUnits,
    units: unitsOf(world, sku),
    consumed: world.consumed.get(sku.skuId) ?? 0,
    capabilityStatus: sku.capabilityStatus,
    tenantCountry: world.project.tenant.organization.countryLetterCode,
  }))
