import { describe, expect, test } from 'vitest'
import type { Remedy } from '../../src/model/report.js'
import { formed, type Way } from '../../src/remedy/form.js'
import { move, type Move } from '../../src/remedy/move.js'
import { wholePlanWays, withRemedies } from '../../src/remedy/remedies.js'
import { projectOf } from '../reference/project.js'
import { caseOfChoice, eitherWay, type Choice } from './oracle/choices.js'
import { farBounds, open } from './oracle/open.js'

const off = (plan: string): Move => move({ kind: 'disablePlan', title: `switch off ${plan}`, step: 1, deeds: [{ type: 'disable', target: { group: 'g' }, skuId: 's', plans: [plan] }], asks: [] })

const way = (moves: readonly Move[], over: Partial<Remedy> = {}): Way => ({
  key: moves.map(({ id }) => id).join(),
  moves,
  remedy: {
    id: moves.map(({ title }) => title).join(), title: '', clean: true, minimal: true, changes: [], cures: 1, leaves: 0, causes: [], affects: { users: 1, groups: 0, calls: 1 },
    seats: {}, losesPlans: [], safety: 'safe', money: null, alsoCures: [], form: null, ...over,
  },
})

/** One of each pair: a1 or b1, a2 or b2, ... */
const choices = (pairs: number): readonly Way[] =>
  Array.from({ length: 2 ** pairs }, (_, bits) => way(Array.from({ length: pairs }, (_, pair) => off(`${(bits >> pair) & 1 ? 'b' : 'a'}${pair + 1}`))))

describe('many remedies of one form are one', () => {
  test('one of each of ten pairs', () => {
    const shown = formed(choices(10))
    expect(shown).toHaveLength(1)
    expect(shown[0]!.remedy).toMatchObject({ id: choices(10)[0]!.remedy.id, form: { count: 1024 } })
    expect(shown[0]!.remedy.form!.dimensions).toEqual(Array.from({ length: 10 }, (_, at) => [`switch off a${at + 1}`, `switch off b${at + 1}`]))
  })

  test.each([
    ['there are few', choices(2)],
    ['one choice is missing', choices(3).slice(1)],
    ['they cost differently', choices(3).map((one, at) => (at === 0 ? { ...one, remedy: { ...one.remedy, safety: 'needs-decision' as const } } : one))],
  ])('but not where %s', (_, ways) => {
    expect(formed(ways).map(({ remedy: { id, form } }) => [id, form])).toEqual(ways.map(({ remedy }) => [remedy.id, null]))
  })
})

test('a plan needs three others, each of which can come by two ways: one remedy stands for eight', async () => {
  const { base, tools, findings } = await open(projectOf(caseOfChoice(eitherWay(3))))
  const shownWith = async (expand: boolean) => (await withRemedies(base, findings, tools.judge, farBounds, { expand })).find(({ error }) => error !== null)!
  const [short, whole] = [await shownWith(false), await shownWith(true)]
  const form = short.remedies.find((one) => one.form !== null)!.form!
  expect(form.count).toBe(8)
  expect(form.dimensions.map((titles) => titles.length)).toEqual([2, 2, 2])
  const hidden = short.remedies.reduce((sum, one) => sum + (one.form?.count ?? 1) - 1, 0)
  expect(whole.remedies).toHaveLength(short.remedies.length + hidden)
  expect(short.remedies.every(({ id, title }) => whole.remedies.some((one) => one.id === id && one.title === title))).toBe(true)
})

test('a way out of everything at once stands for all choices among the ways out of the single findings', async () => {
  const plans = (letter: string): readonly string[] => [1, 2, 3, 4].map((index) => `${letter}${index}`)
  const path = (letter: string) => ({ ships: plans(letter), on: plans(letter) })
  const choice: Choice = { paths: { direct: path('d'), group: path('g') }, rules: [1, 2, 3, 4].map((index) => ({ id: `r${index}`, type: 'exclude', plans: [`d${index}`, `g${index}`] })) }
  const { base, tools, findings } = await open(projectOf(caseOfChoice(choice)))
  const ways = async (expand: boolean) => {
    const all = []
    for await (const one of wholePlanWays(base, findings, tools.judge, farBounds, { expand })) all.push(one)
    return all
  }
  const form = (await ways(false)).find((one) => one.form !== null)?.form
  expect(form?.count).toBe(16)
  expect(form?.dimensions.map((titles) => titles.length)).toEqual([2, 2, 2, 2])
  const each = await ways(true)
  expect(each.every((one) => one.form === null)).toBe(true)
  // All plans of one side are choices, too, and a move by itself.
  expect(each).toHaveLength((await ways(false)).length + 16 - 1 - 2)
})
