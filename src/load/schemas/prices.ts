import { file, key, text } from './words.js'

export const pricesSchema = file(
  'seatplan prices',
  'What a unit of each product costs, in one currency.',
  {
    currency: key('The currency of all prices: three letters of ISO 4217.', { type: 'string', pattern: '^[A-Z]{3}$' }, 'CHF'),
    per: key('What a price is for.', text, 'user and month'),
    prices: key('Prices by product: its part number, name or GUID.', { type: 'object', propertyNames: { format: 'product' }, additionalProperties: { type: 'number', minimum: 0, maximum: 1_000_000 } }, { ENTERPRISEPACK: 23.5 }),
  },
  ['currency', 'prices'],
)
