import { afterAll, describe, expect, test } from 'vitest'
import { harmless } from '../../../scripts/mutations/harmless.js'
import { mistakes } from '../../../scripts/mutations/mistakes.js'
import { problemsOf, scoreOf, scoreTable, shippedSources, sow, type Score } from '../../../scripts/mutations/sow.js'
import { shipped } from '../../load/shipped.js'

const sources = shippedSources()

/** Single mistakes in files that were right: every one is reported, at its line. */
describe('a corpus of mistakes', () => {
  const scores: Score[] = []

  test.each(mistakes)('$id', async (mistake) => {
    const score = await scoreOf(mistake, sources, await shipped())
    scores.push(score)
    expect(score.sown).toBeGreaterThan(0)
    expect(score.escaped.map(({ file, lines, problems }) => ({ file, lines, said: problems.map(({ line, message }) => `${line} ${message}`) }))).toEqual([])
  })

  test('is large and varied enough', () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(20)
    expect(new Set(mistakes.map(({ id }) => id)).size).toBe(mistakes.length)
    expect(scores.reduce((sum, { sown }) => sum + sown, 0)).toBeGreaterThanOrEqual(200)
  })

  test('is the same whenever it is sown', () => {
    const again = shippedSources()
    for (const mistake of mistakes) expect(sow(mistake, again)).toEqual(sow(mistake, sources))
  })

  afterAll(() => process.stdout.write(scoreTable(scores).split('\n').slice(-2).join('\n')))
})

describe('a change that means nothing is no error and no warning', () => {
  test.each(harmless)('$id', async (change) => {
    const mutants = sow(change, sources)
    expect(mutants.length).toBeGreaterThan(0)
    for (const mutant of mutants) expect((await problemsOf(mutant, await shipped())).filter(({ severity }) => severity !== 'info')).toEqual([])
  })
})
