import { findPlans, findProducts } from '../../load/catalog/lookup.js'
import { operatorUses, publishedFacts } from '../../kinds/vocabulary.js'
import type { Document } from '../../load/text/document.js'
import type { Pack } from '../../load/project/rules.js'
import type { FileType } from '../../load/text/schema.js'
import { aboutPlan, aboutProduct, type AboutPlan, type AboutProduct } from '../about/product.js'
import { groupsNamed } from '../about/about.js'
import { aboutRule } from '../about/rule.js'
import { aboutGroup, aboutUser } from '../about/tenant.js'
import { ruleKnown, type Knowledge } from './knowledge.js'
import { operatorOffers } from './offers.js'
import { factAt } from '../fact-at.js'
import { partsOf, wantedAt, type Part } from './wanted.js'
import type { Word } from './word.js'

/** What a word means here: a title, and sentences that are true of this project. Names stand in backticks. */
export interface Explanation {
  readonly title: string
  readonly facts: readonly string[]
}

/** Explains the word: of names that several things share, each of them. */
export function explainWord(document: Document, type: FileType, word: Word, knowledge: Knowledge): readonly Explanation[] {
  const { project } = knowledge
  const { text } = word
  const { format } = wantedAt(document, type, word)
  switch (format) {
    case 'service-plan':
      return partsOf(document, type, word).flatMap((part) => ofPart(part, project))
    case 'product':
      return ofPart({ type: 'product', name: text }, project)
    case 'group':
      return type === 'scenario' ? [] : ofGroups(text, knowledge)
    case 'user':
      return type === 'scenario' ? [] : ofUsers(text, knowledge)
    case 'rule':
      return ofRule(text, knowledge)
    case 'pack':
      return knowledge.shipped.packs.filter(({ name }) => name === text).map(ofPack)
    case 'fact':
      return ofFact(document, word)
    case 'operator':
      return operatorOffers().filter(({ name }) => name === text && Object.hasOwn(operatorUses, name)).map(({ name, about }) => ({ title: `operator ${ticked(name)}`, facts: [`It ${about}.`] }))
    default:
      return isIdOfRule(type, word) ? ofRule(text, knowledge) : []
  }
}

function ofPart({ type, name }: Part, project: Knowledge['project']): readonly Explanation[] {
  if (type === 'product') return findProducts(project.catalog, name).map((product) => ofProduct(aboutProduct(product, project)))
  return findPlans(project.catalog, name).map((plan) => ofPlan(aboutPlan(plan, project)))
}

/** A rule's own name, where it is written. */
export function isIdOfRule(type: FileType, { path, isKey }: Word): boolean {
  return type === 'rules' && !isKey && path.length === 3 && path[0] === 'rules' && path[2] === 'id'
}

function ofPlan({ servicePlanName, displayName, servicePlanId, retired, products, usersWithIt, rules }: AboutPlan): Explanation {
  const carrying = products.map(({ skuPartNumber, owned, appliesTo }) => `${ticked(skuPartNumber)}${owned === true ? ' (owned)' : ''}${appliesTo === 'User' ? '' : ' (for the company)'}`)
  return {
    title: `service plan ${ticked(servicePlanName)}: ${displayName}`,
    facts: [
      ...(retired ? ['No product carries it any more.'] : [`${counted(products.length, 'product')} ${products.length === 1 ? 'carries' : 'carry'} it${listing(carrying)}.`]),
      naming(rules),
      ...(usersWithIt === null ? [] : [`${counted(usersWithIt, 'user')} of the tenant ${usersWithIt === 1 ? 'has' : 'have'} it.`]),
      `Its id is ${ticked(servicePlanId)}.`,
    ],
  }
}

function ofProduct({ skuPartNumber, displayName, skuId, servicePlans, units, licensedUsers, licensedGroups, rules }: AboutProduct): Explanation {
  return {
    title: `product ${ticked(skuPartNumber)}: ${displayName}`,
    facts: [
      `It carries ${counted(servicePlans.length, 'service plan')}${listing(servicePlans.map(({ servicePlanName }) => ticked(servicePlanName)), 12)}.`,
      naming(rules),
      ...(licensedUsers === null ? [] : [units === null ? 'The tenant does not own it.' : `The tenant uses ${units.consumed} of ${units.enabled} units: ${counted(licensedUsers.direct, 'user')} directly, ${licensedUsers.byGroup} by groups.`]),
      ...(licensedGroups === null || licensedGroups.length === 0 ? [] : [`${counted(licensedGroups.length, 'group')} ${licensedGroups.length === 1 ? 'assigns' : 'assign'} it${listing(licensedGroups.map((group) => ticked(group.displayName)))}.`]),
      `Its id is ${ticked(skuId)}.`,
    ],
  }
}

