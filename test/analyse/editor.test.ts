import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { completionsAt } from '../../src/analyse/editor/complete.js'
import { explainWord } from '../../src/analyse/editor/explain-word.js'
import { writingsAt } from '../../src/analyse/editor/half-written.js'
import type { Knowledge } from '../../src/analyse/editor/knowledge.js'
import { wordsOf } from '../../src/analyse/editor/word.js'
import { readDocument } from '../../src/load/text/document.js'
import { fileTypeOf } from '../../src/load/text/file-type.js'
import { loadKnown } from '../../src/load/project/known.js'
import { disk } from '../../src/load/disk.js'
import { shipped } from '../load/shipped.js'

let knowledge: Knowledge

beforeAll(async () => {
  const loaded = await loadKnown(disk(), { cwd: `${process.cwd().replaceAll('\\', '/')}/examples/contoso`, today: '2026-11-24', shipped: await shipped(), memberships: 'all' })
  knowledge = { project: loaded.value!, shipped: await shipped() }
})

const files = ['examples/contoso/plan.yaml', 'examples/contoso/seatplan.yaml', 'examples/contoso/rules/house.yaml', 'rules/current/teams.yaml', 'catalogs/overlay/retired.yaml']

describe.each(files)('%s', (file) => {
  const text = readFileSync(file, 'utf8')

  test('can be completed wherever the author stops writing', async () => {
    let offered = 0
    for (let offset = 0; offset < text.length; offset += 41) {
      for (const half of [text, text.slice(0, offset)]) {
        for await (const { document, word } of writingsAt(file, half, offset)) {
          const type = fileTypeOf(document)
          const offers = type === undefined ? [] : completionsAt(document, type, word, knowledge)
          if (offers.length > 0) offered++
          expect(word.start).toBeLessThanOrEqual(offset)
          expect(word.end).toBeGreaterThanOrEqual(offset)
        }
      }
    }
    if (!/seatplan.yaml|overlay/.test(file)) expect(offered).toBeGreaterThan(0)
  })

  test('explains every plan, product, group, user, rule and fact that it names', () => {
    const document = readDocument(file, text).value!
    const type = fileTypeOf(document)!
    const explained = [...wordsOf(document)].flatMap((word) => explainWord(document, type, word, knowledge))
    if (type !== 'config' && type !== 'overlay') expect(explained.length).toBeGreaterThan(3)
    for (const { title, facts } of explained) expect([title, ...facts].filter((line) => line.trim() === '' || line.includes('undefined'))).toEqual([])
  })
})

test('whatever is offered can be read back, between brackets too', async () => {
  const at = 'changes:\n  - { op: assignLicense, to: { group: '
  const ends = [[`${at}`, ' }, removeLicenses: [] }\n', ['to', 'group']], [`${at}Sales }, removeLicenses: [`, '] }\n', ['removeLicenses', 0]], [`${at}Sales }, addLicenses: [{ sku: x, disabledPlans: [`, '] }] }\n', ['addLicenses', 0, 'disabledPlans', 0]]] as const
  for (const [before, after, path] of ends) {
    for await (const { document, word } of writingsAt('plan.yaml', before + after, before.length)) {
      const offers = completionsAt(document, 'plan', word, knowledge)
      expect(offers.length).toBeGreaterThan(5)
      for (const { text, name, id } of offers) {
        const read = readDocument('plan.yaml', before + text + after).value
        const found = read && [...wordsOf(read)].find((one) => one.path.slice(2).join() === path.join() && !one.isKey)
        expect([name, id]).toContain(found?.text)
      }
      break
    }
  }
})
