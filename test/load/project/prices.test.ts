import { expect, test } from 'vitest'
import { readDocument } from '../../../src/load/text/document.js'
import { lookupIn } from '../../../src/load/catalog/names.js'
import { readPrices } from '../../../src/load/project/prices.js'
import type { Catalog } from '../../../src/model/catalog.js'

const e3 = '6fd2c87f-b296-42f0-b197-1e91e994b900'
const catalog: Catalog = {
  plans: new Map(),
  products: new Map([[e3, { skuId: e3, skuPartNumber: 'ENTERPRISEPACK', displayName: 'Office 365 E3', aliases: [], servicePlans: [] }]]),
}

const read = async (text: string) => readPrices((await readDocument('prices.yaml', text)).value!, lookupIn(catalog, undefined))

test('prices are found by part number, and speak one currency', async () => {
  const { value } = await read('currency: CHF\nper: user and month\nprices: { ENTERPRISEPACK: 23.5 }\n')
  expect(value).toEqual({ currency: 'CHF', per: 'user and month', unit: new Map([[e3, 23.5]]) })
})

test.each([
  ['an unknown product', 'currency: CHF\nprices:\n  ENTERPRISEPAK: 1\n', '3:3  unknown product `ENTERPRISEPAK`'],
  ['a price below nothing', 'currency: CHF\nprices:\n  ENTERPRISEPACK: -1\n', '3:19'],
  ['an empty file', '', '1:1  the file is empty'],
  ['a list', '- 5\n', '1:1  the file must be a mapping, not a list'],
  ['no currency', 'prices:\n  ENTERPRISEPACK: 1\n', '1:1'],
  ['a currency that is none', 'currency: francs\nprices: {}\n', '1:11'],
])('%s is told with its place', async (_, text, expected) => {
  const { problems } = await read(text)
  expect(problems.map((one) => `${one.line}:${one.column}  ${one.message}`).join('\n')).toContain(expected)
})
