import { file, flag, key, list, nameOf, object, oneOf, text } from './words.js'

const guid = { type: 'string', pattern: '^\\s*\\{?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\}?\\s*$' } as const
const appliesTo = oneOf('User', 'Company')
const aliases = key('Other names under which it is found; they replace those of the catalog.', list(text), ['SPO'])
const reason = key('Why the catalog needs this.', text, 'Missing in the published list.')
const source = key('Where that can be read.', text, 'https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference')

const planItem = {
  oneOf: [nameOf.plan, object({ plan: key('The service plan: its id or name.', nameOf.plan, 'TEAMS1'), appliesTo: key('`Company` plans take part in no conflict and cannot be switched off.', appliesTo) }, ['plan'])],
}

const plan = object(
  {
    servicePlanId: key('The id of the service plan. A known one is corrected, another one added.', guid, '119cf168-b6cf-41fb-b82e-7fee7bae5814'),
    servicePlanName: key("Graph's `servicePlanName`.", text, 'CRMPLAN1'),
    displayName: key('The name for people.', text, 'Dynamics CRM Online'),
    aliases,
    retired: key('The plan exists and ships in no product.', flag),
    appliesTo: key('What the plan applies to in every product that carries it.', appliesTo),
    reason,
    source,
  },
  ['servicePlanId'],
)

const product = object(
  {
    skuId: key('The id of the product. A known one is corrected, another one added.', guid, '6fd2c87f-b296-42f0-b197-1e91e994b900'),
    skuPartNumber: key("Graph's `skuPartNumber`.", text, 'ENTERPRISEPACK'),
    displayName: key('The name for people.', text, 'Office 365 E3'),
    aliases,
    servicePlans: key('All plans of the product, by id or name; they replace those of the catalog.', list(planItem), ['EXCHANGE_S_ENTERPRISE']),
    addServicePlans: key('Plans that the catalog does not list in the product.', list(planItem), ['TEAMS1']),
    removeServicePlans: key('Plans that the catalog lists in the product and that it does not have.', list(nameOf.plan), ['TEAMS1']),
    reason,
    source,
  },
  ['skuId'],
)

/** JSON Schema of `catalogs/overlay/*.yaml`. */
export const overlaySchema = file(
  'Catalog overlay',
  'Corrects or adds products and service plans; it wins over the catalog.',
  {
    plans: key('Service plans to correct or to add.', list(plan), []),
    products: key('Products to correct or to add.', list(product), []),
  },
  [],
  { anyOf: [{ required: ['plans'] }, { required: ['products'] }] },
)
