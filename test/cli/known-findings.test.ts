import { expect, test } from 'vitest'
import { knownFindings } from '../../src/cli/known-findings.js'

test.each([
  [[], 'there are no findings'],
  [['f1'], 'there is only f1'],
  [['f1', 'f2', 'f3'], 'there are f1 to f3'],
])('%j: %s', (ids, words) => expect(knownFindings(ids.map(id => ({ id })))).toBe(words))
