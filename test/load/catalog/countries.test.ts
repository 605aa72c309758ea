import { expect, test } from 'vitest'
import { checkCountry, countryCodes } from '../../../src/load/catalog/countries.js'

test('all 249 assigned codes, sorted, each accepted as it is', () => {
  expect(countryCodes).toHaveLength(249)
  expect([...new Set(countryCodes)].sort()).toEqual(countryCodes)
  for (const code of countryCodes) expect(checkCountry(code)).toEqual({ ok: true, code })
})

test('every assigned code has a name where names of regions are kept', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  for (const code of countryCodes) expect(names.of(code), code).toBeDefined()
})

test.each([
  ['UK', 'write `GB`'],
  ['BHR', 'write `BH`'],
  ['bhr', 'write `BH`'],
  ['no', 'write `NO`'],
  [' CH ', 'write `CH`'],
  ['DEU', 'write `DE`'],
  ['CHE', 'write `CH`'],
  ['SVN', 'write `SI`'],
  ['XKX', 'write two upper-case letters that ISO 3166-1 assigns, such as `CH`'],
  ['', 'write two upper-case letters that ISO 3166-1 assigns, such as `CH`'],
  ['constructor', 'write two upper-case letters that ISO 3166-1 assigns, such as `CH`'],
])('`%s` is refused: %s', (text, hint) => {
  expect(checkCountry(text)).toEqual({ ok: false, hint })
})

test.each(['AC', 'AN', 'EU', 'SU', 'UN', 'YU', 'ZZ', 'XK', 'AA'])('`%s` is not assigned', code => {
  expect(checkCountry(code).ok).toBe(false)
})
