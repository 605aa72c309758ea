import { describe, expect, test } from 'vitest'
import { country, error, guid, state, whole } from '../../src/report/handover/executable.js'

const id = '6fd2c87f-b296-42f0-b197-1e91e994b900'

describe('what may stand in a line that a machine obeys', () => {
  test('a GUID, a number, a country, a state', () => {
    expect([guid(id), whole(0), whole(30), country('CH'), state('ActiveWithError'), error('CountViolation')]).toEqual([id, '0', '30', 'CH', 'ActiveWithError', 'CountViolation'])
  })

  test.each([
    ['a name', () => guid('Sales')],
    ['a GUID in capitals', () => guid(id.toUpperCase())],
    ['a GUID with something after it', () => guid(`${id}'; Remove-Item`)],
    ['a GUID on two lines', () => guid(`${id}\n`)],
    ['a GUID in braces', () => guid(`{${id}}`)],
    ['nothing', () => guid('')],
    ['a fraction', () => whole(1.5)],
    ['less than nothing', () => whole(-1)],
    ['no number', () => whole(Number.NaN)],
    ['a country in small letters', () => country('ch')],
    ['a country on two lines', () => country('CH\n')],
    ['a state that Graph does not have', () => state("Active'; Remove-Item")],
    ['a state that an object has by birth', () => state('constructor')],
  ])('not %s', (_, write) => {
    expect(write).toThrow('a line that a machine obeys')
  })

  test('a code that nobody published is not compared', () => {
    expect([error("Other'; Remove-Item"), error(null)]).toEqual(['', ''])
  })
})
