import type { Guid } from '../../../model/catalog.js'
import type { License } from '../../../model/tenant.js'
import { asGuid } from '../../text/guid.js'
import { cut, entriesOf, guidOf, listOf, remark, shown } from './entry.js'
import type { Entry } from './entry.js'

/** `assignedLicenses`, sorted by product; undefined: the export does not say. */
export function assignedLicensesOf(entry: Entry): readonly License[] | undefined {
  const licenses = entriesOf(entry, 'assignedLicenses')?.flatMap(licenseOf)
  licenses?.sort(bySku)
  licenses?.forEach((license, i) => {
    if (license.skuId === licenses[i - 1]?.skuId) remark(entry, 'duplicate-license', `${entry.name} has the licence \`${license.skuId}\` twice`)
  })
  return licenses
}

/** `skuId` and `disabledPlans`; other keys (`accountId`, ...) are not read. */
export function licenseOf(entry: Entry): License[] {
  const skuId = guidOf(entry, 'skuId')
  const disabledPlans = disabledPlansOf(entry)
  return skuId === undefined ? [] : [{ skuId, disabledPlans }]
}

export const bySku = (a: License, b: License): number => (a.skuId < b.skuId ? -1 : a.skuId > b.skuId ? 1 : 0)

/** As Graph often writes them. */
function isAscending(plans: readonly Guid[]): boolean {
  for (let i = 1; i < plans.length; i++) if (plans[i - 1]! >= plans[i]!) return false
  return true
}

/** Sorted, each once. */
export function disabledPlansOf(entry: Entry): readonly Guid[] {
  const plans = (listOf(entry, 'disabledPlans') ?? []).flatMap((item) => {
    const guid = asGuid(item)
    if (guid !== undefined) return [guid]
    if (typeof item === 'string' && asGuid(item.split(' ')[0]) !== undefined) cut(entry, `\`disabledPlans\` of ${entry.name}`)
    else remark(entry, 'bad-guid', `\`disabledPlans\` of ${entry.name} holds \`${shown(item)}\`, which is no GUID`)
    return []
  })
  return isAscending(plans) ? plans : [...new Set(plans)].sort()
}
