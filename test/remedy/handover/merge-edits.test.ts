import { describe, expect, test } from 'vitest'
import type { ChangeBody, Edit } from '../../../src/model/report.js'
import { mergeEdits } from '../../../src/remedy/handover/merge-edits.js'

const call: ChangeBody = { op: 'assignLicense', to: { group: 'sales' }, addLicenses: [{ skuId: 'e3', disabledPlans: ['yammer'] }], removeLicenses: ['e1'] }
const off = (...plans: readonly string[]): ChangeBody => ({ ...call, addLicenses: [{ skuId: 'e3', disabledPlans: ['yammer', ...plans] }] })
const buy: ChangeBody = { op: 'changeUnits', sku: 'e3', add: 1 }
const reprocess: ChangeBody = { op: 'reprocess', users: ['ada'] }
const instead = (change: ChangeBody | null): Edit => ({ at: 'instead', step: 1, change })

describe('several edits of one plan', () => {
  test.each<readonly [string, readonly Edit[], readonly ChangeBody[]]>([
    ['none', [], [call]],
    ['before, instead and after stand where they say', [{ at: 'after', step: 1, change: reprocess }, instead(off('sway')), { at: 'before', step: 1, change: buy }], [buy, off('sway'), reprocess]],
    ['after the snapshot comes first', [{ at: 'before', step: 1, change: buy }, { at: 'after', step: 0, change: reprocess }], [reprocess, buy, call]],
    ['those of one place keep their order', [{ at: 'before', step: 1, change: reprocess }, { at: 'before', step: 1, change: buy }], [reprocess, buy, call]],
    ['equal ones are made once', [{ at: 'before', step: 1, change: buy }, { at: 'before', step: 1, change: { ...buy } }], [buy, call]],
    ['a step is left out', [instead(null), { at: 'after', step: 1, change: reprocess }], [reprocess]],
    ['plans that two switch off are both off', [instead(off('sway')), instead(off('teams'))], [off('sway', 'teams')]],
    ['a plan that one switches on and another off', [instead({ ...call, addLicenses: [{ skuId: 'e3', disabledPlans: [] }] }), instead(off('sway'))], [{ ...call, addLicenses: [{ skuId: 'e3', disabledPlans: ['sway'] }] }]],
    ['different products', [instead({ ...call, removeLicenses: ['e1', 'ems'] }), instead(off('sway'))], [{ ...off('sway'), removeLicenses: ['e1', 'ems'] }]],
    ['a product added beside a plan switched off', [instead({ ...call, addLicenses: [...(call['addLicenses'] as object[]), { skuId: 'a', disabledPlans: [] }] }), instead(off('sway'))], [{ ...call, addLicenses: [{ skuId: 'e3', disabledPlans: ['yammer', 'sway'] }, { skuId: 'a', disabledPlans: [] }] }]],
    ['three at once', [instead(off('sway')), instead(off('teams')), instead({ ...call, removeLicenses: [] })], [{ ...off('sway', 'teams'), removeLicenses: [] }]],
  ])('%s', (_, edits, changes) => expect(mergeEdits([call], edits)).toEqual(changes))

  test.each<readonly [string, ChangeBody | null, ChangeBody | null]>([
    ['a step left out and changed', null, off('sway')],
    ['a product left out and one of its plans switched off', { ...call, addLicenses: [] }, off('sway')],
    ['two targets', { ...call, to: { group: 'a' } }, { ...call, to: { group: 'b' } }],
    ['two different changes', buy, reprocess],
  ])('clash: %s', (_, one, other) => {
    expect(mergeEdits([call], [instead(one), instead(other)])).toEqual({ step: 1 })
    expect(mergeEdits([call], [instead(other), instead(one)])).toEqual({ step: 1 })
  })

  test('members that two keep out are both out', () => {
    const add: ChangeBody = { op: 'addMembers', group: 'sales', users: ['ada', 'ben', 'cem'] }
    expect(mergeEdits([add], [instead({ ...add, users: ['ada', 'ben'] }), instead({ ...add, users: ['ben', 'cem'] })])).toEqual([{ ...add, users: ['ben'] }])
  })
})