function ofPack({ name, purpose, rules }: Pack): Explanation {
  return { title: `pack ${ticked(name)}`, facts: [...(purpose === undefined ? [] : [purpose]), `${counted(rules.length, 'rule')}${listing(rules.map(({ id }) => ticked(id)), 12)}.`] }
}

function ofRule(id: string, knowledge: Knowledge): readonly Explanation[] {
  const rule = ruleKnown(id, knowledge)
  if (rule === undefined) return []
  const { severity, blocks, pack, judged, says, reason, source, certainty, names } = aboutRule(rule, knowledge.project)
  const who = names.flatMap(({ name, users }) => (users === null || users === 0 ? [] : [`${ticked(name)} ${users}`]))
  return [{
    title: `rule ${ticked(id)} of ${ticked(pack)}`,
    facts: [
      ...says,
      reason,
      `Severity ${ticked(severity)}: ${blocks === null ? 'it blocks nothing.' : `it blocks, and the failure is recorded as ${ticked(blocks)}.`}${judged ? '' : ' It is not judged here.'}`,
      ...(source === null ? [] : [`Source: ${source}${certainty === null ? '' : ` (${certainty})`}.`]),
      ...(who.length === 0 ? [] : [`Users of the tenant who have what it names: ${few(who, 8)}.`]),
    ],
  }]
}

function ofGroups(text: string, { project }: Knowledge): readonly Explanation[] {
  if (project.tenant === undefined) return []
  return groupsNamed(text, project).map((group) => {
    const { licenses, members, usersInError, dynamic, onPremisesSyncEnabled } = aboutGroup(group, project)
    const kinds = [...(dynamic ? ['its members are found by a rule'] : []), ...(onPremisesSyncEnabled ? ['it is mastered on premises'] : [])]
    return {
      title: `group ${ticked(group.displayName)}`,
      facts: [
        `It has ${counted(members.count, 'member')} who ${members.count === 1 ? 'is a user' : 'are users'}${kinds.map((kind) => `; ${kind}`).join('')}.`,
        licenses === null ? 'The snapshot does not say what it assigns.' : licenses.length === 0 ? 'It assigns no product.' : `It assigns ${few(licenses.map(({ skuPartNumber }) => ticked(skuPartNumber)), 12)}.`,
        ...(usersInError.count === 0 ? [] : [`${counted(usersInError.count, 'user')} ${usersInError.count === 1 ? 'is' : 'are'} in error.`]),
        `Its id is ${ticked(group.id)}.`,
      ],
    }
  })
}

function ofUsers(text: string, { project }: Knowledge): readonly Explanation[] {
  const { tenant } = project
  if (tenant === undefined) return []
  const byId = tenant.find(text.trim().toLowerCase())
  const ordinals = byId === undefined ? tenant.findByName(text.trim()) : [byId]
  return ordinals.slice(0, 3).flatMap((ordinal): readonly Explanation[] => {
    const user = aboutUser(ordinal, project)
    if (user === undefined) return []
    const rows = user.rows.map(({ skuPartNumber, group, state, error }) => `${ticked(skuPartNumber)} ${group === null ? 'directly' : `from ${ticked(group)}`}: ${state}${error === null ? '' : `, ${error}`}`)
    return [{
      title: `user ${ticked(user.userPrincipalName)}`,
      facts: [
        `Usage location: ${user.usageLocation ?? 'none'}; groups: ${user.memberOf.length === 0 ? 'none' : few(user.memberOf.map(({ displayName }) => ticked(displayName)), 8)}.`,
        ...(rows.length === 0 ? ['No licences.'] : rows.map((row) => `${row}.`)),
      ],
    }]
  })
}

function ofFact(document: Document, { text, path }: Word): readonly Explanation[] {
  const here = factAt(document, path)
  const found = here === undefined ? Object.values(publishedFacts).flatMap((facts) => (Object.hasOwn(facts, text) ? [facts[text]!] : [])).slice(0, 1) : [here]
  return found.map(({ title, is }) => ({ title: `fact ${ticked(text)}`, facts: [`${title}.`, `Operators: ${operatorOffers(is.type).map(({ name }) => ticked(name)).join(', ')}.`] }))
}

function naming(rules: readonly string[]): string {
  return rules.length === 0 ? 'No loaded rule names it.' : `${counted(rules.length, 'rule')} ${rules.length === 1 ? 'names' : 'name'} it${listing(rules.map(ticked))}.`
}

function listing(names: readonly string[], most = 8): string {
  return names.length === 0 ? '' : `: ${few(names, most)}`
}

function few(names: readonly string[], most: number): string {
  return names.length <= most + 1 ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function ticked(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``
}
