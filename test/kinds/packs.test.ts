import { describe, expect, test } from 'vitest'
import { createJudge } from '../../src/engine/judge.js'
import type { Product } from '../../src/model/catalog.js'
import type { Rule } from '../../src/model/rule.js'
import type { AttemptSubject } from '../../src/model/subject.js'
import { catalog, factsNamed, packNames, packs, plansOf, productNamed } from './shipped.js'

const everything = packNames.filter((name) => name !== 'classic-2018').flatMap((name) => packs[name])
const products = [...catalog.products.values()].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))

/** A user of a country where everything is allowed is given these products directly, all plans on. */
function given(...skuIds: readonly string[]): AttemptSubject {
  const licenses = [...skuIds].sort().map((skuId) => ({ skuId, disabledPlans: [] }))
  const after = [{ source: null, licenses }]
  return { type: 'attempt', source: null, before: [], after, usageLocation: 'CH', effectiveLocation: 'CH', addressClash: false }
}

/** The same for single plans, through a product that ships just these. */
function isForbidden(rules: readonly Rule[], ...planIds: readonly string[]): Promise<readonly string[]> {
  const bundle = planIds.map((servicePlanId) => ({ servicePlanId, appliesTo: 'User' as const }))
  return broken(rules, given('bundle'), () => bundle)
}

/** Ids of the rules that are broken, all taken as refusals whatever their severity. */
async function broken(rules: readonly Rule[], subject: AttemptSubject, plans = plansOf): Promise<readonly string[]> {
  const judge = createJudge(rules.map((rule): Rule => ({ ...rule, severity: 'error' })), plans)
  const [violations] = await judge.judge([subject])
  return violations!.map((one) => one.ruleId)
}

const conflictsOf = (rules: readonly Rule[]) => rules.filter((rule) => rule.kind === 'mutually-exclusive')

describe('every shipped pack', () => {
  test.each(packNames)('%s says of every rule where it comes from and how sure that is', (name) => {
    expect(packs[name].length).toBeGreaterThan(0)
    for (const rule of packs[name]) expect(rule, rule.id).toMatchObject({ source: expect.any(String), certainty: expect.any(String) })
  })

  test('packs that can be loaded together share no id', () => {
    const ids = everything.map((rule) => rule.id)
    expect(ids).toEqual([...new Set(ids)])
  })

  test('advisory rules only warn', () => {
    expect(packs.advisory.map((rule) => rule.severity)).toEqual(packs.advisory.map(() => 'warning'))
  })

  test.each(packNames)('no conflict rule of %s condemns a product that Microsoft ships', async (name) => {
    const judge = createJudge(conflictsOf(packs[name]), plansOf)
    const answers = await judge.judge(products.map((product) => given(product.skuId)))
    expect(products.filter((_, i) => answers[i]!.length > 0).map(partNumber)).toEqual([])
  })
})

describe('plans that are known to go together', () => {
  const { sets } = factsNamed('plans-that-go-together') as { readonly sets: readonly { readonly plans: readonly { readonly id: string; readonly name: string }[] }[] }
  const pairs = sets.flatMap(({ plans }) => plans.flatMap((a, i) => plans.slice(i + 1).map((b) => [a.name, b.name, a.id, b.id] as const)))

  test('are some', () => expect(pairs.length).toBeGreaterThan(40))

  test.each(pairs)('%s and %s are forbidden by no rule of current or advisory', async (_a, _b, a, b) => {
    expect(await isForbidden(conflictsOf([...packs.service, ...packs.current, ...packs.advisory]), a, b)).toEqual([])
  })
})

describe('a base product', () => {
  test('is needed under current by exactly the add-ons that the facts list', async () => {
    const judge = createJudge(packs.current, plansOf)
    const answers = await judge.judge(products.map((product) => given(product.skuId)))
    const { products: expected } = factsNamed('products-that-need-a-base') as { readonly products: readonly string[] }
    expect(products.filter((_, i) => answers[i]!.length > 0).map(partNumber).sort()).toEqual(expected)
  })
})

describe('Office 365 E1 and E3 together', () => {
  const both = given(productNamed('STANDARDPACK'), productNamed('ENTERPRISEPACK'))

  test('clash on Exchange and SharePoint under classic-2018', async () => {
    expect(await broken(conflictsOf(packs['classic-2018']), both)).toEqual(['one-exchange-plan', 'one-sharepoint-plan'])
  })

  test('clash on SharePoint alone under current', async () => {
    expect(await broken(conflictsOf(packs.current), both)).toEqual(['one-sharepoint-plan'])
  })
})

describe('single claims', () => {
  test.each([
    ['Workplace Analytics alone', ['WORKPLACE_ANALYTICS'], ['analytics-needs-exchange']],
    ['Workplace Analytics beside E1', ['WORKPLACE_ANALYTICS', 'STANDARDPACK'], []],
    ['F5 Security beside Office 365 F3', ['SPE_F5_SEC', 'DESKLESSPACK'], ['f5-security-needs-a-frontline-product']],
    ['F5 Security beside Office 365 F3 and EMS E3', ['SPE_F5_SEC', 'DESKLESSPACK', 'EMS'], []],
    ['the Intune Suite beside EMS E3', ['Microsoft_Intune_Suite', 'EMS'], []],
    ['the Intune Suite alone', ['Microsoft_Intune_Suite'], ['intune-plan-2-needs-plan-1', 'intune-suite-needs-plan-1']],
    ['both Teams Rooms', ['Microsoft_Teams_Rooms_Basic', 'Microsoft_Teams_Rooms_Pro'], ['teams-rooms-basic-or-pro']],
  ])('%s', async (_, names, expected) => {
    expect(await broken(everything, given(...names.map(productNamed)))).toEqual(expected)
  })
})

function partNumber(product: Product): string {
  return product.skuPartNumber
}
